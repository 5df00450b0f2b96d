use crate::server::{Server, run};
use ::successes_of_several_kinds::Client;
use ::successes_of_several_kinds::exports::{GetResponse, GetLogResponse, MakeResponse};

const JOB: &str = r#"{"id":"7"}"#;
const PDF: &[(&str, &str)] = &[("content-type", "application/pdf")];

#[test]
fn the_status_tells_json_from_a_file() {
    let server = Server::json(200, JOB);
    let job = run(client!(server).exports().get()).unwrap();
    assert!(matches!(&job, GetResponse::Ok(job) if job.id == "7"), "{job:?}");
    assert_eq!(server.asked().header("accept"), Some("application/json, application/pdf"));
    let part = run(client!(Server::answering(206, PDF, "%PDF")).exports().get()).unwrap();
    assert!(matches!(&part, GetResponse::PartialContent(bytes) if bytes[..] == *b"%PDF"), "{part:?}");
    assert_eq!(run(client!(Server::silent()).exports().get()).unwrap(), GetResponse::NoContent);
    assert!(run(client!(Server::json(404, "{}")).exports().get()).unwrap_err().is_not_found());
}

#[test]
fn the_file_may_come_first() {
    let server = Server::answering(200, &[("content-type", "application/zip")], "PK");
    let file = run(client!(server).exports().make()).unwrap();
    assert!(matches!(&file, MakeResponse::Ok(bytes) if bytes[..] == *b"PK"), "{file:?}");
    assert_eq!(server.asked().header("accept"), Some("application/zip, application/json"));
    let job = run(client!(Server::json(202, JOB)).exports().make()).unwrap();
    assert!(matches!(&job, MakeResponse::Accepted(job) if job.id == "7"), "{job:?}");
}

#[test]
fn text_comes_beside_json_too() {
    let log = run(client!(Server::answering(200, &[("content-type", "text/csv")], "a,b")).exports().get_log()).unwrap();
    assert_eq!(log, GetLogResponse::Ok("a,b".to_owned()));
    let job = run(client!(Server::json(203, JOB)).exports().get_log()).unwrap();
    assert!(matches!(&job, GetLogResponse::Status2xx(job) if job.id == "7"), "{job:?}");
}

#[test]
fn one_kind_is_one_type() {
    for status in [200, 206] {
        assert_eq!(run(client!(Server::answering(status, PDF, "%PDF")).exports().get_file()).unwrap()[..], *b"%PDF");
    }
}
