//! Values by their style: the table "ParamStyle Examples" of OpenAPI, and what it leaves to RFC 6570.

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::api::{against, call, said};
use crate::runtime::{Method, ParamStyle, Request};
use crate::support::server::{Server, json as answer};

/// What a value becomes in the table.
enum Cell {
    /// It is sent as this.
    Sent(&'static str),
    /// It would be no segment of a path: an error.
    Refused,
    /// The table has no such value.
    NotApplicable,
}

use Cell::{NotApplicable, Refused, Sent};

/// A row of the table: a place, a style, and what becomes of the empty text, `blue`, a list and an object.
type Row = (&'static str, ParamStyle, [Cell; 4]);

/// The table of OpenAPI 3.2.0, in its order. Those of 3.0.4 and 3.1.1 are the same without `cookie`.
const TABLE: [Row; 14] = [
    ("path", ParamStyle::MATRIX, [Sent(";color"), Sent(";color=blue"), Sent(";color=blue,black,brown"), Sent(";color=R,100,G,200,B,150")]),
    (
        "path",
        ParamStyle::MATRIX.exploded(),
        [Sent(";color"), Sent(";color=blue"), Sent(";color=blue;color=black;color=brown"), Sent(";R=100;G=200;B=150")],
    ),
    ("path", ParamStyle::LABEL, [Refused, Sent(".blue"), Sent(".blue,black,brown"), Sent(".R,100,G,200,B,150")]),
    ("path", ParamStyle::LABEL.exploded(), [Refused, Sent(".blue"), Sent(".blue.black.brown"), Sent(".R=100.G=200.B=150")]),
    ("path", ParamStyle::SIMPLE, [Refused, Sent("blue"), Sent("blue,black,brown"), Sent("R,100,G,200,B,150")]),
    ("path", ParamStyle::SIMPLE.exploded(), [Refused, Sent("blue"), Sent("blue,black,brown"), Sent("R=100,G=200,B=150")]),
    ("header", ParamStyle::SIMPLE, [Sent(""), Sent("blue"), Sent("blue,black,brown"), Sent("R,100,G,200,B,150")]),
    ("header", ParamStyle::SIMPLE.exploded(), [Sent(""), Sent("blue"), Sent("blue,black,brown"), Sent("R=100,G=200,B=150")]),
    ("query", ParamStyle::FORM, [Sent("color="), Sent("color=blue"), Sent("color=blue,black,brown"), Sent("color=R,100,G,200,B,150")]),
    (
        "query",
        ParamStyle::FORM.exploded(),
        [Sent("color="), Sent("color=blue"), Sent("color=blue&color=black&color=brown"), Sent("R=100&G=200&B=150")],
    ),
    (
        "query",
        ParamStyle::SPACES,
        [NotApplicable, NotApplicable, Sent("color=blue%20black%20brown"), Sent("color=R%20100%20G%20200%20B%20150")],
    ),
    (
        "query",
        ParamStyle::PIPES,
        [NotApplicable, NotApplicable, Sent("color=blue%7Cblack%7Cbrown"), Sent("color=R%7C100%7CG%7C200%7CB%7C150")],
    ),
    (
        "query",
        ParamStyle::DEEP_OBJECT.exploded(),
        [NotApplicable, NotApplicable, NotApplicable, Sent("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")],
    ),
    ("cookie", ParamStyle::COOKIE, [Sent("color="), Sent("color=blue"), Sent("color=blue,black,brown"), Sent("color=R,100,G,200,B,150")]),
];

/// The rows of the table where there is no column for them: cookies one by one.
const COOKIES: [Row; 3] = [
    (
        "cookie",
        ParamStyle::COOKIE.exploded(),
        [Sent("color="), Sent("color=blue"), Sent("color=blue; color=black; color=brown"), Sent("R=100; G=200; B=150")],
    ),
    ("cookie", ParamStyle::FORM, [Sent("color="), Sent("color=blue"), Sent("color=blue,black,brown"), Sent("color=R,100,G,200,B,150")]),
    (
        "cookie",
        ParamStyle::FORM.exploded(),
        [Sent("color="), Sent("color=blue"), Sent("color=blue; color=black; color=brown"), Sent("R=100; G=200; B=150")],
    ),
];

fn set(request: Request, place: &str, style: ParamStyle, value: &RawValue) -> Request {
    match place {
        "path" => request.path_styled("color", style, value),
        "query" => request.query_styled("color", style, value),
        "header" => request.header_styled("color", style, value),
        "cookie" => request.cookie_styled("color", style, value),
        "form" => request.form_styled("color", style, value),
        place => panic!("{place}"),
    }
}

/// What a request sends of a value in its place, or why it does not.
fn sent(place: &str, build: impl FnOnce(Request) -> Request) -> Result<Option<String>, String> {
    let server = Server::start([answer(200, "{}")]);
    let (client, _) = against(&server);
    let (method, path) = (if place == "form" { Method::POST } else { Method::GET }, if place == "path" { "/{color}" } else { "/" });
    call(build(client.call(method, path))).map_err(|error| said(&error))?;
    let received = server.received().remove(0);
    Ok(match place {
        "path" => received.target.strip_prefix('/').map(str::to_owned),
        "query" => received.target.strip_prefix("/?").map(str::to_owned),
        "form" => Some(String::from_utf8(received.body.clone()).expect("a form is text")),
        name => received.header(if name == "header" { "color" } else { name }).map(str::to_owned),
    })
}

fn one(place: &str, style: ParamStyle, value: Value) -> Result<Option<String>, String> {
    written(place, style, &value.to_string())
}

/// The same for a value that is given as JSON, whose members keep their order.
fn written(place: &str, style: ParamStyle, json: &str) -> Result<Option<String>, String> {
    let value = RawValue::from_string(json.to_owned()).expect("JSON");
    sent(place, |request| set(request, place, style, &value))
}

#[test]
fn every_row_of_the_table_of_styles_is_sent_as_it_says() {
    let values = [r#""""#, r#""blue""#, r#"["blue","black","brown"]"#, r#"{"R":100,"G":200,"B":150}"#];
    for (place, style, cells) in TABLE.into_iter().chain(COOKIES) {
        for (cell, value) in cells.iter().zip(values) {
            let found = || written(place, style, value);
            match cell {
                Sent(text) => assert_eq!(found(), Ok(Some((*text).to_owned())), "{value} in the {place}, {style:?}"),
                Refused => assert!(found().is_err(), "{value} in the {place}, {style:?}"),
                NotApplicable => {}
            }
        }
    }
}

#[test]
fn what_is_undefined_is_not_sent() {
    for style in [ParamStyle::FORM, ParamStyle::FORM.exploded(), ParamStyle::SPACES, ParamStyle::PIPES, ParamStyle::DEEP_OBJECT] {
        for value in [json!(null), json!([]), json!([null]), json!({}), json!({"x": null})] {
            assert_eq!(one("query", style, value.clone()), Ok(None), "{value} {style:?}");
        }
    }
    for place in ["header", "cookie"] {
        assert_eq!(one(place, ParamStyle::SIMPLE, json!([])), Ok(None), "{place}");
    }
    for style in [ParamStyle::SIMPLE, ParamStyle::LABEL, ParamStyle::MATRIX] {
        let problem = one("path", style, json!([])).expect_err("nothing to send");
        assert!(problem.contains("the path parameter `color` is empty"), "{problem}");
    }
    for (style, value) in [(ParamStyle::SIMPLE, json!("..")), (ParamStyle::LABEL, json!(".")), (ParamStyle::LABEL, json!([""]))] {
        assert!(one("path", style, value).is_err());
    }
}

#[test]
fn values_are_escaped_as_their_place_asks() {
    let rows = [
        ("path", ParamStyle::LABEL, json!(["a,b", "c/d?#;="]), ".a%2Cb,c%2Fd%3F%23%3B%3D"),
        ("path", ParamStyle::SIMPLE.reserved(), json!("a/b:c,d%2F?"), "a%2Fb:c,d%2F%3F"),
        ("query", ParamStyle::FORM, json!(["a b", "c,d", true, 1.0, 2.5]), "color=a%20b,c%2Cd,true,1,2.5"),
        ("query", ParamStyle::FORM.reserved(), json!("a/b=c&d+e#[f]%26%é"), "color=a/b=c%26d%2Be%23%5Bf%5D%26%25%C3%A9"),
        ("query", ParamStyle::FORM.exploded().reserved(), json!(["a/b", "c"]), "color=a/b&color=c"),
        (
            "query",
            ParamStyle::DEEP_OBJECT,
            json!({"a": {"b c": "d&e"}, "f": [1, 2]}),
            "color%5Ba%5D%5Bb%20c%5D=d%26e&color%5Bf%5D%5B%5D=1&color%5Bf%5D%5B%5D=2",
        ),
        ("query", ParamStyle::DEEP_OBJECT, json!({"a": [{"b": 1}, {"b": 2}]}), "color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B1%5D%5Bb%5D=2"),
        ("query", ParamStyle::JSON, json!({"a": ["é"]}), "color=%7B%22a%22%3A%5B%22%C3%A9%22%5D%7D"),
        ("query", ParamStyle::JSON, json!("x"), "color=%22x%22"),
        ("query", ParamStyle::TEXT, json!("x y"), "color=x%20y"),
        ("header", ParamStyle::SIMPLE, json!(["a b", "c%d"]), "a b,c%d"),
        ("header", ParamStyle::JSON, json!({"a": "é😀"}), r#"{"a":"\u00e9\ud83d\ude00"}"#),
        ("cookie", ParamStyle::FORM, json!("a;b c"), "color=a%3Bb%20c"),
        ("cookie", ParamStyle::COOKIE, json!("a b%"), "color=a b%"),
        ("form", ParamStyle::JSON.exploded(), json!([{"n": 1}, {"n": 2}]), "color=%7B%22n%22%3A1%7D&color=%7B%22n%22%3A2%7D"),
        ("form", ParamStyle::FORM, json!(["p", "q,r"]), "color=p,q%2Cr"),
        ("form", ParamStyle::PIPES, json!(["p", "q"]), "color=p%7Cq"),
        ("form", ParamStyle::DEEP_OBJECT, json!({"a": 1.0}), "color%5Ba%5D=1"),
    ];
    for (place, style, value, text) in rows {
        assert_eq!(one(place, style, value.clone()), Ok(Some(text.to_owned())), "{value} in the {place}, {style:?}");
    }
}

#[test]
fn what_could_not_be_told_apart_is_refused() {
    let rows = [
        ("query", ParamStyle::PIPES, json!(["a|b", "c"])),
        ("query", ParamStyle::SPACES, json!(["a b"])),
        ("header", ParamStyle::SIMPLE, json!(["a,b"])),
        ("header", ParamStyle::SIMPLE, json!("a\r\nb: c")),
        ("cookie", ParamStyle::COOKIE, json!("a;b")),
        ("cookie", ParamStyle::COOKIE, json!(["a,b", "c"])),
    ];
    for (place, style, value) in rows {
        let problem = one(place, style, value.clone()).expect_err("ambiguous");
        assert!(problem.contains("(nothing was sent)"), "{value} in the {place}, {style:?}: {problem}");
    }
}

#[test]
fn a_value_replaces_all_of_the_one_before() {
    for (style, text) in [(ParamStyle::DEEP_OBJECT, "b=1&a%5By%5D=2"), (ParamStyle::FORM.exploded(), "b=1&y=2")] {
        let query = sent("query", |request| {
            request.query_styled("a", style, &json!({"x": 1, "z": 1})).query("b", 1).query_styled("a", style, &json!({"y": 2}))
        });
        assert_eq!(query, Ok(Some(text.to_owned())));
    }
}

#[test]
fn a_whole_query_is_a_form_or_a_text() {
    let value = json!({"a": "b c", "d": [1, 2], "e": {"f": null}});
    let form = sent("query", |request| request.query_string("q", ParamStyle::URL_ENCODED, &value));
    assert_eq!(form, Ok(Some("a=b%20c&d=1&d=2&e=%7B%22f%22%3Anull%7D".to_owned())));
    let text = sent("query", |request| request.query_string("q", ParamStyle::JSON, &json!({"a": 1})));
    assert_eq!(text, Ok(Some("%7B%22a%22%3A1%7D".to_owned())));
}

#[test]
fn all_cookies_are_one_header() {
    let cookies = sent("cookie", |request| {
        request.cookie_styled("a", ParamStyle::FORM, "1").header("cookie", "own=0").cookie_styled("b", ParamStyle::FORM, "2")
    });
    assert_eq!(cookies, Ok(Some("own=0; a=1; b=2".to_owned())));
}

#[test]
fn parts_have_media_types_and_headers() {
    let body = sent("form", |request| {
        let request = request.multipart_as("multipart/mixed").part_media("table", "text/csv").part_media("image", "image/png");
        let request = request.form("table", "x;y").form_styled("rows", ParamStyle::JSON.exploded(), &json!([{"n": 1}, "p"]));
        request.part("image", ("i.png", "PNG")).part_header("image", "X-Crop", ParamStyle::SIMPLE, &3)
    });
    let body = body.expect("sent").expect("a body");
    for part in [
        "form-data; name=\"table\"\r\nContent-Type: text/csv\r\n\r\nx;y\r\n",
        "form-data; name=\"rows\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1}\r\n",
        "form-data; name=\"rows\"\r\nContent-Type: application/json\r\n\r\n\"p\"\r\n",
        "form-data; name=\"image\"; filename=\"i.png\"\r\nContent-Type: image/png\r\nX-Crop: 3\r\n\r\nPNG\r\n",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
}
