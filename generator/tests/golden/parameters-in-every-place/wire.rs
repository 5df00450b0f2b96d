use crate::server::{Server, run};
use ::parameters_in_every_place::Client;

#[test]
fn each_travels_in_its_place() {
    let server = Server::silent();
    run(client!(server).things().find("a/b c", "x&y", "t").limit(3).x_depth(-1)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /things/a%2Fb%20c?kind=x%26y&limit=3");
    assert_eq!((asked.header("x-trace"), asked.header("x-depth")), (Some("t"), Some("-1")));
    run(client!(server).things().fill(7, "Title").note("ä")).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "POST /things/7");
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(asked.body, "title=Title&note=%C3%A4");
    run(client!(server).things().replace("1", &::parameters_in_every_place::types::Thing::new("n"))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n"}"#);
}
