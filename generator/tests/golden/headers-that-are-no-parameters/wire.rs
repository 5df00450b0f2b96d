use crate::server::{Server, run};
use ::headers_that_are_no_parameters::{Client, types::Draft};

#[test]
fn they_are_what_the_definition_says_elsewhere() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).token("t0ken").build().unwrap();
    run(client.drafts().add(&Draft::new("a")).x_request("7")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("authorization")), (Some("application/json"), Some("Bearer t0ken")));
    assert_eq!((asked.header("accept"), asked.header("x-request")), (Some("application/json"), Some("7")));
}
