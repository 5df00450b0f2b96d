use crate::server::{Server, run};
use ::lists_of_parts::types::Person;
use ::lists_of_parts::{Base64, Client, albums::AddKinds};

/// The parts of a body: what each head says, and what it holds.
fn parts(body: &str) -> Vec<(String, String)> {
    let (boundary, _) = body.split_once("\r\n").expect("a first boundary");
    let parts = body.split(boundary).filter_map(|part| part.trim_start_matches("\r\n").split_once("\r\n\r\n"));
    parts.map(|(head, content)| (head.to_ascii_lowercase(), content.trim_end_matches("\r\n").to_owned())).collect()
}

fn named(parts: &[(String, String)], name: &str) -> Vec<(Option<String>, bool, String)> {
    let wanted = format!("name=\"{name}\"");
    let found = parts.iter().filter(|(head, _)| head.split([';', '\r']).any(|word| word.trim() == wanted));
    let media = |head: &str| head.lines().find_map(|line| Some(line.strip_prefix("content-type:")?.trim().to_owned()));
    found.map(|(head, content)| (media(head), head.contains("filename="), content.clone())).collect()
}

#[test]
fn each_item_is_a_part_of_its_kind() {
    let server = Server::silent();
    let call = client!(server).albums().add([b"P1".to_vec(), b"P2".to_vec()]);
    let call = call.scans([("a.png", "S1"), ("b.txt", "S2")]).pages_([b"1", b"2"]).clips([b"C".to_vec()]).names(["x", "y z"]);
    let call = call.notes(["*n*"]).years([1, 2]).sizes([0.5]).flags([true, false]).days(["2026-01-02"]);
    let call = call.kinds([AddKinds::Old]).hashes([Base64::from(b"h".to_vec())]).people(&[Person::new().name("A"), Person::new()]);
    run(call.tables([b"T".to_vec()]).film(b"F").page("<p>")).unwrap();
    let body = server.asked().body;
    let parts = parts(&body);
    let of = |name: &str| named(&parts, name);
    let file = |media: &str, content: &str| (Some(media.to_owned()), true, content.to_owned());
    let text = |content: &str| (None, false, content.to_owned());
    assert_eq!(of("photos"), [file("image/png", "P1"), file("image/png", "P2")], "{body}");
    assert_eq!(of("scans").iter().map(|(_, is_file, content)| (*is_file, content.as_str())).collect::<Vec<_>>(), [(true, "S1"), (true, "S2")]);
    assert_eq!(of("pages"), [file("application/pdf", "1"), file("application/pdf", "2")]);
    assert_eq!(of("clips"), [file("video/mp4", "C")]);
    assert_eq!(of("film"), [file("video/mp4", "F")]);
    assert_eq!(of("page"), [(Some("text/html".to_owned()), false, "<p>".to_owned())]);
    assert_eq!(of("tables"), [file("application/xml", "T")]);
    assert_eq!(of("names"), [text("x"), text("y z")]);
    assert_eq!(of("notes"), [(Some("text/markdown".to_owned()), false, "*n*".to_owned())]);
    assert_eq!(of("years"), [text("1"), text("2")]);
    assert_eq!(of("sizes"), [text("0.5")]);
    assert_eq!(of("flags"), [text("true"), text("false")]);
    assert_eq!(of("days"), [text("2026-01-02")]);
    assert_eq!(of("kinds"), [text("old")]);
    assert_eq!(of("hashes"), [(Some("application/octet-stream".to_owned()), false, "aA==".to_owned())]);
    let json = |content: &str| (Some("application/json".to_owned()), false, content.to_owned());
    assert_eq!(of("people"), [json(r#"{"name":"A"}"#), json("{}")]);
}

#[test]
fn files_have_names_where_parts_are_mixed() {
    let server = Server::silent();
    run(client!(server).albums().add_mixed().files([("a.png", "A"), ("b.png", "B")]).names(["n"])).unwrap();
    let body = server.asked().body;
    let parts = parts(&body);
    let files: Vec<&str> = parts.iter().filter(|(head, _)| head.contains("filename=")).map(|(_, content)| content.as_str()).collect();
    assert_eq!((files, parts.len()), (vec!["A", "B"], 3), "{body}");
}
