use crate::server::{Server, run};
use ::further_methods::{Client, Operation, boxes, boxes::QueryBody};

#[test]
fn methods_are_sent_as_they_are_written() {
    let server = Server::json(200, r#"[{"id":"1"}]"#);
    let found = run(client!(server).boxes().query(&QueryBody::new().q("x"))).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.body.as_str()), ("QUERY /boxes", r#"{"q":"x"}"#));
    assert_eq!(found[0].id.as_deref(), Some("1"));
    let server = Server::silent();
    run(client!(server).boxes().copy("b")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("destination")), ("COPY /boxes", Some("b")));
    run(client!(server).boxes().search()).unwrap();
    assert_eq!(server.asked().line, "M-SEARCH /boxes");
    assert_eq!((boxes::Search::METHOD, boxes::Probe::METHOD), ("M-SEARCH", "HEAD"));
    let server = Server::answering(200, &[("content-type", "message/http")], "TRACE /boxes");
    assert_eq!(run(client!(server).boxes().trace()).unwrap(), "TRACE /boxes");
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.body.as_str()), ("TRACE /boxes", ""));
}
