//! Calls of every kind, as the generator's own tests pin them down: they compile against the runtime, and become the
//! requests that they should.

// Only tests use this crate within a crate; one of its operations is deprecated.
#![allow(dead_code, deprecated)]

#[path = "../src/runtime/mod.rs"]
mod runtime;

#[rustfmt::skip]
#[path = "../../generator/tests/emit/golden/calls/mod.rs"]
mod generated;

use runtime::{Call, Client, ResponseBody};
use serde_json::json;

fn client() -> Client {
    let builder = Client::builder().base_url("https://example.com").api_key("key", "s3cret").basic_auth("me", "hush-hush");
    builder.bind("org_id", "o-1").build().expect("the client can be made")
}

/// Compares parts of the request that a call becomes, in the order in which the preview has them.
#[track_caller]
fn check<K: ResponseBody, O, H>(call: Call<K, O, H>, parts: &[&str]) {
    let preview = call.preview().expect("the request can be sent");
    let mut rest = preview.as_str();
    for part in parts {
        let at = rest.find(part);
        assert!(at.is_some(), "{part} is not where it should be in {preview}");
        rest = &rest[at.unwrap_or_default() + part.len()..];
    }
}

#[test]
fn parameters_go_where_they_belong() {
    let client = client();
    let filter = json!({ "a": [1] });
    let call = client.things().find("a/b", [1, 2], "big", "2026-11-23", &filter, [1, 2], "trace");
    let call = call.thing_again("x y").x_kinds(["big", "new"]).on("2026-11-24").more(&json!(1)).tags(["s", "t"]);
    check(
        call,
        &[
            "-X GET",
            "/things/a%2Fb/1,2?kind=big&since=2026-11-23&filter=%7B%22a%22%3A%5B1%5D%7D&ids=1,2",
            "&thing_again=x%20y&on=2026-11-24&more=1&tags=s&tags=t",
            "accept: application/pdf",
            "x-kinds: big,new",
            "x-trace: trace",
        ],
    );
}

#[test]
fn forms_are_written_field_by_field() {
    let client = client();
    let call = client.things().upload(("a.txt", "content"), "Title").thumbnail(("b.png", "image")).more([("c", "1"), ("d", "2")]);
    check(call.tags(["x"]), &["-X POST", "/files", "title=Title", "tags=x", "file=@a.txt", "thumbnail=@b.png", "more=@c", "more=@d"]);
    check(client.things().sign_in("password"), &["https://account.example.com/token?org_id=o-1", "grant_type=password"]);
}

#[test]
fn bodies_are_written_as_their_kind_says() {
    let client = client();
    let things = client.things();
    check(things.patch().patch(&json!({ "a": null })), &["-X PATCH", "application/merge-patch+json", r#"{"a":null}"#]);
    check(things.send_list(&["a".to_owned()]), &["application/json", r#"["a"]"#]);
    check(things.send_ids(&[1, 2]), &["[1,2]"]);
    check(things.send_text("t"), &[r#""t""#]);
    check(things.send_number(&5), &["5"]);
    check(things.send_map(&[("k".to_owned(), true)].into()), &[r#"{"k":true}"#]);
    check(things.write("plain"), &["text/plain", "plain"]);
    check(things.store(b"bytes"), &["image/png"]);
}
