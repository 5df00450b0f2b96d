use crate::server::{Server, run};
use ::all_of_parts_without_a_type::{
    Client,
    types::{Block, Message, Rule, Thing},
};

const BODY: &str = concat!(
    r#"{"errors":[{"code":1}],"short":"abc","few":[{"code":2}],"rows":[{"code":3}],"rules":[{"action":"block","id":"r"}],"#,
    r#""address":"127.0.0.1","link":"l","flag":true}"#
);

#[test]
fn what_another_part_says_is_the_type() {
    let server = Server::json(200, BODY);
    let message = |code| Message::new().code(code);
    let thing = Thing::new().errors([message(1)]).short("abc").few([message(2)]).rows([message(3)]).rules([Block::new().id("r")]);
    let thing = thing.address("127.0.0.1").link("l").flag(true);
    let read = run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
    assert_eq!(read, thing);
    let errors: Vec<Option<i64>> = read.errors.iter().flatten().map(|message| message.code).collect();
    assert_eq!(errors, [Some(1)]);
    assert!(matches!(read.rules.as_deref(), Some([Rule::Block(block)]) if block.id.as_deref() == Some("r")), "{read:?}");
}

#[test]
fn bounds_of_lists_say_nothing_of_what_is_no_list() {
    let server = Server::json(200, r#"[{"code":4}]"#);
    let read = run(client!(server).things().put_messages(&serde_json::json!([1, 2]))).unwrap();
    assert_eq!(server.asked().body, "[1,2]");
    assert_eq!(read.first().and_then(|message| message.code), Some(4));
    run(client!(server).things().put_messages(&"text".into())).unwrap();
    assert_eq!(server.asked().body, r#""text""#);
}
