use crate::server::{Asked, Server, run};
use ::merge_patches::types::{
    AnimalMergePatch, CatMergePatch, CircleMergePatch, PartMergePatch, Settings, ShapeMergePatch, WidgetMergePatch,
};
use ::merge_patches::{Client, Maybe, widgets::ChangeFlagsBody};

fn as_sent(asked: &Asked) -> (&str, &str) {
    (asked.header("content-type").unwrap_or_default(), &asked.body)
}

const MERGE: &str = "application/merge-patch+json";

#[test]
fn null_removes_and_what_is_absent_stays() {
    let server = Server::json(200, r#"{"name":"w"}"#);
    let none = WidgetMergePatch::new("w");
    run(client!(server).widgets().update_merge_patch(&none)).unwrap();
    assert_eq!(as_sent(&server.asked()), (MERGE, r#"{"name":"w"}"#));

    let patch = WidgetMergePatch::new("w").note("n").count(Maybe::Null).kind(Maybe::Null).parts(Maybe::Null).inner(Maybe::Null);
    let server = Server::json(200, r#"{"name":"w"}"#);
    run(client!(server).widgets().update_merge_patch(&patch)).unwrap();
    let sent = r#"{"name":"w","note":"n","count":null,"kind":null,"parts":null,"inner":null}"#;
    assert_eq!(as_sent(&server.asked()), (MERGE, sent));
}

#[test]
fn null_removes_in_objects_and_in_maps() {
    let server = Server::json(200, r#"{"name":"w"}"#);
    let part = PartMergePatch::new().text(Maybe::Null);
    let mut patch = WidgetMergePatch::new("w").part(part.clone());
    patch.by_name = Maybe::Value([("a".to_owned(), None), ("b".to_owned(), Some(part))].into());
    patch.labels = Maybe::Value([("x".to_owned(), None), ("y".to_owned(), Some("z".to_owned()))].into());
    run(client!(server).widgets().update_merge_patch(&patch)).unwrap();
    let sent = r#"{"name":"w","part":{"text":null},"by_name":{"a":null,"b":{"text":null}},"labels":{"x":null,"y":"z"}}"#;
    assert_eq!(server.asked().body, sent);

    let server = Server::silent();
    let mut flags = ChangeFlagsBody::new().beta(Maybe::Null);
    flags.additional_properties.insert("old".to_owned(), None);
    run(client!(server).widgets().change_flags(&flags)).unwrap();
    assert_eq!(server.asked().body, r#"{"beta":null,"old":null}"#);
}

#[test]
fn what_only_merge_patches_have_needs_no_second_form() {
    let server = Server::silent();
    let settings = Settings::new().theme(Maybe::Null).size(Maybe::Null);
    run(client!(server).widgets().change_settings().body(&settings)).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/merge-patch+json; charset=utf-8", r#"{"theme":null,"size":null}"#));
}

#[test]
fn second_forms_are_told_apart_by_the_values_of_the_first() {
    let server = Server::silent();
    let cat = CatMergePatch::new().lives(Maybe::Null);
    run(client!(server).animals().change(&AnimalMergePatch::from(cat))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"Cat","lives":null}"#);
    let circle = CircleMergePatch::new().radius(Maybe::Null);
    run(client!(server).animals().change_shape(&ShapeMergePatch::from(circle))).unwrap();
    assert_eq!(server.asked().body, r#"{"form":"Circle","radius":null}"#);
}
