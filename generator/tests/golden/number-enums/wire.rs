use crate::server::{Server, run};
use ::number_enums::{
    Client,
    types::{Level, ThingLevel},
};

#[test]
fn each_number_has_a_variant_and_a_new_one_survives() {
    const BODY: &str = r#"{"level":-1,"rate":0.5,"on":true,"levels":[1,9]}"#;
    let server = Server::json(200, BODY);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert_eq!(thing.level, Some(ThingLevel::Minus1));
    assert_eq!(thing.levels.as_deref(), Some(&[Level::N1, Level::Other(9)][..]));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, BODY);
}
