use crate::server::{Server, run};
use ::xml_namespaces::Client;
use ::xml_namespaces::types::{Address, Person};

const XML: &[(&str, &str)] = &[("content-type", "application/vnd.catalog+xml")];
const PERSON: &str = "<person xmlns=\"http://example.com/schema/person\" xmlns:x=\"http://example.com/schema/id\" x:id=\"1\">\
    <sample:name xmlns:sample=\"http://example.com/schema/sample\">N</sample:name>\
    <sample:nick xmlns:sample=\"http://example.com/schema/sample\">M</sample:nick><plain>P</plain>\
    <sample:tags xmlns:sample=\"http://example.com/schema/sample\"><sample:tag>a</sample:tag></sample:tags>\
    <address xmlns=\"http://example.com/schema/address\"><city>C</city></address></person>";

fn person() -> Person {
    Person::new().id(1).name("N").nick("M").plain("P").tags(["a"]).address(Address::new().city("C"))
}

#[test]
fn names_are_written_with_their_namespaces() {
    let server = Server::answering(200, XML, PERSON);
    assert_eq!(run(client!(server).catalog().replace_person(&person())).unwrap(), person());
    let asked = server.asked();
    assert_eq!(asked.header("content-type"), Some("application/vnd.catalog+xml"));
    assert_eq!(asked.header("accept"), Some("application/vnd.catalog+xml, text/xml"));
    assert_eq!(asked.body, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{PERSON}"));
}

#[test]
fn prefixes_are_the_servers_own() {
    let theirs = "<p:person xmlns:p=\"http://example.com/schema/person\" xmlns:q=\"http://example.com/schema/sample\"
        xmlns:r=\"http://example.com/schema/address\" xmlns:s=\"http://example.com/schema/id\" s:id=\"1\">
        <q:name>N</q:name> <q:nick>M</q:nick> <p:plain>P</p:plain> <q:tags><q:tag>a</q:tag></q:tags>
        <r:address><r:city>C</r:city></r:address> <q:plain>another</q:plain></p:person>";
    let server = Server::answering(200, XML, theirs);
    let mut read = run(client!(server).catalog().replace_person(&person())).unwrap();
    let other = read.extra.remove("q:plain").unwrap();
    assert_eq!(other.to_string(), r##"{"#text":"another","@xmlns:q":"http://example.com/schema/sample"}"##);
    assert_eq!(read, person());
}
