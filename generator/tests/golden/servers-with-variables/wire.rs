use crate::server::{Server, run};
use ::servers_with_variables::Client;

fn url(client: &Client) -> String {
    client.things().list().preview().unwrap()
}

#[test]
fn each_variable_has_its_default_and_a_setter() {
    let client = Client::builder().build().unwrap();
    assert!(url(&client).contains("https://demo.h.example:8443/v2/things"), "{}", url(&client));
    let client = Client::builder().tenant("acme").port("443").build().unwrap();
    assert!(url(&client).contains("https://acme.h.example:443/v2/things"), "{}", url(&client));
    assert!(url(&client.for_base("v3")).contains("https://acme.h.example:443/v3/things"));
    assert!(client.jobs().list().preview().unwrap().contains("https://eu.jobs.example/jobs"));
}

#[test]
fn what_a_variable_cannot_be_is_refused_before_anything_is_sent() {
    for (refused, why) in [
        (Client::builder().port("1").build(), "it must be one of 8443, 443"),
        (Client::builder().base("").build(), "it is not a path segment"),
        (Client::builder().tenant("evil.example/#").build(), "it is not valid in a host name"),
        (Client::builder().tenant("evil:1").build(), "not a valid base URL"),
    ] {
        let error = refused.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let base = Client::builder().base("a/b").build().unwrap();
    assert!(url(&base).contains("https://demo.h.example:8443/a%2Fb/things"), "{}", url(&base));
}

#[test]
fn a_base_url_replaces_it_all() {
    let server = Server::silent();
    run(client!(server).things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /things");
}
