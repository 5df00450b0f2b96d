// Features: blocking, test-util
use crate::server::{Server, run};
use ::streams_beside_json::types::{Answer, Piece, Problem, Question};
use ::streams_beside_json::test::Example;
use ::streams_beside_json::{Client, Error, FromJson, SequenceItems};

async fn all<T: FromJson>(mut items: SequenceItems<T>) -> Vec<Result<T, Error>> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item);
    }
    found
}

#[test]
fn awaiting_gives_the_one_value() {
    let server = Server::json(200, "{\"text\":\"because\"}");
    let client = client!(server);
    assert_eq!(run(client.chats().chat(&Question::new("why?"))).unwrap().text, "because");
    let asked = server.asked();
    assert_eq!((asked.header("accept"), asked.body.as_str()), (Some("application/json"), "{\"text\":\"why?\"}"));
    assert_eq!(run(client.chats().get(7)).unwrap().text, "because");
    let server = Server::json(200, "[{\"text\":\"because\"}]");
    assert_eq!(run(client!(server).chats().history().since(1)).unwrap().len(), 1);
    assert_eq!(server.asked().line, "GET /chats?since=1");
}

#[test]
fn a_stream_is_asked_for_by_its_media_type_and_by_the_flag() {
    let events: &[(&str, &str)] = &[("content-type", "text/event-stream")];
    let server = Server::answering(200, events, "data: {\"delta\":\"be\",\"id\":\"1\"}\n\ndata: {\"delta\":\"cause\"}\n\ndata: [DONE]\n\n");
    let client = client!(server);
    for question in [Question::new("why?"), Question::new("why?").stream(false)] {
        let found = run(all(client.chats().chat(&question).stream()));
        let found: Vec<&Piece> = found.iter().map(|piece| piece.as_ref().unwrap()).collect();
        assert!(matches!(found.as_slice(), [first, second] if first.delta == "be" && second.delta == "cause"), "{found:?}");
        let asked = server.asked();
        assert_eq!(asked.header("accept"), Some("text/event-stream"));
        assert_eq!(asked.body, "{\"text\":\"why?\",\"stream\":true}");
    }
    let server = Server::answering(200, &[("content-type", "application/x-ndjson")], "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    let found = run(all(client!(server).chats().history().since(1).stream()));
    assert!(matches!(found.as_slice(), [Ok(Answer { .. }), Ok(Answer { .. })]), "{found:?}");
    let asked = server.asked();
    assert_eq!((asked.header("accept"), asked.line.as_str()), (Some("application/x-ndjson"), "GET /chats?since=1&stream=true"));
    // Where nothing in the request asks for it, the media type does.
    let server = Server::answering(200, events, "event: done\ndata: x\n\n");
    let found = run(all(client!(server).chats().get(7).stream()));
    assert!(matches!(found.as_slice(), [Ok(event)] if event.event.as_deref() == Some("done")), "{found:?}");
    assert_eq!(server.asked().line, "GET /chats/7");
}

#[test]
fn what_was_not_asked_for_is_an_error() {
    // The server does not know the flag.
    let server = Server::json(200, "{\"text\":\"because\"}");
    let found = run(all(client!(server).chats().chat(&Question::new("why?")).stream()));
    let [Err(error)] = found.as_slice() else { panic!("{found:?}") };
    assert!(error.to_string().contains("expected an event stream, found application/json"), "{error}");
    assert!(matches!(error, Error::Decode(_)));
    // The caller has set it without asking for a stream.
    let server = Server::answering(200, &[("content-type", "text/event-stream")], "data: {\"delta\":\"x\"}\n\n");
    let error = run(client!(server).chats().chat(&Question::new("why?").stream(true))).unwrap_err().to_string();
    assert!(error.contains("expected `application/json`, found `text/event-stream`"), "{error}");
}

#[test]
fn an_error_comes_before_the_stream_begins() {
    let server = Server::json(429, "{\"title\":\"later\"}");
    let client = Client::builder().base_url(&server.url).retry(streams_beside_json::Retry::never()).build().unwrap();
    let found = run(all(client.chats().chat(&Question::new("why?")).stream()));
    let [Err(error)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(error.typed::<Problem>().unwrap().title.as_deref(), Some("later"));
}

#[test]
fn a_mock_answers_with_either() {
    let mock = streams_beside_json::test::Mock::new();
    let mut piece = Piece::example();
    piece.delta = "be".to_owned();
    mock.on::<streams_beside_json::chats::Chat>().streams([piece.clone()]);
    mock.on::<streams_beside_json::chats::Chat>().replies(Answer::example());
    let client = Client::builder().mock(&mock).build().unwrap();
    let question = Question::new("why?");
    assert_eq!(run(client.chats().chat(&question)).unwrap(), Answer::example());
    let found = run(all(client.chats().chat(&question).stream()));
    assert!(matches!(found.as_slice(), [Ok(found)] if *found == piece), "{found:?}");
    let client = streams_beside_json::blocking::Client::builder().mock(&mock).build().unwrap();
    let pieces: Vec<Piece> = client.chats().chat(&question).items().map(Result::unwrap).collect();
    assert_eq!(pieces, [piece]);
}
