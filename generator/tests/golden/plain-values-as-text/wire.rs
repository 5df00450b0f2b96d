use crate::server::{Server, run};
use ::plain_values_as_text::{Client, Date, types::Level};

#[test]
fn a_text_has_no_quotes() {
    let server = Server::silent();
    run(client!(server).settings().set_title("é \"x\"")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/plain; charset=utf-8"), "é \"x\""));
    run(client!(server).settings().set_volume(&7)).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/plain"), "7"));
}

#[test]
fn a_text_is_read_as_its_type_says() {
    let server = Server::answering(200, &[("content-type", "text/plain")], "42\n");
    assert_eq!(run(client!(server).settings().get_volume()).unwrap(), 42);
    for text in ["\"x\"", "null", ""] {
        let server = Server::answering(200, &[("content-type", "text/plain")], text);
        assert_eq!(run(client!(server).settings().get_title()).unwrap(), text);
    }
}

#[test]
fn dates_and_words_are_values_of_their_types() {
    for headers in [&[("content-type", "text/plain; charset=utf-8")][..], &[]] {
        let day = run(client!(Server::answering(200, headers, "2026-03-01\n")).settings().get_day()).unwrap();
        assert_eq!(day, Date::new(2026, 3, 1).unwrap());
        let moment = run(client!(Server::answering(200, headers, "2026-03-01T10:00:00Z")).settings().get_moment()).unwrap();
        assert_eq!(moment.unix_seconds(), Some(1_772_359_200));
        assert_eq!(run(client!(Server::answering(200, headers, "high")).settings().get_level()).unwrap(), Level::High);
        assert!(run(client!(Server::answering(200, headers, "true")).settings().is_on()).unwrap());
    }
    assert_eq!(run(client!(Server::json(200, "\"high\"")).settings().get_level()).unwrap(), Level::High);
}

#[test]
fn the_media_type_of_the_reply_rules() {
    assert_eq!(run(client!(Server::json(200, "\"x\"")).settings().get_title()).unwrap(), "x");
    assert_eq!(run(client!(Server::json(200, "{}")).settings().get_title()).unwrap(), "{}");
    let id = "6f1c7a3e-0000-4000-8000-000000000000";
    assert_eq!(run(client!(Server::answering(200, &[("content-type", "text/plain")], id)).settings().get_id()).unwrap(), id);
    assert_eq!(run(client!(Server::answering(200, &[("content-type", "text/html")], "<p>")).settings().get_page()).unwrap(), "<p>");
}
