use crate::server::{Server, run};
use ::parameters_of_several_types::{Client, items::GetAfter};

#[test]
fn a_value_of_either_type_is_sent_as_its_text() {
    let server = Server::silent();
    let client = client!(server);
    run(client.items().get(7).flag(true)).unwrap();
    assert_eq!(server.asked().line, "GET /items/7?flag=true");
    run(client.items().get("a/b").flag("auto").after([GetAfter::from(7), "x".into()]).weight(1.5)).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("weight")), ("GET /items/a%2Fb?flag=auto&after=7&after=x", Some("1.5")));
    // No value can change the route.
    assert!(run(client.items().get("..")).unwrap_err().to_string().contains("id"));
}
