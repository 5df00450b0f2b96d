use crate::server::{Server, run};
use ::default_responses::{Client, types::Problem};

#[test]
fn a_default_is_the_success_only_where_there_is_no_other() {
    let things = run(client!(Server::json(200, r#"[{"id":1}]"#)).things().list()).unwrap();
    assert_eq!(things[0].id, Some(1));
    assert_eq!(run(client!(Server::json(201, r#"{"id":2}"#)).things().create()).unwrap().id, Some(2));
    let error = run(client!(Server::json(418, r#"{"code":5,"message":"no"}"#)).things().create()).unwrap_err();
    assert_eq!(error.json::<Problem>().unwrap().code, Some(5));
    run(client!(Server::silent()).things().delete()).unwrap();
}
