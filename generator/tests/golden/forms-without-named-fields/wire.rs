use std::collections::BTreeMap;

use crate::server::{Server, run};
use ::forms_without_named_fields::{Client, tokens::CreateBody, types::{ByCode, ByRefreshToken}};

#[test]
fn an_alternative_is_sent_as_the_fields_that_it_has() {
    for (body, sent) in [
        (CreateBody::from(ByCode::new("a b&c").scope(["x", "y"])), "grant_type=authorization_code&code=a%20b%26c&scope=x&scope=y"),
        (ByRefreshToken::new("r+").lifetime(60).into(), "grant_type=refresh_token&refresh_token=r%2B&lifetime=60"),
    ] {
        let server = Server::silent();
        run(client!(server).tokens().create(&body)).unwrap();
        let asked = server.asked();
        assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(asked.body, sent);
    }
}

#[test]
fn a_map_is_sent_as_a_field_for_each_of_its_values() {
    let server = Server::silent();
    run(client!(server).labels().add(&BTreeMap::from([("a b".to_owned(), "1".to_owned()), ("c".to_owned(), "ü".to_owned())]))).unwrap();
    assert_eq!(server.asked().body, "a%20b=1&c=%C3%BC");
}
