use crate::server::{Server, run};
use ::successes_by_range::things::{GetFailure, GetResponse};
use ::successes_by_range::Client;

#[test]
fn the_most_exact_success_counts() {
    let thing = run(client!(Server::json(200, r#"{"id":"a"}"#)).things().get("x")).unwrap();
    assert!(matches!(&thing, GetResponse::Ok(thing) if thing.id == "a"), "{thing:?}");
    let made = run(client!(Server::answering(201, &[("location", "/things/b")], "")).things().get("x").with_response()).unwrap();
    assert_eq!((made.value, made.declared.location.as_deref()), (GetResponse::Created, Some("/things/b")));
    for status in [206, 299] {
        let part = run(client!(Server::json(status, r#"{"part":1}"#)).things().get("x").with_response()).unwrap();
        assert!(matches!(&part.value, GetResponse::Status2xx(part) if part.part == 1), "{part:?}");
        assert_eq!(part.status.as_u16(), status);
    }
}

#[test]
fn the_most_exact_error_counts() {
    let typed = |status, body| {
        let error = run(client!(Server::json(status, body)).things().get("x").retries(0)).unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.body().map(|found| &found[..]), Some(body.as_bytes()));
        error.typed::<GetFailure>()
    };
    assert!(matches!(typed(404, r#"{"what":"a"}"#), Ok(GetFailure::Missing(missing)) if missing.what == "a"));
    for status in [409, 418] {
        assert!(matches!(typed(status, r#"{"code":7}"#), Ok(GetFailure::Problem(problem)) if problem.code == 7));
    }
    for status in [500, 302] {
        assert!(matches!(typed(status, r#"{"trace":"t"}"#), Ok(GetFailure::Fault(fault)) if fault.trace == "t"));
    }
    // What is not as it was declared hides nothing.
    assert!(typed(404, "7").is_err());
}

#[test]
fn ranges_in_small_letters_of_one_type_and_without_a_body() {
    let small = run(client!(Server::json(202, r#"{"id":"a"}"#)).things().small()).unwrap();
    assert_eq!(small.id, "a");
    let same = run(client!(Server::json(203, r#"{"id":"a"}"#)).things().same()).unwrap();
    assert_eq!(same.id, "a");
    assert_eq!(run(client!(Server::json(200, r#"{"id":"a"}"#)).things().empty()).unwrap().id, "a");
    let moved = run(client!(Server::answering(302, &[("location", "/b")], "")).things().moved().with_response()).unwrap();
    assert_eq!(moved.declared.location.as_deref(), Some("/b"));
}
