use crate::server::{Server, run};
use ::property_names::{Client, types::Thing};

#[test]
fn names_on_the_wire_are_those_of_the_document() {
    const BODY: &str = r#"{"type":"a","self":"b","Self":"c","extra":"d","new":"e","":"f","_id":"g","id":"h","$type":"i","a.b":"j","a-b":"k","aB":"l","größe":"m","other":1}"#;
    let server = Server::json(200, BODY);
    let thing: Thing =
        run(client!(server).things().put("x", &Thing::new("t")).self_("s").filter("f").filter_name("n").timeout_(1)).unwrap();
    assert_eq!(server.asked().line, "PUT /things?body=x&self=s&%24filter=f&filter%5Bname%5D=n&timeout=1");
    assert_eq!((thing.extra.as_deref(), thing.extra_properties.len()), (Some("d"), 1));
    run(client!(server).things().put("x", &thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
}
