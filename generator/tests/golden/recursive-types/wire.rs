use crate::server::{Server, run};
use ::recursive_types::Client;

#[test]
fn a_type_holds_itself() {
    const BODY: &str = r#"{"parent":{"parent":{"leaf":{"text":"t"}}},"child":{"of":{}}}"#;
    let server = Server::json(200, BODY);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
}
