//! Errors in the shape that the definition declares for them.

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use generator::lower::example_values::{Direction, response};
use serde_json::{Map, Value, json};

use crate::checks::Faults;
use crate::definition::{Definition, Served, is_json};

/// What properties of errors are called that say in words what is wrong.
const MESSAGES: [&str; 6] = ["message", "error_description", "detail", "title", "msg", "error"];
/// What those are called that hold the status.
const STATUSES: [&str; 4] = ["status_code", "status", "statusCode", "code"];
/// What those are called that name the fields.
const FIELDS: [&str; 5] = ["errors", "fields", "violations", "details", "invalid_params"];

/// An error that is answered.
pub struct Refusal {
    pub status: StatusCode,
    pub message: String,
    pub faults: Faults,
    /// What is said in headers as well.
    pub headers: Vec<(HeaderName, String)>,
}

impl Refusal {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), faults: Faults::new(), headers: Vec::new() }
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} not found."))
    }

    pub fn other_methods<'m>(allowed: impl IntoIterator<Item = &'m str>) -> Self {
        let mut refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed.");
        refusal.headers.push((ALLOW, allowed.into_iter().collect::<Vec<_>>().join(", ")));
        refusal
    }

    pub fn no_credentials() -> Self {
        let mut refusal = Self::new(StatusCode::UNAUTHORIZED, "Unauthenticated.");
        refusal.headers.push((WWW_AUTHENTICATE, "Bearer".to_owned()));
        refusal
    }

    pub fn too_many(seconds: u64) -> Self {
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests.");
        refusal.headers.push((RETRY_AFTER, seconds.to_string()));
        refusal
    }

    /// What is not allowed: 422, or the status that the operation declares for it.
    pub fn invalid(served: &Served, faults: Faults) -> Self {
        let declares = |status: u16| served.operation.responses.responses.contains_key(&openapiv3::StatusCode::Code(status));
        let status = if !declares(422) && declares(400) { StatusCode::BAD_REQUEST } else { StatusCode::UNPROCESSABLE_ENTITY };
        Self { faults, ..Self::new(status, "The given data was invalid.") }
    }

    /// The response, with a body as the operation declares it, if there is one.
    pub fn answer(self, definition: &Definition, served: Option<&Served>) -> Response {
        let body = served.and_then(|served| self.declared(definition, served)).unwrap_or_else(|| self.plain());
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    fn plain(&self) -> Value {
        let mut body = json!({"message": self.message});
        if !self.faults.is_empty() {
            body["errors"] = json!(self.faults);
        }
        body
    }

    /// The example of the declared error, with what is known in its properties as far as its schema allows that.
    fn declared(&self, definition: &Definition, served: &Served) -> Option<Value> {
        let status = self.status.as_u16();
        let declared = response(served.operation, status)?;
        let media = declared.content.keys().find(|media| is_json(media))?;
        let example = definition.examples.of_response(served.operation, status, Some(media))?;
        let schema = example.schema?;
        let fits = |value: &Value| definition.examples.violations(schema, value, Direction::Response).is_empty();
        let mut body = example.value;
        let Some(names) = body.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()) else { return Some(body) };
        for name in names {
            let options: Vec<Value> = match name.as_str() {
                name if FIELDS.contains(&name) => self.fields(body.get(name)),
                name if MESSAGES.contains(&name) => vec![self.message.as_str().into()],
                name if STATUSES.contains(&name) => vec![status.into(), status.to_string().into()],
                _ => Vec::new(),
            };
            let with = |value: Value| {
                let mut changed = body.clone();
                changed.as_object_mut()?.insert(name.clone(), value);
                fits(&changed).then_some(changed)
            };
            // What an example says of another error is left out where it can be.
            let without = || {
                let mut changed = body.clone();
                changed.as_object_mut()?.shift_remove(&name);
                fits(&changed).then_some(changed)
            };
            if let Some(changed) = options.into_iter().find_map(with).or_else(without) {
                body = changed;
            }
        }
        Some(body)
    }

    /// The fields in the shapes that APIs give them: messages by name, a list of objects as the example has them, texts.
    fn fields(&self, example: Option<&Value>) -> Vec<Value> {
        let one = example.and_then(|example| example.get(0));
        let key = |names: [&'static str; 4]| names.into_iter().find(|name| one.is_some_and(|one| one.get(name).is_some()));
        let mut shapes = vec![json!(self.faults)];
        if let (field, Some(message)) = (key(["field", "name", "path", "property"]), key(["message", "reason", "detail", "description"])) {
            let object = |(name, messages): (&String, &Vec<String>)| {
                let named = field.map(|field| (field.to_owned(), name.as_str().into()));
                Value::Object(named.into_iter().chain([(message.to_owned(), messages.join(" ").into())]).collect::<Map<_, _>>())
            };
            shapes.push(self.faults.iter().map(object).collect());
        }
        shapes.push(self.faults.values().flatten().map(String::as_str).collect());
        shapes
    }
}
