use crate::server::{Server, run};
use ::security_alternatives::Client;

#[test]
fn one_alternative_is_sent_with_all_its_parts() {
    let server = Server::silent();
    let keys = Client::builder().base_url(&server.url).api_key("key", "k").api_key("app", "a").build().unwrap();
    run(keys.things().list()).unwrap();
    run(keys.things().add()).unwrap();
    for method in ["GET", "POST"] {
        let asked = server.asked();
        assert_eq!((&asked.line, asked.header("x-key")), (&format!("{method} /things?app=a"), Some("k")));
    }
    run(keys.things().put()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("x-key")), ("PUT /things", None), "none is needed");
    let name = Client::builder().base_url(&server.url).basic_auth("me", "secret").build().unwrap();
    run(name.things().list()).unwrap();
    assert!(server.asked().header("authorization").is_some());
    run(name.things().drop()).unwrap();
    assert_eq!(server.asked().header("authorization"), None, "this one takes a key or nothing");
}
