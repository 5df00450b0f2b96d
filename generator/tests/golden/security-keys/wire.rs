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
