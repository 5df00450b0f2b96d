use crate::server::{Server, run};
use ::text_beside_json::{Client, types::Level};

const TEXT: (&str, &str) = ("Content-Type", "text/plain; charset=utf-8");
const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn what_the_response_says_it_is_decides() {
    for (body, text) in [("1.2.3", "1.2.3"), ("true", "true"), ("\"a\"", "\"a\""), ("{}", "{}"), ("a\n", "a\n"), ("null", "null"), ("", "")] {
        let server = Server::answering(200, &[TEXT], body);
        assert_eq!(run(client!(server).facts().get_version()).unwrap(), text);
    }
    let server = Server::answering(200, &[JSON], r#""1.2.3""#);
    assert_eq!(run(client!(server).facts().get_version()).unwrap(), "1.2.3");
}

#[test]
fn other_values_that_are_one_text_are_read_too() {
    let server = Server::answering(200, &[TEXT], "high\n");
    assert_eq!(run(client!(server).facts().get_level()).unwrap(), Level::High);
    let server = Server::answering(200, &[TEXT], "2024-02-29\n");
    assert_eq!(run(client!(server).facts().get_day()).unwrap().to_string(), "2024-02-29");
    let server = Server::answering(200, &[TEXT], "7\n");
    assert_eq!(run(client!(server).facts().get_count()).unwrap(), 7);
    let server = Server::answering(200, &[TEXT], "7 up");
    assert_eq!(run(client!(server).facts().get_any()).unwrap(), "7 up");
}

#[test]
fn what_has_a_structure_stays_json() {
    let server = Server::answering(200, &[TEXT], r#"{"name":"a"}"#);
    assert_eq!(run(client!(server).facts().get_thing()).unwrap().name.as_deref(), Some("a"));
}

#[test]
fn text_that_nobody_promised_is_a_string_where_it_is_not_json() {
    for (body, text) in [("1.2.3", "1.2.3"), ("\"a\"", "a")] {
        let server = Server::answering(200, &[TEXT], body);
        assert_eq!(run(client!(server).facts().get_name()).unwrap(), text);
    }
    let server = Server::answering(200, &[("Content-Type", "text/html")], "<html><title>Sign in</title>");
    let error = run(client!(server).facts().get_name()).unwrap_err().to_string();
    assert!(error.contains("found an HTML page"), "{error}");
    let server = Server::answering(200, &[JSON], "1.2.3");
    run(client!(server).facts().get_name()).unwrap_err();
}
