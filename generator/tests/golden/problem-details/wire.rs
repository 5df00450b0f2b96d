use crate::server::{Server, run};
use ::problem_details::{Client, Error, types::Problem};

const PROBLEM: (&str, &str) = ("content-type", "Application/Problem+JSON; charset=utf-8");

fn error(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str) -> Error {
    let server = Server::answering(status, headers, body);
    let error = run(client!(server).things().list().retries(0)).unwrap_err();
    assert_eq!(server.asked().header("accept"), Some("application/problem+json"));
    error
}

#[test]
fn problem_details_have_the_type_that_is_declared() {
    let error = error(400, &[PROBLEM], r#"{"title":"No credit","balance":30}"#);
    let problem = error.typed::<Problem>().unwrap();
    assert_eq!((problem.title.as_str(), problem.balance), ("No credit", Some(30)));
    assert_eq!(error.problem_details().unwrap().extensions["balance"], 30);
}

#[test]
fn problem_details_are_read_whatever_is_declared() {
    let body = r#"{"type":"https://h.example/busy","title":"Busy","status":409,"detail":"Try later.","instance":"/things/7","retry":5}"#;
    for status in [409, 503] {
        let problem = error(status, &[PROBLEM], body).problem_details().unwrap();
        assert_eq!((problem.kind.as_str(), problem.title.as_deref(), problem.status), ("https://h.example/busy", Some("Busy"), Some(409)));
        assert_eq!((problem.detail.as_deref(), problem.instance.as_deref()), (Some("Try later."), Some("/things/7")));
        assert_eq!(problem.extensions.len(), 1);
        assert_eq!(problem.extensions["retry"], 5);
    }
}

#[test]
fn fields_of_other_types_are_extensions_and_other_bodies_no_problem_details() {
    let problem = error(409, &[PROBLEM], r#"{"title":7,"status":"409"}"#).problem_details().unwrap();
    assert_eq!((problem.kind.as_str(), problem.title, problem.status), ("about:blank", None, None));
    assert_eq!((&problem.extensions["title"], &problem.extensions["status"]), (&7.into(), &"409".into()));
    assert_eq!(error(409, &[PROBLEM], "[]").problem_details(), None);
    assert_eq!(error(409, &[PROBLEM], "").problem_details(), None);
    assert_eq!(error(409, &[("content-type", "application/json")], r#"{"title":"x"}"#).problem_details(), None);
}
