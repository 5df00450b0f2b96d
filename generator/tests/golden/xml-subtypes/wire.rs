use crate::server::{Server, run};
use ::xml_subtypes::Client;
use ::xml_subtypes::pets::{ReplaceInlineBody, ReplaceInlineBodyA};
use ::xml_subtypes::types::{Cat, Dog, Node, Pet, Shelter};

const XML: &[(&str, &str)] = &[("content-type", "application/xml")];
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

#[test]
fn a_type_may_hold_itself() {
    let leaf = |name| Node::new().name(name);
    let node = leaf("a").left(leaf("b").children([])).children([leaf("c").children([leaf("d")])]).named([("e", leaf("f"))]);
    let xml = "<Node name=\"a\"><left name=\"b\"><children/></left>\
               <children><Node name=\"c\"><children><Node name=\"d\"/></children></Node></children><named><e name=\"f\"/></named></Node>";
    let server = Server::answering(200, XML, xml);
    assert_eq!(run(client!(server).nodes().replace(&node)).unwrap(), node);
    assert_eq!(server.asked().body, format!("{HEAD}{xml}"));
}

#[test]
fn the_tag_chooses_the_type() {
    let pets: [Pet; 2] = [Cat::new().name("T").lives(9).into(), Dog::new().name("R").tricks(["sit", "beg"]).into()];
    let shelter = Shelter::new().pets(pets);
    let xml = "<Shelter><pet name=\"T\" kind=\"Cat\"><Lives>9</Lives></pet>\
               <pet name=\"R\" kind=\"Dog\"><trick>sit</trick><trick>beg</trick></pet></Shelter>";
    let server = Server::answering(200, XML, xml);
    assert_eq!(run(client!(server).pets().replace(&shelter)).unwrap(), shelter);
    assert_eq!(server.asked().body, format!("{HEAD}{xml}"));
}

#[test]
fn another_tag_is_kept_as_it_came() {
    let xml = "<Shelter><pet kind=\"Lion\" name=\"L\"/></Shelter>";
    let server = Server::answering(200, XML, xml);
    let read = run(client!(server).pets().replace(&Shelter::new())).unwrap();
    run(client!(server).pets().replace(&read)).unwrap();
    let (_, asked) = (server.asked(), server.asked());
    assert_eq!(asked.body, format!("{HEAD}{xml}"));
}

#[test]
fn a_body_that_is_no_definition_is_called_like_its_parameter() {
    let server = Server::silent();
    run(client!(server).pets().replace_inline(&ReplaceInlineBody::new().a(ReplaceInlineBodyA::new().b("c")))).unwrap();
    assert_eq!(server.asked().body, format!("{HEAD}<thing><a b=\"c\"/></thing>"));
}
