use crate::server::{Server, run};
use ::siblings_of_references::{Client, types::{Measured, Owner, Thing, ThingKind}};

#[test]
#[allow(deprecated)]
fn what_stands_beside_a_reference_holds_there_and_nowhere_else() {
    let thing = Thing::new().owner(Owner::new().name("o")).kind(ThingKind::A).never(Owner::new()).measured(Measured::new(1).unit("m"));
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, r#"{"owner":{"name":"o"},"kind":"a","never":{},"measured":{"size":1,"unit":"m"}}"#);
}

#[test]
fn a_reference_to_a_parameter_keeps_its_place_and_stays_optional() {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().get("x"));
    assert_eq!(server.asked().line, "GET /things/x");
    let _ = run(client!(server).things().get("x").size(3));
    assert_eq!(server.asked().line, "GET /things/x?size=3");
}
