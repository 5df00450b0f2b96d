use crate::server::{Server, run};
use ::shared_enums::{
    Client,
    types::{Color, Include, Level, Order, Thing},
};

#[test]
fn what_one_operation_gives_another_one_takes() {
    let server = Server::json(200, r#"[{"color":"red","other_color":null,"colors":["blue","green"],"level":2}]"#);
    let things = run(client!(server).things().list().sort(Order::NameDesc).with([Include::Owner]).level(Level::High)).unwrap();
    assert_eq!(server.asked().line, "GET /things?sort=-name&with=owner&level=2");
    assert_eq!(things[0].color, Color::Red);
    assert_eq!(things[0].colors.as_deref(), Some(&[Color::Blue, Color::Other("green".into())][..]));
    assert_eq!(things[0].level, Some(Level::High));

    let server = Server::json(200, "{}");
    run(client!(server).parts().list(things[0].color.clone()).sort_by(Order::NameDesc).with([Include::Owner])).unwrap();
    assert_eq!(server.asked().line, "GET /parts/red?sort_by=-name&with=owner");

    let server = Server::answering(204, &[], "");
    run(client!(server).things().put(&Thing::new(Color::Blue).level(Level::Low))).unwrap();
    assert_eq!(server.asked().body, r#"{"color":"blue","level":1}"#);
}
