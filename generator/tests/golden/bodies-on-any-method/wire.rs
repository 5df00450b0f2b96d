use crate::server::{Server, run};
use ::bodies_on_any_method::{Client, types::Query};

#[test]
fn every_method_can_carry_a_body() {
    let server = Server::json(200, "[]");
    let things = client!(server);
    let query = Query::new().text("t");
    run(things.things().find().body(&query)).unwrap();
    run(things.things().delete().body(&query)).unwrap();
    run(things.things().describe().body(&query)).unwrap();
    run(things.things().change().body(&query)).unwrap();
    for method in ["GET", "DELETE", "OPTIONS", "PATCH"] {
        let asked = server.asked();
        assert_eq!((&asked.line, asked.body.as_str()), (&format!("{method} /things"), r#"{"text":"t"}"#));
        assert_eq!(asked.header("content-type"), Some("application/json"));
    }
}

#[test]
fn a_head_has_no_body_to_read() {
    let server = Server::answering(200, &[("x-count", "3")], "");
    let response = run(client!(server).things().count().with_response()).unwrap();
    assert_eq!(response.headers["x-count"], "3");
    assert_eq!(server.asked().line, "HEAD /things");
}
