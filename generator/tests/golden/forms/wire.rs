use crate::server::{Server, run};
use ::forms::Client;

#[test]
fn a_form_is_url_encoded() {
    let server = Server::silent();
    run(client!(server).things().create("a&b=c d").count(2).due("2026-11-23").x_trace("t").title("in the query")).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "POST /things?title=in%20the%20query");
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(asked.header("x-trace"), Some("t"));
    assert!(
        ["title=a%26b%3Dc%20d&count=2&due=2026-11-23", "title=a%26b%3Dc+d&count=2&due=2026-11-23"].contains(&asked.body.as_str()),
        "{}",
        asked.body
    );
}
