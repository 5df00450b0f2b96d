use crate::server::{Server, run};
use ::security_schemes_of_http::{Client, File};

#[test]
fn a_token_is_no_key_where_a_scheme_takes_tokens() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).token("t1").build().unwrap();
    run(client.things().list()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("authorization"), asked.header("x-key")), (Some("Bearer t1"), None));
    let client = Client::builder().base_url(&server.url).api_key("key", "k1").build().unwrap();
    run(client.things().list()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("authorization"), asked.header("x-key")), (None, Some("k1")));
}

#[test]
fn a_key_goes_behind_the_name_of_a_scheme_of_http() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).api_key("shared", "k1").build().unwrap();
    run(client.things().put()).unwrap();
    assert_eq!(server.asked().header("authorization"), Some("SharedAccessKey k1"));
    assert!(!format!("{client:?}").contains("k1"));
    let preview = client.things().put().preview().unwrap();
    assert!(!format!("{preview:?}{preview}").contains("k1"));
    // A token is none of its keys, and no scheme that answers a challenge is sent anything.
    let client = Client::builder().base_url(&server.url).token("t1").build().unwrap();
    run(client.things().put()).unwrap();
    assert_eq!(server.asked().header("authorization"), None);
    run(client.things().delete()).unwrap();
    assert_eq!(server.asked().header("authorization"), None);
}

#[test]
fn contents_of_any_media_type_are_a_file() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).build().unwrap();
    run(client.things().put_file(File::new("a.png", "content").media_type("image/png"))).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("image/png"), "content"));
}
