use crate::server::{Server, run};
use ::security_devices::Client;

#[test]
fn the_token_that_a_device_got_is_sent_as_any_other() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).token("t1").build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().header("authorization"), Some("Bearer t1"));
}
