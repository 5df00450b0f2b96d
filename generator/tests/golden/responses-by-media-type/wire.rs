use crate::server::{Server, run};
use ::responses_by_media_type::{Client, types::Row};

const JSON: (&str, &str) = ("content-type", "application/json");
const CSV: (&str, &str) = ("content-type", "text/csv; charset=utf-8");
const PDF: (&str, &str) = ("content-type", "application/pdf");

#[test]
fn a_method_for_each_representation_asks_for_it_first() {
    let server = Server::answering(200, &[JSON], r#"[{"n":1}]"#);
    assert_eq!(run(client!(server).reports().get().year(2026)).unwrap(), [Row::new(1)]);
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("accept")), ("GET /report?year=2026", Some("application/json, application/problem+json")));
    let server = Server::answering(200, &[CSV], "n\n1\n");
    assert_eq!(run(client!(server).reports().get_csv().year(2026)).unwrap(), "n\n1\n");
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("accept")), ("GET /report?year=2026", Some("text/csv, application/problem+json")));
    let server = Server::answering(200, &[PDF], "%PDF");
    assert_eq!(&run(client!(server).reports().get_pdf()).unwrap()[..], b"%PDF");
    assert_eq!(server.asked().header("accept"), Some("application/pdf, application/problem+json"));
    let download = run(client!(server).reports().get_pdf().download()).unwrap();
    assert_eq!((download.media_type(), download.length()), (Some("application/pdf"), Some(4)));
}

#[test]
fn the_header_of_the_caller_is_stronger() {
    let server = Server::answering(200, &[JSON], "[]");
    run(client!(server).reports().get().header("accept", "application/json;q=0.9")).unwrap();
    assert_eq!(server.asked().header("accept"), Some("application/json;q=0.9"));
    let client = Client::builder().base_url(&server.url).header("Accept", "application/json, */*").build().unwrap();
    run(client.reports().get()).unwrap();
    assert_eq!(server.asked().header("accept"), Some("application/json, */*"));
}

#[test]
fn what_came_is_read_by_its_own_media_type() {
    // JSON by chance, but not what the server calls it.
    let server = Server::answering(200, &[CSV], "[]");
    let error = run(client!(server).reports().get()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`application/json`") && text.contains("`text/csv; charset=utf-8`"), "{text}");
    assert_eq!((error.status().map(|status| status.as_u16()), error.body().map(|body| &body[..])), (Some(200), Some(&b"[]"[..])));
    let server = Server::answering(200, &[JSON], "[]");
    for error in [
        run(client!(server).reports().get_csv()).unwrap_err(),
        run(client!(server).reports().get_pdf()).unwrap_err(),
        run(client!(server).reports().get_pdf().download()).unwrap_err(),
    ] {
        assert!(error.to_string().contains("found `application/json`"), "{error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"[]"[..]));
    }
}

#[test]
fn without_a_media_type_it_is_what_was_asked_for() {
    let server = Server::answering(200, &[], "[]");
    assert!(run(client!(server).reports().get()).unwrap().is_empty());
    assert_eq!(run(client!(server).reports().get_csv()).unwrap(), "[]");
    assert_eq!(&run(client!(server).reports().get_pdf()).unwrap()[..], b"[]");
}

#[test]
fn one_value_under_several_names_is_one_method() {
    for media in [("content-type", "text/plain"), ("content-type", "text/json"), JSON] {
        let server = Server::answering(200, Box::leak(Box::new([media])), r#"{"n":1}"#);
        assert_eq!(run(client!(server).reports().same()).unwrap(), Row::new(1));
        assert_eq!(server.asked().header("accept"), Some("application/json"));
    }
    let server = Server::answering(200, &[JSON], r#"{"n":1}"#);
    assert_eq!(run(client!(server).reports().anything()).unwrap(), Row::new(1));
}

#[test]
fn versions_are_told_apart() {
    let server = Server::answering(200, &[("content-type", "application/vnd.h.v1+json")], r#"{"n":1}"#);
    assert_eq!(run(client!(server).reports().versions()).unwrap(), Row::new(1));
    assert_eq!(server.asked().header("accept"), Some("application/vnd.h.v1+json"));
    assert!(run(client!(server).reports().versions_h_v2()).is_err());
    let server = Server::answering(200, &[("content-type", "Application/vnd.H.v2+json")], r#"{"rows":2}"#);
    assert_eq!(run(client!(server).reports().versions_h_v2()).unwrap().rows, 2);
    assert_eq!(server.asked().header("accept"), Some("application/vnd.h.v2+json"));
}

#[test]
fn a_parameter_may_say_which() {
    let server = Server::answering(200, &[CSV], "n");
    assert_eq!(run(client!(server).reports().export_csv().format("csv")).unwrap(), "n");
    assert_eq!(server.asked().line, "GET /export?format=csv");
}

#[test]
fn every_body_can_be_sent_for_every_representation() {
    let server = Server::answering(200, &[("content-type", "application/zip")], "PK");
    assert_eq!(&run(client!(server).reports().convert_zip(&Row::new(1))).unwrap()[..], b"PK");
    assert_eq!(&run(client!(server).reports().convert_csv_zip("n")).unwrap()[..], b"PK");
    server.asked();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("accept")), (Some("text/csv"), Some("application/zip")));
}
