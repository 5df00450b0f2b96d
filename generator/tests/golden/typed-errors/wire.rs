use crate::server::{Server, run};
use ::typed_errors::{Client, Error, Untyped, things, types};

use things::{GetFailure, ListFailure};
use types::Problem;

fn get(status: u16, body: &'static str) -> Error {
    run(client!(Server::json(status, body)).things().get("1").retries(0)).unwrap_err()
}

#[test]
fn each_error_reads_as_what_is_declared_for_its_status() {
    let missing = get(404, r#"{"code":4,"message":"gone"}"#);
    assert!(missing.is_not_found());
    match missing.typed() {
        Ok(GetFailure::Problem(problem)) => assert_eq!((problem.code, problem.message.as_deref()), (4, Some("gone"))),
        other => panic!("{other:?}"),
    }
    match get(409, r#"{"by":["me"]}"#).typed() {
        Ok(GetFailure::Error409(used)) => assert_eq!(used.by, ["me"]),
        other => panic!("{other:?}"),
    }
    // Nothing is declared for it but `default`.
    assert!(matches!(get(418, r#"{"code":9}"#).typed(), Ok(GetFailure::Problem(problem)) if problem.code == 9));
}

#[test]
fn an_unknown_status_is_no_unreadable_body() {
    let list = |status, body| run(client!(Server::json(status, body)).things().list().retries(0)).unwrap_err();
    let undeclared = list(409, r#"{"code":4}"#).typed::<ListFailure>().unwrap_err();
    assert!(matches!(undeclared, Untyped::Undeclared(status) if status == 409), "{undeclared}");
    let unreadable = list(500, r#"{"code":"four"}"#).typed::<ListFailure>().unwrap_err();
    assert!(matches!(&unreadable, Untyped::Unreadable { status, .. } if *status == 500), "{unreadable}");
    let message = unreadable.to_string();
    assert!(["500", "code", "integer", "four"].iter().all(|word| message.contains(word)), "{message}");
    assert!(matches!(list(500, "").typed::<ListFailure>(), Err(Untyped::Unreadable { .. })));
    assert!(matches!(list(500, "<h1>Oops</h1>").typed::<ListFailure>(), Err(Untyped::Unreadable { .. })));
}

#[test]
fn without_an_error_of_the_server_there_is_nothing_to_read() {
    let unreadable = run(client!(Server::json(200, "{{")).things().list()).unwrap_err();
    assert_eq!(unreadable.typed::<ListFailure>(), Err(Untyped::NoResponse));
}

#[test]
fn what_two_operations_declare_for_one_status_is_tried_in_turn() {
    let list = |body| run(client!(Server::json(400, body)).things().list()).unwrap_err();
    let add = |body| run(client!(Server::json(400, body)).things().add(&types::Thing::new())).unwrap_err();
    assert!(matches!(list(r#"{"fields":["q"]}"#).typed(), Ok(ListFailure::Refusal(refusal)) if refusal.fields == ["q"]));
    assert!(matches!(add(r#"{"code":7}"#).typed(), Ok(things::AddFailure::Problem(problem)) if problem.code == 7));
}

#[test]
fn one_type_reads_every_error() {
    let others = |status, body| run(client!(Server::json(status, body)).others().list().retries(0)).unwrap_err();
    assert_eq!(others(404, r#"{"code":4}"#).typed::<Problem>().unwrap().code, 4);
    assert!(matches!(others(404, r#""gone""#).typed::<Problem>(), Err(Untyped::Unreadable { .. })));
}
