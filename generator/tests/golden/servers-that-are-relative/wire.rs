use crate::server::{Server, run};
use ::servers_that_are_relative::Client;

#[test]
fn without_a_place_of_the_document_the_application_gives_the_base_url() {
    let error = Client::builder().build().unwrap_err();
    assert!(error.to_string().contains("no base URL"), "{error}");
    let server = Server::silent();
    let client = Client::builder().base_url(format!("{}/api/v3/", server.url)).build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /api/v3/things");
}

#[test]
fn servers_of_their_own_stay_and_can_be_given_other_addresses() {
    let [base, jobs, up] = std::array::from_fn(|_| Server::silent());
    let client = Client::builder().base_url(&base.url).build().unwrap();
    assert!(client.things().run().preview().unwrap().contains("https://jobs.h.example:8443/x/things/run"));
    assert!(client.things().upload(bytes()).preview().unwrap().contains("https://up.h.example/files"));
    let client = Client::builder().base_url(&base.url).jobs_url(format!("{}/x", jobs.url)).up_url(&up.url).build().unwrap();
    run(client.things().run()).unwrap();
    assert_eq!(jobs.asked().line, "POST /x/things/run");
    run(client.things().upload(bytes())).unwrap();
    assert_eq!(up.asked().line, "POST /files");
}

fn bytes() -> Vec<u8> {
    b"x".to_vec()
}
