use crate::server::{Server, run};
use ::words_of_other_generators::Client;
use ::words_of_other_generators::types::{Chunk, Person, PersonKind, PersonMood, Question};

#[test]
fn groups_and_names_are_followed_and_a_list_goes_on_to_its_last_page() {
    let server = Server::json(200, r#"{"data":[{"nm":"Ann","k":"a","m":"+"}],"pages":1}"#);
    let client = Client::builder().base_url(&server.url).account("acme").build().unwrap();
    let people: Vec<Person> = run(client.people().list().count(1).dry(true).stream().collect()).unwrap();
    let [ann] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!((ann.name.as_str(), &ann.kind, &ann.mood), ("Ann", &Some(PersonKind::Adult), &Some(PersonMood::Good)));
    let line = server.asked().line;
    for part in ["GET /people?", "count=1", "dry=true", "account=acme"] {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[test]
fn items_are_counted_where_a_step_is_given() {
    let server = Server::json(200, r#"{"data":[{"id":"1"},{"id":"2"}]}"#);
    let mut steps = client!(server).people().steps().limit(2).stream();
    for _ in 0..3 {
        run(steps.next()).unwrap().unwrap();
    }
    assert_eq!(server.asked().line, "GET /people/steps?limit=2");
    assert_eq!(server.asked().line, "GET /people/steps?limit=2&offset=2");
}

#[test]
fn a_cursor_leads_on_by_what_the_root_says() {
    let server = Server::json(200, r#"{"data":[{"id":"1"}],"next":{"after":"z"}}"#);
    let mut things = client!(server).people_things().list().stream();
    for _ in 0..2 {
        run(things.next()).unwrap().unwrap();
    }
    assert_eq!(server.asked().line, "GET /people/things");
    assert_eq!(server.asked().line, "GET /people/things?after=z");
}

#[test]
fn a_payload_a_key_and_a_name_on_the_wire() {
    let server = Server::json(200, r#"{"data":[{"id":"1"}],"next":null}"#);
    let found = run(client!(server).people_things().find().words("w")).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(server.asked().line, "POST /people/things?q=w");

    let server = Server::json(200, r#"{"nm":"Ann"}"#);
    run(client!(server).people().create(&Person::new("Ann"))).unwrap();
    let asked = server.asked();
    assert!(asked.header("idempotency-key").is_some_and(|key| !key.is_empty()));
    assert_eq!(asked.body, r#"{"nm":"Ann"}"#);
}

#[test]
fn retries_are_those_that_the_words_ask_for() {
    let server = Server::json(503, "{}");
    assert!(run(client!(server).people_things().list()).is_err());
    assert!(run(client!(server).people_things().find()).is_err());
    assert_eq!(server.asked().line, "GET /people/things");
    assert_eq!(server.asked().line, "POST /people/things");
    assert_eq!(server.asked().line, "POST /people/things");
}

const EVENTS: &str = "data: {\"text\":\"a\"}\n\ndata: {\"text\":\"b\"}\n\ndata: [DONE]\n\ndata: {\"text\":\"c\"}\n\n";

fn texts(chunks: &[Chunk]) -> Vec<&str> {
    chunks.iter().map(|chunk| chunk.text.as_str()).collect()
}

#[test]
fn streams_end_where_the_words_say() {
    let server = Server::answering(200, &[("content-type", "text/event-stream")], EVENTS);
    let chat = client!(server);
    let chunks: Vec<Chunk> = run(chat.chat().chat()).unwrap();
    assert_eq!(texts(&chunks), ["a", "b"]);
    let chunks: Vec<Chunk> = run(chat.chat().events()).unwrap();
    assert_eq!(texts(&chunks), ["a", "b"]);
    let mut chunks = chat.chat().either(&Question::new()).stream();
    assert_eq!(run(chunks.next()).unwrap().unwrap().text, "a");
    assert_eq!(run(chunks.next()).unwrap().unwrap().text, "b");
    assert!(run(chunks.next()).is_none());
    server.asked();
    server.asked();
    assert_eq!(server.asked().body, r#"{"stream":true}"#);
}

#[test]
fn values_come_one_after_the_other() {
    let server = Server::json(200, "{\"text\":\"a\"}{\"text\":\"b\"}\n\"over\"\n{\"text\":\"c\"}");
    let chunks: Vec<Chunk> = run(client!(server).chat().lines()).unwrap();
    assert_eq!(texts(&chunks), ["a", "b"]);
    let server = Server::json(200, r#"{"text":"a"} {"text":"b"}"#);
    let chunks: Vec<Chunk> = run(client!(server).chat().values()).unwrap();
    assert_eq!(texts(&chunks), ["a", "b"]);
}

#[test]
fn an_answer_is_one_value_unless_a_stream_is_asked_for() {
    let server = Server::json(200, r#"{"text":"a"}"#);
    let chat = client!(server);
    assert_eq!(run(chat.chat().answer(&Question::new())).unwrap().text, "a");
    assert_eq!(run(chat.chat().either(&Question::new())).unwrap().text, "a");
    assert_eq!(run(chat.chat().one(&Question::new())).unwrap().text, "a");
}
