use crate::server::{Server, run};
use ::security_that_is_optional::Client;

#[test]
fn a_token_goes_where_it_is_asked_for() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).token("T").build().unwrap();
    run(client.rooms().list()).unwrap();
    assert_eq!(server.asked().header("authorization"), Some("Bearer T"));
    run(client.rooms().health()).unwrap();
    assert_eq!(server.asked().header("authorization"), None, "none is asked for");
    run(client.rooms().browse()).unwrap();
    assert_eq!(server.asked().header("authorization"), Some("Bearer T"), "nothing is the last choice");
    let both = Client::builder().base_url(&server.url).token("T").api_key("key", "K").build().unwrap();
    run(both.rooms().either()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("x-key"), asked.header("authorization")), (Some("K"), None), "one of them is enough");
}

#[test]
fn without_one_calls_that_do_not_need_it_are_made() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).build().unwrap();
    run(client.rooms().health()).unwrap();
    run(client.rooms().browse()).unwrap();
    for _ in 0..2 {
        assert_eq!(server.asked().header("authorization"), None);
    }
}
