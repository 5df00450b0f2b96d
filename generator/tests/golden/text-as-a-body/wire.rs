use crate::server::{Server, run};
use ::text_as_a_body::Client;

#[test]
fn text_is_sent_and_read_as_it_is() {
    let server = Server::answering(200, &[("content-type", "text/plain")], "\"back\" ä");
    assert_eq!(run(client!(server).notes().create("a \"text\"")).unwrap(), "\"back\" ä");
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("accept")), (Some("text/plain"), Some("text/plain")));
    assert_eq!(asked.body, "a \"text\"");
    run(client!(server).notes().replace().body("a;b")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/csv"), "a;b"));
}
