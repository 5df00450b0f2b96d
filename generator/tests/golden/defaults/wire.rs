use crate::server::{Server, run};
use ::defaults::{Client, types::{Thing, ThingKind, ThingLevel}};

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
