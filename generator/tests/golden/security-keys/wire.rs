use crate::server::{Server, run};
use ::security_keys::Client;

#[test]
fn a_key_travels_where_its_scheme_says() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).api_key("head", "h1").api_key("query", "q1").build().unwrap();
    run(client.things().list()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("x-key")), ("GET /things", Some("h1")));
    run(client.things().put()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("x-key")), ("PUT /things?api_key=q1", None));
}

#[test]
fn a_key_that_the_call_gives_takes_the_place_of_the_clients() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).api_key("query", "clients-own").build().unwrap();
    run(client.things().delete("of-this-call")).unwrap();
    assert_eq!(server.asked().line, "DELETE /things?api_key=of-this-call");
    let shown = client.things().delete("of-this-call").preview().unwrap();
    assert!(!shown.contains("of-this-call"), "{shown}");
}
