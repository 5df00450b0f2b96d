use crate::server::{Server, run};
use ::empty_values::Client;

#[test]
fn a_value_may_be_left_empty() {
    let server = Server::silent();
    let call = client!(server).things().find(None).text("").number(None).flag(None).kind("").many([]);
    run(call).unwrap();
    assert_eq!(server.asked().line, "GET /things?day=&text=&number=&flag=&kind=&many=");
    run(client!(server).things().find(::empty_values::Date::from("2026-11-23")).number(5).flag(true)).unwrap();
    assert_eq!(server.asked().line, "GET /things?day=2026-11-23&number=5&flag=true");
    run(client!(server).things().fill().number(None)).unwrap();
    assert_eq!(server.asked().body, "number=");
}
