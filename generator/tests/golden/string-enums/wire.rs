use crate::server::{Server, run};
use ::string_enums::{
    Client,
    types::{Thing, ThingKind, ThingSign},
};

#[test]
fn each_text_has_a_variant_and_a_new_one_survives() {
    const BODY: &str = r#"{"kind":"huge","sign":"<="}"#;
    let server = Server::json(200, BODY);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert_eq!((&thing.kind, &thing.sign), (&ThingKind::Other("huge".into()), &Some(ThingSign::LessEqual)));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
    run(client!(server).things().put(&Thing::new(ThingKind::Big).sign(ThingSign::Empty).far("нет"))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"big","sign":"","far":"нет"}"#);
}
