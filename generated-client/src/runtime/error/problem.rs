//! Problem details (RFC 9457): the common form of errors.

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::Error;
use crate::runtime::text::header_text;

/// The media type of problem details.
const MEDIA_TYPE: &str = "application/problem+json";

/// What a server says of an error in the form of RFC 9457 (`application/problem+json`). A field of another type than that
/// form has is `None`, and among the extensions.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"{"title": "No credit", "status": 403, "balance": 30}"#));
/// #         *response.status_mut() = http::StatusCode::FORBIDDEN;
/// #         response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/problem+json"));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let error = client.request(Method::GET, "/users/7").await.unwrap_err();
/// let problem = error.problem_details().expect("problem details");
/// assert_eq!((problem.title.as_deref(), problem.status), (Some("No credit"), Some(403)));
/// assert_eq!((problem.kind.as_str(), &problem.extensions["balance"]), ("about:blank", &30.into()));
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProblemDetails {
    /// The URI of the kind of problem (`type`): `about:blank` if the status says everything.
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: Option<String>,
    /// The status that the server of the problem gave.
    pub status: Option<u16>,
    /// What went wrong this time.
    pub detail: Option<String>,
    /// The URI of this occurrence.
    pub instance: Option<String>,
    /// All other fields.
    pub extensions: Map<String, Value>,
}

impl ProblemDetails {
    fn of(mut fields: Map<String, Value>) -> Self {
        let mut string = |name: &str| match fields.get(name) {
            Some(Value::String(text)) => {
                let text = text.clone();
                fields.remove(name);
                Some(text)
            }
            _ => None,
        };
        let [kind, title, detail, instance] = ["type", "title", "detail", "instance"].map(&mut string);
        let status = fields.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        if status.is_some() {
            fields.remove("status");
        }
        Self { kind: kind.unwrap_or_else(|| "about:blank".to_owned()), title, status, detail, instance, extensions: fields }
    }
}

impl Error {
    /// Returns the problem details of the response, if the server sent any, whatever the definition declares: an object whose media
    /// type is `application/problem+json`.
    pub fn problem_details(&self) -> Option<ProblemDetails> {
        let media = header_text(self.headers()?.get(CONTENT_TYPE)?.as_bytes()).to_ascii_lowercase();
        let is_problem = media.split(';').next().is_some_and(|media| media.trim() == MEDIA_TYPE);
        self.json().filter(|_| is_problem).map(ProblemDetails::of)
    }
}
