use crate::server::{Server, run};
use ::response_headers::Client;
use ::response_headers::things::{AddXLevels, AddXMode};

type Headers = &'static [(&'static str, &'static str)];

#[test]
fn headers_come_with_the_response_as_what_they_are_declared_as() {
    let headers: Headers = &[
        ("content-type", "application/json"),
        ("x-rate-limit", "12"),
        ("X-Expires", "2024-05-06T07:08:09Z"),
        ("x-kinds", "a|b, c"),
        ("x-sizes", "1, 2"),
        ("x-sizes", "3"),
    ];
    let response = run(client!(Server::answering(200, headers, r#"["a"]"#)).things().list().with_response()).unwrap();
    assert_eq!(response.value, ["a"]);
    assert_eq!(response.headers["x-rate-limit"], "12");
    let declared = response.declared;
    assert_eq!(declared.x_rate_limit, Some(12));
    assert_eq!(declared.x_expires.and_then(|expires| expires.unix_seconds()), Some(1_714_979_289));
    assert_eq!(declared.x_kinds, Some(vec!["a".to_owned(), "b, c".to_owned()]));
    assert_eq!(declared.x_sizes, Some(vec![1, 2, 3]));
}

#[test]
fn a_header_that_is_missing_or_is_none_fails_no_call() {
    let headers: Headers = &[("content-type", "application/json"), ("x-rate-limit", "many"), ("x-sizes", "1,two"), ("x-kinds", "")];
    let response = run(client!(Server::answering(200, headers, "[]")).things().list().with_response()).unwrap();
    assert_eq!((response.declared.x_rate_limit, response.declared.x_expires, response.declared.x_sizes), (None, None, None));
    assert_eq!(response.declared.x_kinds, Some(Vec::new()));
    assert_eq!((&response.headers["x-rate-limit"], &response.headers["x-sizes"]), (&"many".parse().unwrap(), &"1,two".parse().unwrap()));
}

#[test]
fn every_kind_of_value_is_read() {
    let headers: Headers = &[
        ("x-mode", "slow"),
        ("x-weight", "0.5"),
        ("x-cached", "true"),
        ("x-token", "AAH/"),
        ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("x-levels", "2"),
        ("x-levels", "7"),
    ];
    let declared = run(client!(Server::answering(201, headers, "")).things().add().dry(true).with_response()).unwrap().declared;
    assert_eq!(declared.x_mode, Some(AddXMode::Slow));
    assert_eq!((declared.x_weight, declared.x_cached), (Some(0.5), Some(true)));
    assert_eq!(declared.x_token.unwrap().as_ref(), [0, 1, 255]);
    assert_eq!(declared.last_modified.and_then(|moment| moment.unix_seconds()), Some(784_111_777));
    assert_eq!(declared.x_levels, Some(vec![AddXLevels::N2, AddXLevels::Other(7)]));
}

#[test]
fn operations_that_declare_the_same_share_a_type() {
    let counted = |count: ::response_headers::types::XCountHeaders| count.x_count;
    let answer = || Server::answering(204, &[("x-count", "3")], "");
    assert_eq!(counted(run(client!(answer()).things().delete().with_response()).unwrap().declared), Some(3));
    assert_eq!(counted(run(client!(answer()).everything().delete_all_things().with_response()).unwrap().declared), Some(3));
    let text: Option<String> = run(client!(answer()).everything().count_all_things().with_response()).unwrap().declared.x_count;
    assert_eq!(text.as_deref(), Some("3"));
}
