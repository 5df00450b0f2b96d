use crate::server::{Server, run};
use ::enums_in_other_words::{Client, things::GetBy, types::{Color, Size, Thing}};

#[test]
fn values_travel_as_the_document_lists_them() {
    let server = Server::json(200, r#"{"color":"blue","size":"l-1","level":3,"odd":"b"}"#);
    let thing = run(client!(server).things().get().by(GetBy::Date).color(Color::Red)).unwrap();
    assert_eq!(server.asked().line, "GET /things?api=1&by=2&color=red");
    assert_eq!(thing.color, Some(Color::Blue));
    run(client!(server).things().put(&Thing::new().size(Size::Small))).unwrap();
    assert_eq!(server.asked().body, r#"{"size":"s"}"#);
}

#[test]
fn a_closed_enum_takes_no_other_value() {
    let server = Server::json(200, r#"{"color":"green"}"#);
    assert!(run(client!(server).things().get()).is_err());
}
