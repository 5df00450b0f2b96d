use crate::server::{Server, run};
use ::xml_properties::Client;
use ::xml_properties::types::{Book, BookBinding, Price, Printer, Publisher};

const XML: &[(&str, &str)] = &[("content-type", "application/xml")];
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const BOOK: &str = "<book id=\"7\" lang=\"en\"><title>A &amp; B</title><price>9.5</price><sold>false</sold><date>2026-02-01</date>\
                    <binding>soft</binding><cover>aGk=</cover>\
                    <note xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/><key>s3&lt;cr&gt;et</key>\
                    <publisher><name>P</name></publisher><shop><name>S</name></shop><PrintedBy><name>Q</name></PrintedBy>\
                    <price-list currency=\"EUR\">9.5</price-list></book>";

fn book() -> Book {
    Book::new(7)
        .language("en")
        .title("A & B")
        .price(9.5)
        .sold(false)
        .printed("2026-02-01")
        .binding(BookBinding::Soft)
        .cover("hi")
        .note(None)
        .key("s3<cr>et")
        .publisher(Publisher::new().name("P"))
        .seller(Publisher::new().name("S"))
        .printer(Printer::new().name("Q"))
        .price_list(Price::new().currency("EUR").amount(9.5))
}

#[test]
fn properties_are_written_where_they_belong() {
    let server = Server::silent();
    run(client!(server).books().update(7, &book())).unwrap();
    let asked = server.asked();
    assert_eq!(asked.header("content-type"), Some("application/xml"));
    assert_eq!(asked.body, format!("{HEAD}{BOOK}"));
    run(client!(server).books().change(7).body(&Book::new(8))).unwrap();
    assert_eq!(server.asked().body, format!("{HEAD}<book id=\"8\"/>"));
}

#[test]
fn properties_are_read_from_where_they_are() {
    let server = Server::answering(200, XML, BOOK);
    let read = run(client!(server).books().get(7)).unwrap();
    assert_eq!(read, book());
    assert_eq!(server.asked().header("accept"), Some("application/xml"));
}

#[test]
fn what_the_definition_does_not_know_is_kept() {
    let server = Server::answering(200, XML, "<book id=' 7 '><title/><shelf floor='2'>B</shelf><price>much</price></book>");
    let read = run(client!(server).books().get(7)).unwrap();
    assert_eq!((read.id, read.title.as_deref(), read.price), (7, Some(""), None));
    assert_eq!(read.extra.get("shelf").map(ToString::to_string).as_deref(), Some(r##"{"#text":"B","@floor":"2"}"##));
    assert_eq!(read.extra.get("price").and_then(|price| price.as_str()), Some("much"));
    run(client!(server).books().update(7, &read)).unwrap();
    let (_, asked) = (server.asked(), server.asked());
    assert_eq!(asked.body, format!("{HEAD}<book id=\"7\"><title/><price>much</price><shelf floor=\"2\">B</shelf></book>"));
}

#[test]
fn what_is_no_xml_is_an_error_with_its_position() {
    let error_of = |response: &'static str| {
        let server = Server::answering(200, XML, response);
        run(client!(server).books().get(7)).unwrap_err()
    };
    let error = error_of("<book id='7'>\n<title></book>");
    assert!(error.to_string().contains("expected XML") && error.to_string().contains("line 2"), "{error}");
    let error = error_of("<book><title>T</title></book>");
    assert!(error.to_string().contains("field `id`"), "{error}");
    let error = error_of("<book id='seven'/>");
    assert_eq!(error.json_path(), Some("id"), "{error}");
    let error = error_of("<!DOCTYPE html><html><head><title>Down</title></head></html>");
    assert!(error.to_string().contains("found an HTML page titled \"Down\""), "{error}");
    let error = error_of("<!DOCTYPE b [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><book id='7'><title>&e;</title></book>");
    assert!(error.to_string().contains("a document type"), "{error}");
}

#[test]
fn json_is_read_even_where_it_was_not_asked_for() {
    let server = Server::json(200, r#"{"id": 7, "title": "T"}"#);
    assert_eq!(run(client!(server).books().get(7)).unwrap(), Book::new(7).title("T"));
}

#[test]
fn an_error_has_the_message_of_the_server() {
    let server = Server::answering(404, XML, "<Error><MessageId>9</MessageId><Code>NoBook</Code><Message>No such book.</Message></Error>");
    let error = run(client!(server).books().get(7)).unwrap_err();
    assert_eq!((error.is_not_found(), error.message()), (true, Some("No such book.")));
}

#[test]
fn secrets_are_in_no_preview_and_no_error() {
    let server = Server::answering(200, XML, "<book><key>s3&lt;cr&gt;et</key></book>");
    let preview = client!(server).books().update(7, &book()).preview().unwrap();
    assert!(preview.contains("<book id=\\\"7\\\"") && preview.contains("<key>$SECRET</key>"), "{preview}");
    assert!(!preview.contains("s3"), "{preview}");
    let error = run(client!(server).books().get(7)).unwrap_err();
    assert!(!format!("{error} {error:?} {:?}", error.body()).contains("s3"), "{error:?}");
}

#[test]
fn what_xml_cannot_carry_is_not_sent() {
    let server = Server::silent();
    let error = run(client!(server).books().update(7, &Book::new(7).title("a\u{0}"))).unwrap_err();
    assert!(error.to_string().contains("U+0000 at book.title"), "{error}");
    assert_eq!(error.attempts(), 0);
}
