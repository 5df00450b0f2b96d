use crate::server::{Server, run};
use ::defaults::{Client, things::{Find, FindOrder}, types::{Thing, ThingKind, ThingLevel}};

#[test]
fn defaults_are_known_and_not_sent() {
    assert_eq!((Thing::DEFAULT_NAME, Thing::DEFAULT_SIZE, Thing::DEFAULT_COUNT, Thing::DEFAULT_OPEN), ("nameless", 1.5, 3, false));
    assert_eq!((Thing::DEFAULT_KIND, Thing::DEFAULT_LEVEL), (ThingKind::Big, ThingLevel::N2));
    let server = Server::silent();
    run(client!(server).things().create(&Thing::new("n"))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n"}"#);
    run(client!(server).things().create(&Thing::new(Thing::DEFAULT_NAME).kind(Thing::DEFAULT_KIND).count(Thing::DEFAULT_COUNT))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"nameless","kind":"big","count":3}"#);
}

#[test]
fn defaults_of_parameters_are_known_and_not_sent() {
    assert_eq!((Find::DEFAULT_LIMIT, Find::DEFAULT_ORDER, Find::DEFAULT_X_MODE), (20, FindOrder::Down, "plain"));
    let server = Server::silent();
    let _ = run(client!(server).things().find(Find::DEFAULT_X_MODE));
    assert_eq!(server.asked().line, "GET /things");
    let _ = run(client!(server).things().find("other").limit(Find::DEFAULT_LIMIT).order(Find::DEFAULT_ORDER));
    assert_eq!(server.asked().line, "GET /things?limit=20&order=down");
}
