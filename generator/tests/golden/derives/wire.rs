use std::collections::HashSet;

use crate::server::{Server, run};
use ::derives::{Client, types::Key};

#[test]
fn a_type_has_the_traits_that_it_derives() {
    let server = Server::json(200, r#"{"key":7}"#);
    let thing = run(client!(server).things().get()).unwrap();
    let keys: HashSet<Key> = thing.key.into_iter().collect();
    assert!(keys.contains(&Key::Integer(7)));
}
