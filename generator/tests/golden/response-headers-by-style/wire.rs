use crate::server::{Server, run};
use ::response_headers_by_style::types::XBoxAnd8MoreHeaders;
use ::response_headers_by_style::{Client, types::Level};

fn declared(headers: &'static [(&'static str, &'static str)]) -> XBoxAnd8MoreHeaders {
    run(client!(Server::answering(204, headers, "")).things().list().with_response()).unwrap().declared
}

#[test]
fn headers_have_the_types_of_their_schemas() {
    let headers = declared(&[
        ("x-ids", "1, 2,3"),
        ("x-names", "a b,c%d"),
        ("x-level", "high"),
        ("x-since", "2026-03-01T10:00:00Z"),
        ("x-text", "7"),
        ("x-shared", "true"),
    ]);
    assert_eq!(headers.x_ids, Some(vec![1, 2, 3]));
    assert_eq!(headers.x_names, Some(vec!["a b".to_owned(), "c%d".to_owned()]));
    assert_eq!((headers.x_level, headers.x_text, headers.x_shared), (Some(Level::High), Some(7), Some(true)));
    assert_eq!(headers.x_since.and_then(|since| since.unix_seconds()), Some(1_772_359_200));
}

#[test]
fn objects_are_read_in_either_style_and_from_json() {
    let headers = declared(&[("x-box", "r,1,g,2,name,a"), ("x-open", "r=1,g=2,name=a"), ("x-json", r#"{"r":1,"g":2,"name":"a"}"#)]);
    for found in [headers.x_box, headers.x_open, headers.x_json] {
        let found = found.unwrap();
        assert_eq!((found.r, found.g, found.name.as_deref()), (Some(1), Some(2), Some("a")));
    }
}

#[test]
fn what_is_missing_or_no_object_is_none() {
    let headers = declared(&[("x-box", "r,1,g"), ("x-json", "no"), ("x-ids", "1,x")]);
    assert!(headers.x_box.is_none() && headers.x_json.is_none() && headers.x_ids.is_none() && headers.x_open.is_none());
}
