use crate::server::{Server, run};
use ::members_beside_alternatives::{Client, types::{Pet, Thing}};

#[test]
fn members_are_sent_and_read() {
    const BODY: &str = r#"{"any":{"id":"1","right":7},"extended":{"left":"l","more":"m","right":2},"map":{"a":1},"pet":{"kind":"Cat","name":"Tom","lives":9},"parent":{"name":"n","toy":"t"},"inline":{"b":4}}"#;
    let server = Server::json(200, BODY);
    let all = run(client!(server).things().add(&Thing::new("7").hash("h"))).unwrap();
    assert_eq!(server.asked().body, r#"{"id":"7","hash":"h"}"#);
    let any = all.any.as_option().unwrap();
    assert_eq!((any.id.as_str(), any.right, &any.left), ("1", Some(7), &None));
    let extended = all.extended.as_ref().unwrap();
    assert_eq!((extended.left.as_str(), extended.more.as_str(), extended.right), ("l", "m", Some(2)));
    assert!(matches!(&all.pet, Some(Pet::Cat(cat)) if cat.lives == Some(9) && cat.name == "Tom"));
    assert_eq!(all.parent.as_ref().unwrap().toy.as_deref(), Some("t"));
    assert_eq!(all.inline.as_ref().unwrap().b, Some(4));
    assert_eq!(all.map.as_ref().unwrap().get("a"), Some(&1));
    let server = Server::silent();
    run(client!(server).things().put_all(&all)).unwrap();
    assert_eq!(server.asked().body, BODY, "all of it goes back as it came");
}
