use crate::server::{Server, run};
use ::reply_headers::Client;

#[test]
fn headers_come_with_the_reply() {
    let server = Server::answering(200, &[("content-type", "application/json"), ("x-rate-limit", "12")], r#"["a"]"#);
    let reply = run(client!(server).things().list().with_response()).unwrap();
    assert_eq!(reply.value, ["a"]);
    assert_eq!(reply.headers["x-rate-limit"], "12");
}
