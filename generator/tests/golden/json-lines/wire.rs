use crate::server::{Server, run};
use ::json_lines::{Client, types::Row};

#[test]
fn lists_are_read_line_by_line() {
    for body in ["{\"a\":\"x\"}\n{\"a\":\"y\"}\n", "{\"a\":\"x\"}\r\n\r\n{\"a\":\"y\"}"] {
        let server = Server::answering(200, &[("Content-Type", "application/x-ndjson")], body);
        let rows = run(client!(server).rows().list()).unwrap();
        assert_eq!(rows, [Row::new().a("x"), Row::new().a("y")]);
        assert_eq!(server.asked().header("accept"), Some("application/x-ndjson"));
        let rows = run(client!(server).rows().get_log()).unwrap();
        assert_eq!(rows.len(), 2);
    }
    let server = Server::answering(200, &[], "");
    assert_eq!(run(client!(server).rows().list()).unwrap(), []);
}

#[test]
fn a_line_that_is_cut_off_is_an_error_with_its_number() {
    let server = Server::answering(200, &[], "{\"a\":\"x\"}\n{\"a\":");
    let error = run(client!(server).rows().list()).unwrap_err().to_string();
    assert!(error.contains("item 2"), "{error}");
}

#[test]
fn lists_are_written_line_by_line() {
    let server = Server::silent();
    let rows = [Row::new().a("x, [y]\n"), Row::new().n(7)];
    run(client!(server).rows().add(&rows)).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/x-ndjson"), "{\"a\":\"x, [y]\\n\"}\n{\"n\":7}\n"));
    run(client!(server).rows().set_log().body(&rows[..1])).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.lines().count()), (Some("application/jsonl"), 1));
    run(client!(server).rows().add(&[])).unwrap();
    assert_eq!(server.asked().body, "");
}
