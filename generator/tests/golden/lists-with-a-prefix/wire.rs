use crate::server::{Server, run};
use ::lists_with_a_prefix::{Client, types::Thing};

#[test]
fn items_keep_their_types_and_lists_their_length() {
    for body in [
        r#"{"point":[1.5,2.5,"m"],"row":["a",1,2,3],"loose":[1,"x",true],"pair":["a",1],"rows":[["a",1.5],["b",2.5]]}"#,
        r#"{"point":[1.5],"row":[],"pair":["a"]}"#,
        r#"{"point":["x",2.5,"m",{"a":1}]}"#,
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Thing::new())).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
    }
}
