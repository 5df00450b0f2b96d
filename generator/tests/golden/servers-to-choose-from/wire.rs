use crate::server::{Server, run};
use ::servers_to_choose_from::Client;

fn url(client: &Client) -> String {
    client.things().list().preview().unwrap()
}

#[test]
fn the_first_one_is_the_default_and_each_has_a_method() {
    let client = Client::builder().build().unwrap();
    assert!(url(&client).contains("https://demo.h.example/v2/things"), "{}", url(&client));
    let client = Client::builder().sandbox_server().build().unwrap();
    assert!(url(&client).contains("https://eu.sandbox.h.example:8443/things"), "{}", url(&client));
    let client = Client::builder().sandbox_of_the_office_server().build().unwrap();
    assert!(url(&client).contains("http://sandbox-of-the-office.example/things"), "{}", url(&client));
    // The last word counts.
    let client = Client::builder().sandbox_server().production_server().build().unwrap();
    assert!(url(&client).contains("https://demo.h.example/v2/things"), "{}", url(&client));
}

#[test]
fn each_has_its_own_variables() {
    let client = Client::builder().sandbox_server().region("us").port("1").build().unwrap();
    assert!(url(&client).contains("https://us.sandbox.h.example:1/things"), "{}", url(&client));
    assert!(url(&client.for_region("eu")).contains("https://eu.sandbox.h.example:1/things"));
    let error = Client::builder().sandbox_server().region("mars").build().unwrap_err().to_string();
    assert!(error.contains("it must be one of eu, us"), "{error}");
}

#[test]
fn a_base_url_replaces_it() {
    let server = Server::silent();
    let client = Client::builder().sandbox_server().base_url(&server.url).build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /things");
}
