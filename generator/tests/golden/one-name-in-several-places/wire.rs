use crate::server::{Server, run};
use ::one_name_in_several_places::Client;

#[test]
fn each_value_arrives_in_its_place() {
    let server = Server::silent();
    run(client!(server).slots().get("a/b")).unwrap();
    assert_eq!(server.asked().line, "GET /slots/a%2Fb");
    let call = client!(server).slots().set(7, 1).query_key("q").header_key("h").cookie_key("c");
    run(call.page(2)).unwrap();
    let asked = server.asked();
    assert!(asked.line.starts_with("POST /slots/7?mode=1&key=q&"), "{}", asked.line);
    assert!(asked.line.ends_with("age=2"), "{}", asked.line);
    assert_eq!((asked.header("key"), asked.header("cookie")), (Some("h"), Some("key=c")));
}
