use crate::server::{Server, run};
use ::server_variables_undeclared::Client;

#[test]
fn the_builder_asks_for_variables_that_nothing_declares() {
    let problem = |built: Result<Client, ::server_variables_undeclared::Error>| built.unwrap_err().to_string();
    let up = "https://eu.up.h.example/raw";
    let none = problem(Client::builder().up_url(up).build());
    assert!(none.contains("needs `region`, which is not set: set it with `region`"), "{none}");
    let one = problem(Client::builder().up_url(up).region("eu").build());
    assert!(one.contains("needs `base`, which is not set: set it with `base`"), "{one}");
    assert!(Client::builder().up_url(up).region("eu").base("v1").build().is_ok());
    let of_test = problem(Client::builder().up_url(up).test_server().build());
    assert!(of_test.contains("needs `tenant`, which is not set: set it with `tenant`"), "{of_test}");
    assert!(Client::builder().up_url(up).test_server().tenant("t").build().is_ok());
    let of_path = problem(Client::builder().region("eu").base("v1").build());
    let said = "the URL `https://{zone}.up.h.example/raw` of the server `up` has no value for `{zone}`; set it with `up_url`";
    assert!(of_path.contains(said), "{of_path}");
}

#[test]
fn what_is_given_is_where_requests_go() {
    let [base, up] = std::array::from_fn(|_| Server::silent());
    let client = Client::builder().base_url(&base.url).up_url(&up.url).build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(base.asked().line, "GET /things");
    run(client.things().upload()).unwrap();
    assert_eq!(up.asked().line, "POST /uploads");
}
