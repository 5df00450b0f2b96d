//! Lists as a server of the definition would give them: in pages, and as sequences.

use http::Uri;
use serde::Serialize;
use serde_json::{Map, Value};

use super::mock_response::MockResponse;
use super::received_call::ReceivedCall;
use crate::runtime::api::{Paging, PagingStyle};
use crate::runtime::json::read::FromJson;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::paging::Paged;
use crate::runtime::request::RequestFacts;
use crate::runtime::response::{Mockable, WrittenResponse, as_json, enveloped};
use crate::runtime::sequence::{OrStream, Sequence, written};
use crate::runtime::text::percent;

/// The parameter by which the mock's own links say which item comes first.
const FROM: &str = "mock_from";

impl<T: FromJson + Serialize + MaybeSend + MaybeSync + 'static> Mockable for Paged<T> {
    type Given = Vec<T>;

    fn write(items: &Vec<T>, facts: &RequestFacts) -> WrittenResponse {
        let items: Vec<Value> = items.iter().map(as_json).collect();
        let page = page_of(&items, usize::MAX, facts, None);
        WrittenResponse { status: 200, media: Some("application/json"), body: page.body }
    }
}

impl<T: FromJson + Serialize + MaybeSend + MaybeSync + 'static> Mockable for Sequence<T> {
    type Given = Vec<T>;

    fn write(items: &Vec<T>, facts: &RequestFacts) -> WrittenResponse {
        let items: Vec<Value> = items.iter().map(|item| enveloped(as_json(item), facts.envelope)).collect();
        stream_of(&items, facts)
    }
}

/// Returns a stream of items, as the call expects it.
pub(super) fn stream_of(items: &[Value], facts: &RequestFacts) -> WrittenResponse {
    let (media, body) = written(facts.framing, items.iter().cloned());
    WrittenResponse { status: 200, media: Some(media), body: body.into() }
}

/// The one value. The stream instead is what [`On::streams`](super::On::streams) answers.
impl<K: Mockable, T: FromJson + Serialize + MaybeSend + MaybeSync + 'static> Mockable for OrStream<K, T> {
    type Given = K::Given;

    fn write(value: &K::Given, facts: &RequestFacts) -> WrittenResponse {
        K::write(value, facts)
    }
}

/// Returns the page that a call asks for: the first one without a call.
pub(super) fn page_of(items: &[Value], most: usize, facts: &RequestFacts, call: Option<&ReceivedCall>) -> MockResponse {
    let Some(paging) = facts.paging else {
        return MockResponse::written(WrittenResponse::json(200, Value::from(items), facts));
    };
    let query = |name: &str| call.and_then(|call| call.query(name));
    let asked = |name: Option<&str>| name.and_then(query).and_then(|text| text.parse::<usize>().ok());
    let size = asked(paging.size).filter(|size| *size > 0).map_or(most, |size| size.min(most));
    let from = match paging.style {
        PagingStyle::Page { param, first } => {
            let number = query(param).and_then(|text| text.parse::<i64>().ok()).unwrap_or(first);
            usize::try_from(number.saturating_sub(first)).unwrap_or(0).saturating_mul(size)
        }
        PagingStyle::Offset { param } | PagingStyle::Cursor { param } => asked(Some(param)).unwrap_or(0),
        PagingStyle::NextLink { .. } | PagingStyle::LinkHeader => call.and_then(linked).unwrap_or(0),
    };
    let from = from.min(items.len());
    let end = from.saturating_add(size).min(items.len());
    let next = (end < items.len()).then(|| call.map(|call| next(paging, call.uri(), end))).flatten();
    let mut body = Value::Null;
    set(&mut body, paging.items, Value::from(&items[from..end]));
    let mut say = |place: Option<&str>, value: Value| {
        if let Some(place) = place {
            set(&mut body, place, value);
        }
    };
    say(paging.total, items.len().into());
    if let PagingStyle::Page { first, .. } = paging.style {
        let number = |index: usize| Value::from(first.saturating_add(i64::try_from(index).unwrap_or(i64::MAX)));
        say(paging.current, number(from / size.max(1)));
        say(paging.last, number(items.len().saturating_sub(1) / size.max(1)));
    }
    let link = matches!(paging.style, PagingStyle::LinkHeader).then(|| next.clone()).flatten();
    say(paging.next, next.map_or(Value::Null, Value::from));
    let page = MockResponse::json(&body);
    match link {
        Some(link) => page.header("link", format!("<{link}>; rel=\"next\"")),
        None => page,
    }
}

/// The URL or the cursor of the page that begins with an item.
fn next(paging: &Paging, uri: &Uri, from: usize) -> String {
    match paging.style {
        PagingStyle::NextLink { .. } | PagingStyle::LinkHeader => {
            let whole = uri.to_string();
            let (address, query) = whole.split_once('?').unwrap_or((&whole, ""));
            let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(FROM));
            let pairs: Vec<&str> = kept.collect();
            format!("{address}?{}{}{FROM}={from}", pairs.join("&"), if pairs.is_empty() { "" } else { "&" })
        }
        _ => from.to_string(),
    }
}

/// Which item a link of the mock leads to: it is in the query, or in the path, where the path has room for a URL.
fn linked(call: &ReceivedCall) -> Option<usize> {
    let whole = call.uri().to_string();
    let marks = [format!("{FROM}="), percent(&format!("{FROM}="))];
    let rest = marks.iter().find_map(|mark| whole.split_once(mark.as_str()).map(|(_, rest)| rest))?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// Sets the value at a JSON pointer, and makes the objects on the way.
fn set(body: &mut Value, place: &str, value: Value) {
    let mut here = body;
    for key in place.split('/').skip(1) {
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        let Value::Object(members) = here else { return };
        here = members.entry(key.replace("~1", "/").replace("~0", "~")).or_insert(Value::Null);
    }
    *here = value;
}
