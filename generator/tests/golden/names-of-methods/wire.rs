use std::borrow::Borrow as _;

use crate::server::{Server, run};
use ::names_of_methods::{Client, types::Thing};

/// What somebody makes of a thing, and a thing of.
struct Mine(String);

impl From<Thing> for Mine {
    fn from(thing: Thing) -> Self {
        Self(thing.name)
    }
}

impl From<Mine> for Thing {
    fn from(mine: Mine) -> Self {
        Self::new(mine.0)
    }
}

#[test]
fn properties_hide_no_method_of_a_type() {
    let thing = Thing::new("n").clone_("c").new_("w").default_("d").into_("i").from_("f").eq_("e").hash("h").send("s").builder("b");
    let copy = thing.clone();
    assert!(copy.eq(&thing) && !copy.ne(&thing));
    assert_eq!((&thing).to_owned(), copy);
    let borrowed: &Thing = thing.borrow();
    assert_eq!(borrowed, &copy);
    assert_eq!(Thing::default().name, "");
    assert_eq!(Thing::from(Mine("m".to_owned())).name, "m");
    let mine: Mine = thing.into();
    assert_eq!(mine.0, "n");
    let json = serde_json::to_string(&copy).unwrap();
    assert_eq!(json, r#"{"name":"n","clone":"c","new":"w","default":"d","into":"i","from":"f","send":"s","builder":"b","eq":"e","hash":"h"}"#);
    assert_eq!(serde_json::from_str::<Thing>(&json).unwrap(), copy);
}

#[test]
fn parameters_hide_no_method_of_a_call() {
    let server = Server::json(200, r#"{"name":"n"}"#);
    let call = client!(server).things().put(&Thing::new("n")).clone("c").new_("w").from("f").send_("s").header_("h").timeout_("t");
    let response = run(call.into_("i").retries_("r").with_response_("w").into_future_("q").header("x-own", "o").with_response()).unwrap();
    assert_eq!(response.value.name, "n");
    let asked = server.asked();
    assert_eq!(asked.line, "PUT /things?clone=c&new=w&from=f&send=s&header=h&timeout=t&into=i&retries=r&with_response=w&into_future=q");
}

#[test]
fn operations_are_called_as_in_the_document() {
    let server = Server::json(200, r#"{"name":"n"}"#);
    let client = client!(server);
    let things = client.things();
    let same = things;
    assert_eq!(run(same.clone()).unwrap().name, "n");
    assert_eq!(server.asked().line, "GET /clone");
    assert_eq!(run(things.get_into()).unwrap().name, "n");
    assert_eq!(server.asked().line, "GET /into");
    let other: Client = client.clone();
    run(other.clone_().get()).unwrap();
    assert_eq!(server.asked().line, "GET /tags/clone");
}
