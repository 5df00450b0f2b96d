//! The cost of a response is in proportion to what it holds: bytes that are allocated, bytes that are kept, and steps.

use allocation_counter::{AllocationInfo, measure};

use crate::api::{PAGES, client, read};
use crate::runtime::{Body, Bookmark, Bytes, Call, Client, Error, Extra, Json, Method, Paged, Secret, Transport, TransportFuture, object};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

/// Answers every request with this.
struct Answers(u16, Bytes);

impl Transport for Answers {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from(self.1.clone()));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        Box::pin(async { Ok(response) })
    }
}

fn answering(status: u16, body: impl Into<Bytes>) -> Client {
    client().transport(Answers(status, body.into())).clock(FakeClock::default()).build().expect("all is given")
}

/// Makes a call that fails. Returns the error, and what was allocated until it was there.
fn failing(status: u16, body: Bytes) -> (Error, AllocationInfo) {
    let client = answering(status, body);
    let mut error = None;
    let call = Call::<Json<i64>>::from(client.call(Method::POST, "/things"));
    let info = measure(|| error = block_on(call.into_future()).err());
    (error.expect("a failure"), info)
}

/// Bodies of about this many bytes, each of a kind that once cost more than its size.
fn bodies(size: usize) -> Vec<(&'static str, String)> {
    let token = "s3cret-token";
    vec![
        ("the token, again and again", format!("{token} ").repeat(size / (token.len() + 1))),
        ("the token in a message", format!(r#"{{"message":"{}"}}"#, format!("{token} ").repeat(size / (token.len() + 1)))),
        ("the token with escapes", format!(r#"{{"message":"{}"}}"#, r"s3cret\u002dtoken ".repeat(size / 18))),
        ("backslashes", "\\".repeat(size)),
        ("escapes", r"\u0041".repeat(size / 6)),
        ("a long message", format!(r#"{{"message":"{}"}}"#, "y".repeat(size))),
        (
            "many field errors",
            format!(r#"{{"errors":{{{}"z":["z"]}}}}"#, (0..size / 20).map(|at| format!(r#""f{at}":["no"],"#)).collect::<String>()),
        ),
        ("a page", format!("<html>{}", "<title ".repeat(size / 7))),
        ("opened", "[".repeat(size)),
        ("blanks", " ".repeat(size)),
    ]
}

#[test]
fn an_error_holds_no_more_than_what_it_shows() {
    // What a process makes once is held by no error.
    failing(404, Bytes::from("x"));
    for status in [404, 422, 500, 200] {
        for (what, body) in bodies(4_000_000) {
            if (status, what) == (200, "blanks") {
                continue; // a success without a value
            }
            let bytes = Bytes::from(body);
            let (error, info) = failing(status, bytes);
            let shown = error.body().map_or(0, |body| body.len());
            assert!(shown <= 64 * 1024, "{status} {what}: {shown}");
            // What is still allocated is held by the error: the transport answers with the same bytes each time.
            let held = info.bytes_current;
            assert!(held <= shown as i64 + 16 * 1024, "{status} {what}: {held} bytes are held, {shown} shown");
        }
    }
}

#[test]
fn an_error_costs_no_more_for_a_larger_body() {
    for status in [404, 422, 500] {
        for ((what, small), (_, large)) in bodies(200_000).into_iter().zip(bodies(4_000_000)) {
            let (_, small) = failing(status, small.into());
            let (_, large) = failing(status, large.into());
            let (less, more) = (small.bytes_total, large.bytes_total);
            assert!(more <= less + less / 4 + 64 * 1024, "{status} {what}: {less} bytes were allocated, and {more}");
            // 120 bytes for each of the 128 KiB that are read of a refusal, whichever map serde_json has in this program.
            assert!(more <= 128 * 1024 * 120, "{status} {what}: {more} bytes were allocated");
        }
    }
}

#[test]
fn values_that_are_nested_are_visited_once() {
    // Each level that were visited twice would double the steps: the test would not end.
    for (open, close) in [
        (r#"{"errors":"#, "}"),
        (r#"{"error":"#, "}"),
        (r#"{"message":"#, "}"),
        (r#"{"errors":["#, "]}"),
        (r#"[{"errors":"#, "}]"),
        (r#"{"x":"#, "}"),
    ] {
        for inner in ["1", r#""""#, r#""deep""#, "{}"] {
            let depth = 120 / open.matches(['{', '[']).count();
            let body = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let (error, info) = failing(422, body.clone().into());
            let _ = (error.message(), error.code(), error.field_errors(), error.to_string());
            assert!(info.count_total < 20_000, "{body}: {} allocations", info.count_total);
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Key {
    key: Secret,
    uses: i64,
    extra: Extra,
}

object! { Key; "key" => required key; "uses" => required uses; _ => extra; }

#[test]
fn many_secrets_in_a_response_cost_in_proportion() {
    let total = |count: usize| {
        let keys: Vec<String> = (0..count).map(|at| format!(r#"{{"key":"{:x}-key-{at}","uses":1}}"#, at * 7919)).collect();
        let body = format!(r#"[{},{{"key":"last","uses":[]}}]"#, keys.join(","));
        let client = answering(200, body);
        let mut error = None;
        let info = measure(|| error = block_on(Call::<Json<Vec<Key>>>::from(client.call(Method::GET, "/keys")).into_future()).err());
        let error = error.expect("the last one does not fit");
        assert!(!String::from_utf8_lossy(error.body().expect("a body")).contains("-key-"), "{error}");
        info.bytes_total
    };
    let (less, more) = (total(500), total(5000));
    assert!(more < less * 15, "{less} bytes were allocated, and {more}");
}

#[test]
fn a_list_by_index_is_sorted_not_shifted() {
    let count = 50_000_u32;
    // In the order of names, these indexes go up and down.
    let items: Vec<String> = (0..count).map(|at| format!(r#""{}":{at}"#, count - at)).collect();
    let list = read::<Vec<u32>>(&format!("{{{}}}", items.join(",")), None).expect("a list");
    assert_eq!((list.len(), list[0], list[1]), (count as usize, count - 1, count - 2));
}

#[test]
fn no_number_in_a_bookmark_is_the_bound_of_a_loop() {
    let page = r#"{"data":[1,2,3],"meta":{"pagination":{"total":3,"current_page":1,"total_pages":1}}}"#;
    for skip in ["0", "1", "3", "4", "18446744073709551615"] {
        for seen in ["0", "18446744073709551615"] {
            for position in ["s", "n1", "n9223372036854775807", "n-9223372036854775808", "e"] {
                for start in ["1", "9223372036854775807", "-9223372036854775808"] {
                    let text = format!("1:{skip}:{start}:1:{seen}::{position}:{seen}:{seen}:{seen}:::i0,");
                    let bookmark: Bookmark = text.parse().expect("a bookmark");
                    let client = answering(200, page);
                    let list = Call::<Paged<i64>>::from(client.call(Method::GET, "/things").paging(&PAGES));
                    let all = block_on(list.stream().read_ahead(2).resume(&bookmark).collect());
                    assert!(all.as_ref().map_or(0, Vec::len) <= 3, "{text}: {all:?}");
                }
            }
        }
    }
}
