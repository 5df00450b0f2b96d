use crate::server::{Server, run};
use ::xml_lists_and_maps::types::{Animal, Keeper, Zoo};
use ::xml_lists_and_maps::{Client, Value};

const XML: &[(&str, &str)] = &[("content-type", "text/xml; charset=utf-8")];
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// Sends a value, which is to be this XML, and gives back what is read of the same XML.
macro_rules! both_ways {
    ($method:ident, $value:expr, $xml:expr) => {{
        let server = Server::answering(200, XML, $xml);
        let read = run(client!(server).zoo().$method($value)).unwrap();
        let asked = server.asked();
        assert_eq!(asked.header("content-type"), Some("text/xml"));
        assert_eq!(asked.body, format!("{HEAD}{}", $xml));
        read
    }};
}

#[test]
fn lists_without_a_wrapper() {
    let zoo = Zoo::new([1, 2]).animals(["a", "b"]).renamed(["c"]).ignored(["d"]).objects([Animal::new().kind("cat")]);
    let xml = "<Zoo><animals>a</animals><animals>b</animals><animal>c</animal><creature>d</creature>\
               <animal-of-zoo><kind>cat</kind></animal-of-zoo><number>1</number><number>2</number></Zoo>";
    assert_eq!(both_ways!(replace, &zoo, xml), zoo);
}

#[test]
fn lists_in_a_wrapper() {
    let zoo = Zoo::new([])
        .wrapped(["a", ""])
        .wrapped_named(["b"])
        .wrapped_outer(["c"])
        .wrapped_both(["d"])
        .wrapped_objects([Animal::new()])
        .wrapped_keepers([Keeper::new().name("K")])
        .shared(["n"]);
    let xml = "<Zoo><wrapped><wrapped>a</wrapped><wrapped/></wrapped><wrappedNamed><one>b</one></wrappedNamed>\
               <outer><outer>c</outer></outer><both><inner>d</inner></both><wrappedObjects><animal-of-zoo/></wrappedObjects>\
               <wrappedKeepers><Keeper><name>K</name></Keeper></wrappedKeepers><names><name>n</name></names></Zoo>";
    assert_eq!(both_ways!(replace, &zoo, xml), zoo);
}

#[test]
fn empty_lists_are_empty_wrappers_or_nothing() {
    let zoo = Zoo::new([]).animals([""; 0]).wrapped([""; 0]);
    let read = both_ways!(replace, &zoo, "<Zoo><wrapped/></Zoo>");
    assert_eq!((read.animals, read.wrapped, read.always), (None, Some(vec![]), vec![]));
}

#[test]
fn lists_of_lists_and_maps() {
    let zoo = Zoo::new([]).rows([vec![1, 2], vec![]]).labels([("a", "x".to_owned()), ("b", "y".to_owned())]).groups([("g", vec![1, 2])]);
    let xml = "<Zoo><row><cell>1</cell><cell>2</cell></row><row/><labels><a>x</a><b>y</b></labels><groups><g>1</g><g>2</g></groups></Zoo>";
    assert_eq!(both_ways!(replace, &zoo, xml), zoo);
    let server = Server::silent();
    let error = run(client!(server).zoo().replace(&Zoo::new([]).labels([("a b", "x".to_owned())]))).unwrap_err();
    assert!(error.to_string().contains("not a valid XML name at Zoo.labels"), "{error}");
}

#[test]
fn anything_is_read_as_it_comes() {
    let read = both_ways!(replace, &Zoo::new([]).anything(Value::from("t")), "<Zoo><anything>t</anything></Zoo>");
    assert_eq!(read.anything, Some(Value::from("t")));
}

#[test]
fn lists_and_maps_can_be_the_whole_body() {
    let names = ["a".to_owned(), "b".to_owned()];
    assert_eq!(both_ways!(replace_names, &names, "<names><name>a</name><name>b</name></names>"), names);
    assert_eq!(both_ways!(replace_names, &[], "<names/>"), [""; 0]);
    let animals = [Animal::new().kind("cat")];
    let xml = "<creatures><animal-of-zoo><kind>cat</kind></animal-of-zoo></creatures>";
    assert_eq!(both_ways!(replace_animals, &animals, xml), animals);
    let counts = [("a".to_owned(), 1)].into();
    assert_eq!(both_ways!(replace_counts, &counts, "<Counts><a>1</a></Counts>"), counts);
}
