use crate::server::{Server, run};
use ::media_types_with_parameters::{Client, types::{Problem, Thing, ThingMergePatch}};

fn answering(status: u16, media: &'static str, body: &'static str) -> Server {
    Server::answering(status, Box::leak(Box::new([("content-type", media)])), body)
}

#[test]
fn json_is_read_under_all_of_its_names() {
    let long = "application/vnd.h.thing+json;charset=UTF-8";
    for media in [long, "Application/VND.H.Thing+JSON", "application/json", "application/json ; charset=\"utf-8\""] {
        let server = answering(200, media, r#"{"id":"a"}"#);
        assert_eq!(run(client!(server).things().get()).unwrap(), Thing::new().id("a"));
        assert_eq!(server.asked().header("accept"), Some("application/vnd.h.thing+json, application/problem+json"));
    }
    let server = Server::answering(200, &[], "\u{feff}{\"id\":\"a\"}");
    assert_eq!(run(client!(server).things().get()).unwrap(), Thing::new().id("a"));
    assert_eq!(run(client!(server).things().geo()).unwrap(), Thing::new().id("a"));
    let error = run(client!(answering(422, "application/problem+json; charset=utf-8", r#"{"title":"no"}"#)).things().get()).unwrap_err();
    assert_eq!(error.typed::<Problem>().unwrap().title.as_deref(), Some("no"));
}

#[test]
fn a_body_is_sent_under_the_name_that_the_definition_writes() {
    let server = Server::silent();
    run(client!(server).things().patch(&ThingMergePatch::new().id("a"))).unwrap();
    assert_eq!(server.asked().header("content-type"), Some("application/merge-patch+json"));
    run(client!(server).things().put(&Thing::new().id("a"))).unwrap();
    assert_eq!(server.asked().header("content-type"), Some("application/json; charset=utf-8"));
}

#[test]
fn of_several_names_the_most_specific_one_counts() {
    let server = answering(200, "application/json", r#"{"id":"a"}"#);
    assert_eq!(run(client!(server).things().any()).unwrap(), Thing::new().id("a"));
    assert_eq!(server.asked().header("accept"), Some("application/json"));
    let server = answering(200, "application/xml", "<a/>");
    let error = run(client!(server).things().any()).unwrap_err();
    assert!(error.to_string().contains("found `application/xml`"), "{error}");
    assert_eq!(run(client!(server).things().any_text()).unwrap(), "<a/>");
    server.asked();
    assert_eq!(server.asked().header("accept"), Some("application/*"));
    let server = answering(200, "image/png", "png");
    assert!(run(client!(server).things().any()).is_err());
    assert_eq!(&run(client!(server).things().any_bytes()).unwrap()[..], b"png");
    server.asked();
    assert_eq!(server.asked().header("accept"), Some("*/*"));
}

#[test]
fn names_may_differ_in_a_parameter_only() {
    let server = answering(200, "application/json; version=2", r#"{"title":"b"}"#);
    assert!(run(client!(server).things().parameters()).is_err());
    assert_eq!(server.asked().header("accept"), Some("application/json;version=1"));
    assert_eq!(run(client!(server).things().parameters_json()).unwrap().title.as_deref(), Some("b"));
    assert_eq!(server.asked().header("accept"), Some("application/json; version=\"2\""));
}
