use crate::server::{Server, run};
use ::several_successes::{Client, jobs::CreateResponse};

#[test]
fn the_status_tells_which_success_it_is() {
    let job = run(client!(Server::json(202, r#"{"id":"7"}"#)).jobs().create()).unwrap();
    assert!(matches!(&job, CreateResponse::Accepted(job) if job.id == "7"), "{job:?}");
    let result = run(client!(Server::json(200, r#"{"value":1.5}"#)).jobs().create()).unwrap();
    assert!(matches!(&result, CreateResponse::Ok(result) if result.value == Some(1.5)), "{result:?}");
    assert_eq!(run(client!(Server::silent()).jobs().create()).unwrap(), CreateResponse::NoContent);
    let other = run(client!(Server::json(203, "[1]")).jobs().create()).unwrap();
    assert!(matches!(&other, CreateResponse::Other(value) if value[0] == 1), "{other:?}");
    assert_eq!(run(client!(Server::json(400, "{}")).jobs().create()).unwrap_err().status().map(|status| status.as_u16()), Some(400));
}

#[test]
fn successes_that_carry_the_same_are_one() {
    for status in [200, 206] {
        assert_eq!(run(client!(Server::json(status, r#"[{"id":"1"}]"#)).jobs().list()).unwrap().len(), 1);
    }
    assert!(run(client!(Server::silent()).jobs().list()).unwrap().is_empty());
}
