use crate::server::{Server, run};
use ::no_content_beside_a_body::Client;

#[test]
fn a_response_without_content_is_no_value_that_was_sent() {
    assert_eq!(run(client!(Server::silent()).things().get_next()).unwrap(), None);
    assert_eq!(run(client!(Server::silent()).things().delete_done()).unwrap(), None);
    assert!(run(client!(Server::silent()).things().list()).unwrap().is_empty());
}

#[test]
fn a_response_with_content_is_its_value() {
    let thing = run(client!(Server::json(200, r#"{"id":"1"}"#)).things().get_next()).unwrap();
    assert_eq!(thing.map(|thing| thing.id).as_deref(), Some("1"));
    assert_eq!(run(client!(Server::json(200, "false")).things().delete_done()).unwrap(), Some(false));
    assert_eq!(run(client!(Server::json(200, r#"[{"id":"1"}]"#)).things().list()).unwrap().len(), 1);
}
