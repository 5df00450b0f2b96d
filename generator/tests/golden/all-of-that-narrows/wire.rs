use crate::server::{Server, run};
use ::all_of_that_narrows::{Client, types::{Basis, Kinded, KindedKind, Named, SizedModel, Thing, Whole, Wider}};

#[test]
fn all_parts_hold_and_only_where_they_stand() {
    let thing = Thing::new()
        .named(Named::new("n"))
        .sized(SizedModel::new(1.5))
        .wider(Wider::new(true))
        .kinded(Kinded::new(KindedKind::A))
        .whole(Whole::new().size(2))
        .again(Basis::new().size(0.5));
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(
        server.asked().body,
        r#"{"named":{"name":"n"},"sized":{"size":1.5},"wider":{"more":true},"kinded":{"kind":"a"},"whole":{"size":2},"again":{"size":0.5}}"#
    );
}

#[test]
fn what_is_missing_or_of_another_kind_loses_nothing_else() {
    const BODY: &str = r#"{"named":{"name":"n"},"kinded":{"kind":"c"},"again":{"kind":"z"}}"#;
    let thing = run(client!(Server::json(200, BODY)).things().put(&Thing::new())).unwrap();
    assert_eq!(thing.kinded.as_ref().unwrap().kind, KindedKind::from("c"));
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, BODY, "all of it goes back as it came");
}
