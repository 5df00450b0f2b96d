use crate::server::{Server, run};
use ::schemas_of_other_media_types::Client;

#[test]
fn what_is_no_json_is_text_or_bytes() {
    let server = Server::answering(200, &[("Content-Type", "text/csv")], "a\nx\n");
    let report = client!(server);
    assert_eq!(run(report.report().get()).unwrap(), "a\nx\n");
    assert_eq!(server.asked().header("accept"), Some("text/csv"));
    run(report.report().add("a\nx\n")).unwrap_or_default();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/csv"), "a\nx\n"));
    assert_eq!(&*run(report.report().get_packed()).unwrap(), b"a\nx\n");
    run(report.report().set_packed().body(b"\x01")).unwrap_or_default();
    server.asked();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/vnd.google.protobuf"), "\u{1}"));
}

#[test]
fn json_under_another_name_stays_json() {
    let server = Server::answering(200, &[("Content-Type", "text/plain")], r#"{"a":"x"}"#);
    assert_eq!(run(client!(server).report().get_mislabelled()).unwrap().a.as_deref(), Some("x"));
    assert_eq!(run(client!(server).report().get_either()).unwrap().a.as_deref(), Some("x"));
}
