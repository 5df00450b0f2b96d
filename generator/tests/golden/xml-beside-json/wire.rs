use crate::server::{Server, run};
use ::xml_beside_json::{Client, types::Note};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

#[test]
fn json_is_sent_and_asked_for_where_there_is_a_choice() {
    let server = Server::json(200, r#"{"text":"t"}"#);
    assert_eq!(run(client!(server).notes().json(&Note::new().text("t"))).unwrap().text.as_deref(), Some("t"));
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/json"), r#"{"text":"t"}"#));
}

#[test]
fn a_value_goes_as_xml_where_the_others_are_texts() {
    let server = Server::answering(200, &[], "<Note><t>u</t></Note>");
    assert_eq!(run(client!(server).notes().mixed(&Note::new().text("t"))).unwrap().text.as_deref(), Some("u"));
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("accept")), (Some("application/xml"), Some("text/xml")));
    assert_eq!(asked.body, format!("{HEAD}<Note><t>t</t></Note>"));
}

#[test]
fn what_no_schema_describes_is_a_text() {
    let server = Server::answering(200, &[], "<a><b/></a>");
    assert_eq!(run(client!(server).notes().raw("<x/>")).unwrap(), "<a><b/></a>");
    assert_eq!(server.asked().body, "<x/>");
    assert_eq!(run(client!(server).notes().anything("<y/>")).unwrap(), "<a><b/></a>");
    assert_eq!(server.asked().body, "<y/>");
}

#[test]
fn a_single_value_with_a_name_is_an_element() {
    let server = Server::answering(200, &[], "<word>w &amp; x</word>");
    assert_eq!(run(client!(server).notes().named(&3)).unwrap(), "w & x");
    assert_eq!(server.asked().body, format!("{HEAD}<count>3</count>"));
}
