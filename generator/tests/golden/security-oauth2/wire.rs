use crate::server::{Server, run};
use ::security_oauth2::Client;

#[test]
fn every_flow_sends_the_token() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).token("t1").build().unwrap();
    run(client.things().list()).unwrap();
    run(client.things().put()).unwrap();
    for _ in 0..2 {
        assert_eq!(server.asked().header("authorization"), Some("Bearer t1"));
    }
}
