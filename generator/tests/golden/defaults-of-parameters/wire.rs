use crate::server::{Server, run};
use ::defaults_of_parameters::{Client, types::Task};

#[test]
fn what_the_caller_leaves_open_is_not_sent() {
    let server = Server::json(200, r#"{"title":"t"}"#);
    run(client!(server).tasks().list()).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("x-view")), ("GET /tasks", None));
    run(client!(server).tasks().list().most(50)).unwrap();
    assert_eq!(server.asked().line, "GET /tasks?most=50");
    let task = run(client!(server).tasks().add("3", &Task::new("t"))).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.body.as_str()), ("POST /tasks?revision=3", r#"{"title":"t"}"#));
    assert_eq!(task.state, None);
}
