//! What an operation answers: its example, with what is known of the resource in it.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use generator::hints::values::PaginationHint;
use generator::lower::example_values::Direction;
use serde_json::{Map, Value};

use crate::checks::Asked;
use crate::definition::{Definition, Served, is_json};
use crate::store::Item;

/// How many items a page has where the request does not say so.
const PAGE: usize = 25;

/// The example; of a list, the page of it that was asked for.
pub fn example(definition: &Definition, served: &Served, asked: &Asked<'_>) -> Response {
    let body = served.success.body.as_ref().map(|body| body.value.clone());
    match body.as_ref().and_then(|body| body.pointer(&served.success.payload)).and_then(Value::as_array) {
        Some(items) => {
            let items: Vec<Item> = items.iter().map(|value| Item { id: String::new(), value: value.clone() }).collect();
            page(definition, served, &items, asked)
        }
        None => respond(served, body),
    }
}

/// The example of one, with what is known of it.
pub fn one(definition: &Definition, served: &Served, item: &Value) -> Response {
    respond(served, with_item(definition, served, item))
}

/// The body for one, with what is known of it as far as the schema allows that.
pub fn with_item(definition: &Definition, served: &Served, item: &Value) -> Option<Value> {
    let example = &served.success.body.as_ref()?.value;
    let with = |payload: Value| {
        let mut body = example.clone();
        *body.pointer_mut(&served.success.payload)? = payload;
        Some(body)
    };
    Some(fitted(definition, served, item, with).unwrap_or_else(|| example.clone()))
}

/// The page of a list that was asked for.
pub fn page(definition: &Definition, served: &Served, items: &[Item], asked: &Asked<'_>) -> Response {
    let Some(declared) = &served.success.body else { return respond(served, None) };
    let pages = served.pages.clone().unwrap_or_default();
    let (first, size) = place(&pages, asked, items.len());
    let chosen = items.iter().skip(first).take(size);
    let with = |payload: Value| {
        let mut body = declared.value.clone();
        *body.pointer_mut(&served.success.payload)? = Value::Array(vec![payload]);
        Some(body)
    };
    let item = |item: &Item| {
        let body = fitted(definition, served, &item.value, with)?;
        body.pointer(&served.success.payload)?.get(0).cloned()
    };
    let chosen: Vec<Value> = chosen.filter_map(item).collect();
    let mut body = declared.value.clone();
    if let Some(place) = body.pointer_mut(&served.success.payload) {
        *place = Value::Array(chosen);
    }
    count(&mut body, &pages, (first, size, items.len()));
    respond(served, Some(body))
}

/// Where the page begins, and how many items it has.
fn place(pages: &PaginationHint, asked: &Asked<'_>, total: usize) -> (usize, usize) {
    let number = |name: &Option<String>| name.as_ref().and_then(|name| asked.query_values(name).first()?.parse::<i64>().ok());
    let of_page = pages.page.as_ref().or(pages.offset.as_ref());
    let size = number(&pages.size).and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
    // Without a way to ask for the next one, there is one page.
    let size = if of_page.is_some() { size.unwrap_or(PAGE) } else { total.max(1) };
    let before = number(&pages.page).map(|page| page.saturating_sub(pages.first.unwrap_or(1))).and_then(|page| usize::try_from(page).ok());
    let offset = number(&pages.offset).and_then(|offset| usize::try_from(offset).ok());
    (before.map(|page| page.saturating_mul(size)).or(offset).unwrap_or_default(), size)
}

/// Sets the counters of a page, where the body has them.
fn count(body: &mut Value, pages: &PaginationHint, (first, size, total): (usize, usize, usize)) {
    let start = pages.first.unwrap_or(1);
    let last = i64::try_from(total.div_ceil(size).max(1)).unwrap_or(i64::MAX);
    let current = i64::try_from(first / size).unwrap_or(i64::MAX);
    let counters =
        [(&pages.total, Value::from(total)), (&pages.current, Value::from(current.saturating_add(start))), (&pages.last, Value::from(last.saturating_add(start.saturating_sub(1))))];
    for (at, value) in counters {
        if let Some(place) = at.as_ref().and_then(|at| body.pointer_mut(at)) {
            *place = value;
        }
    }
    let has_more = first.saturating_add(size) < total;
    let beside = pages.total.as_ref().and_then(|at| at.rsplit_once('/')).and_then(|(parent, _)| body.pointer_mut(parent));
    for (key, value) in beside.and_then(Value::as_object_mut).into_iter().flatten() {
        match value {
            Value::Number(_) if Some(key) == pages.size.as_ref() => *value = size.into(),
            Value::Number(_) if key == "count" => *value = total.saturating_sub(first).min(size).into(),
            Value::Bool(more) if key.contains("more") => *more = has_more,
            _ => {}
        }
    }
    if let Some((parent, key)) = pages.next.as_ref().and_then(|next| next.rsplit_once('/')) {
        // An address would be one of another server: what it says is whether there is more.
        if let Some(Value::Object(parent)) = body.pointer_mut(parent).filter(|_| !has_more) {
            parent.shift_remove(key);
        }
    }
}

/// A body with all that is known of something, or with as much as its schema allows.
fn fitted(definition: &Definition, served: &Served, item: &Value, with: impl Fn(Value) -> Option<Value>) -> Option<Value> {
    let declared = served.success.body.as_ref()?;
    let fits =
        |body: &Value| declared.schema.is_none_or(|schema| definition.examples.violations(schema, body, Direction::Response).is_empty());
    let payload = declared.value.pointer(&served.success.payload)?;
    let item = &shaped(item, if payload.is_array() { payload.get(0).unwrap_or(item) } else { payload });
    let whole = with(item.clone()).filter(fits);
    if whole.is_some() {
        return whole;
    }
    let mut kept: Map<String, Value> = payload.as_object().or_else(|| payload.get(0)?.as_object()).cloned()?;
    for (key, value) in item.as_object()? {
        let before = kept.insert(key.clone(), value.clone());
        if !with(Value::Object(kept.clone())).is_some_and(|body| fits(&body)) {
            match before {
                Some(before) => kept.insert(key.clone(), before),
                None => kept.shift_remove(key),
            };
        }
    }
    with(Value::Object(kept))
}

/// A value with the properties that the example has: a request says more than a response shows.
fn shaped(value: &Value, example: &Value) -> Value {
    match (value, example) {
        (Value::Object(given), Value::Object(shown)) if !shown.is_empty() => {
            let known = given.iter().filter_map(|(key, value)| Some((key.clone(), shaped(value, shown.get(key)?))));
            known.collect::<Map<_, _>>().into()
        }
        (Value::Array(items), Value::Array(shown)) => match shown.first() {
            Some(shown) => items.iter().map(|item| shaped(item, shown)).collect(),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

fn respond(served: &Served, body: Option<Value>) -> Response {
    let status = StatusCode::from_u16(served.success.status).unwrap_or(StatusCode::OK);
    let media = served.success.body.as_ref().map_or("application/json", |body| body.media);
    let body = match body {
        Some(Value::String(text)) if !is_json(media) => text,
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    // The definition says what it is, also where there is nothing of it.
    if let Ok(media) = HeaderValue::from_str(if media == "*/*" { "application/json" } else { media }) {
        response.headers_mut().insert(CONTENT_TYPE, media);
    }
    if status.is_redirection() {
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
    }
    response
}
