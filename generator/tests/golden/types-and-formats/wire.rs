use crate::server::{Server, run};
use ::types_and_formats::Client;

#[test]
fn every_type_comes_and_goes() {
    const BODY: &str = r#"{"text":"t","flag":true,"whole":9007199254740993,"small":-1,"big":-9223372036854775808,"unsigned":4294967295,"number":1.5,"decimal":0.25,"money":"0.10","day":"2026-11-23","moment":"2026-11-23T10:00:00.5+01:00","bytes":"AQI=","id":"x","unknown":"leo","odd":4}"#;
    let server = Server::json(200, BODY);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert_eq!(thing.moment.as_ref().map(|moment| moment.as_str()), Some("2026-11-23T10:00:00.5+01:00"));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
}
