use std::collections::HashSet;

use crate::server::{Server, run};
use ::attributes::{
    Client,
    types::{Key, Kind},
};

#[test]
fn a_type_has_its_attributes() {
    let server = Server::json(200, r#"{"kind":"a","key":7}"#);
    let thing = run(client!(server).things().get()).unwrap();
    // All types are such that a `match` needs another arm.
    assert!(match thing.kind {
        Some(Kind::A) => true,
        Some(_) | None => false,
    });
    let keys: HashSet<Key> = thing.key.into_iter().collect();
    assert!(keys.contains(&Key::Integer(7)));
}
