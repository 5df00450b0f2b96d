// Features: blocking, test-util
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::server::{Server, run};
use ::event_streams::types::{Added, Event, Kind, Parsed, Problem, Question};
use ::event_streams::test::Example;
use ::event_streams::{Client, Error, SequenceItems};

/// The stream of the table in the standard's words: fields, comments, and all ends of lines.
const STREAM: &str = "\u{feff}: hello\nevent: added\nid: 7\ndata: {\"n\":1}\n\ndata: first\ndata:  second\ndata\nretry: 5\n\n\
    event: gone\n\ndata: {\"n\":\r\ndata: 2}\r\n\r\ndata: lost";

const EVENTS: &[(&str, &str)] = &[("content-type", "text/event-stream")];

/// Where a server is.
struct Address {
    url: String,
}

/// Answers as many requests as there are heads: with the head, and then with what comes through the channel, piece by piece. The heads
/// of the requests come through the other channel. The thread returns whether the last connection was left before its end.
fn stream(heads: &'static [&'static str]) -> (Address, Sender<String>, Receiver<String>, JoinHandle<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Address { url: format!("http://{}", listener.local_addr().unwrap()) };
    let ((send, pieces), (keep, asked)) = (channel::<String>(), channel());
    let thread = std::thread::spawn(move || {
        for (index, head) in heads.iter().enumerate() {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).unwrap();
            let _ = keep.send(String::from_utf8_lossy(&request[..length]).to_ascii_lowercase());
            stream.write_all(format!("HTTP/1.1 {head}\r\n\r\n").as_bytes()).unwrap();
            for piece in pieces.iter() {
                match piece.as_str() {
                    "end" => stream.write_all(b"0\r\n\r\n").unwrap(),
                    "cut" => break,
                    piece => {
                        if stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes()).is_err() {
                            return true;
                        }
                        continue;
                    }
                }
                break;
            }
            if index + 1 == heads.len() {
                return has_left(&mut stream);
            }
        }
        false
    });
    (server, send, asked, thread)
}

const CHUNKED: &str = "200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked";

fn has_left(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    matches!(stream.read(&mut [0; 16]), Ok(0))
}

async fn all<T: event_streams::FromJson>(mut items: SequenceItems<T>) -> Vec<Result<T, Error>> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item);
    }
    found
}

fn facts(event: &Event) -> (Option<&str>, Option<&str>, &str, Option<i64>) {
    (event.event.as_deref(), event.id.as_deref(), &event.data, event.retry)
}

#[test]
fn events_are_those_of_the_standard() {
    let server = Server::answering(200, EVENTS, STREAM);
    let client = client!(server);
    let check = |found: &[Event]| {
        let [added, second, third] = found else { panic!("{found:?}") };
        assert_eq!(facts(added), (Some("added"), Some("7"), "{\"n\":1}", None));
        assert_eq!(facts(second), (None, None, "first\n second\n", Some(5)));
        assert_eq!(facts(third), (None, None, "{\"n\":\n2}", None));
        // The data are a text, and the definition says what is in it.
        assert_eq!(added.data_content().unwrap().n, 1);
        assert!(second.data_content().unwrap_err().to_string().contains("expected"));
        assert_eq!(third.data_content().unwrap().n, 2);
    };
    let mut watch = client.events().watch().stream();
    let mut found = Vec::new();
    run(async {
        while let Some(event) = watch.next().await {
            found.push(event.unwrap());
        }
    });
    check(&found);
    // It is that of the first event still, for a new connection.
    assert_eq!(watch.last_event_id(), Some("7"));
    assert_eq!(server.asked().header("accept"), Some("text/event-stream"));
    check(&run(client.events().watch()).unwrap());
    // A list of events is what each of them is.
    check(&run(client.events().listed()).unwrap());
}

#[test]
fn what_is_in_the_data_may_be_the_item() {
    let server = Server::answering(200, EVENTS, STREAM);
    let client = client!(server);
    let found = run(all(client.events().plain().stream()));
    let [Ok(first), Err(second), Ok(third)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((first.n, third.n), (1, 2));
    // One that cannot be read is one error, with its text, and the stream goes on.
    assert!(matches!(second, Error::Decode(_)));
    assert!(second.to_string().contains("item 2: expected JSON"), "{second}");
    assert_eq!(second.body().map(|body| &body[..]), Some(&b"first\n second\n"[..]));
    assert_eq!(server.asked().header("accept"), Some("text/event-stream"));
    // All of them together are none where one is none.
    assert!(run(client.events().plain()).unwrap_err().to_string().contains("item 2"));

    let server = Server::answering(200, EVENTS, "data: {\"n\":1}\n\ndata: {\"m\":1}\n\ndata\n\ndata: [DONE]\n\ndata:{\"n\":2}\n\n");
    let found = run(all(client!(server).events().plain().stream()));
    let kinds: Vec<bool> = found.iter().map(Result::is_ok).collect();
    assert_eq!(kinds, [true, false, false, false, true]);
    let error = |index: usize| found[index].as_ref().unwrap_err();
    assert_eq!((error(1).json_path(), error(1).body().map(|body| &body[..])), (Some("[1]"), Some(&b"{\"m\":1}"[..])));
    assert_eq!(error(3).body().map(|body| &body[..]), Some(&b"[DONE]"[..]));
}

#[test]
fn an_event_comes_as_soon_as_its_empty_line_is_there() {
    let (server, send, _, thread) = stream(&[CHUNKED]);
    run(async {
        let client = client!(server);
        let mut events = client.events().plain().stream();
        // In the middle of a line, of a letter's bytes and of a line's end.
        send.send("data: {\"n\":1}\r\n\r".to_owned()).unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().n, 1);
        send.send("\nda".to_owned()).unwrap();
        send.send("ta: {\"n\":".to_owned()).unwrap();
        send.send("2}\n\n".to_owned()).unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().n, 2);
        send.send("data: {\"n\":3}\n".to_owned()).unwrap();
        send.send("end".to_owned()).unwrap();
        // No empty line has ended it.
        assert!(events.next().await.is_none());
        assert!(events.next().await.is_none());
    });
    drop(send);
    thread.join().unwrap();
}

#[test]
fn dropping_the_stream_ends_the_connection() {
    let (server, send, _, thread) = stream(&[CHUNKED]);
    run(async {
        let client = client!(server);
        let mut events = client.events().plain().stream();
        send.send("data: {\"n\":1}\n\n".to_owned()).unwrap();
        assert!(events.next().await.unwrap().is_ok());
        drop(events);
    });
    drop(send);
    assert!(thread.join().unwrap());
}

#[test]
fn a_cut_is_an_error_and_not_the_end() {
    let (server, send, _, thread) = stream(&[CHUNKED]);
    run(async {
        let client = client!(server);
        let mut events = client.events().plain().stream();
        send.send("data: {\"n\":1}\n\n".to_owned()).unwrap();
        send.send("cut".to_owned()).unwrap();
        assert!(events.next().await.unwrap().is_ok());
        assert!(matches!(events.next().await.unwrap().unwrap_err(), Error::Transport(_)));
        assert!(events.next().await.is_none());
    });
    drop(send);
    thread.join().unwrap();
}

#[test]
fn an_error_comes_before_the_stream_begins() {
    let server = Server::json(404, "{\"title\":\"no such thing\"}");
    let client = client!(server);
    run(async {
        let mut events = client.events().watch().stream();
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.typed::<Problem>().unwrap().title.as_deref()), (Some(404), Some("no such thing")));
        assert!(events.next().await.is_none());
    });
    // What is no stream has no events, which is not the same as a stream without any.
    for (media, body) in [("application/json", "{\"n\":1}"), ("text/html", "<html>Sign in</html>")] {
        let headers: &'static [(&str, &str)] = Box::leak(Box::new([("content-type", media)]));
        let server = Server::answering(200, headers, body);
        let error = run(client!(server).events().watch()).unwrap_err().to_string();
        assert!(error.contains("expected an event stream") && error.contains(media), "{error}");
        let found = run(all(client!(server).events().plain().stream()));
        assert!(matches!(found.as_slice(), [Err(Error::Decode(_))]), "{found:?}");
    }
    let server = Server::answering(200, EVENTS, "");
    assert!(run(all(client!(server).events().watch().stream())).is_empty());
}

#[test]
fn a_body_may_ask_for_a_stream() {
    let server = Server::answering(200, EVENTS, "data: {\"n\":1}\n\n");
    let found = run(all(client!(server).events().ask(&Question::new("why?")).stream()));
    assert!(matches!(found.as_slice(), [Ok(Added { n: 1, .. })]), "{found:?}");
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.header("accept"), asked.body.as_str()), ("POST /plain", Some("text/event-stream"), "{\"text\":\"why?\"}"));
}

#[test]
fn events_may_be_told_apart_by_their_names() {
    let body = "event: added\ndata: {\"n\":1}\n\nevent: removed\ndata: [1]\n\nevent: noted\ndata: [\"x\"]\n\nevent: other\ndata: y\n\n";
    let server = Server::answering(200, EVENTS, body);
    let found = run(all(client!(server).events().kinds().stream()));
    let [Ok(Kind::AddedEvent(added)), Ok(Kind::RemovedEvent(removed)), Ok(Kind::NotedEvent(noted)), _] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(added.data_content().unwrap().n, 1);
    assert_eq!(removed.data_content().unwrap()[0], 1);
    assert_eq!(noted.data_content().unwrap(), Some(vec!["x".to_owned()]));
}

#[test]
fn data_may_be_described_as_an_object() {
    let server = Server::answering(200, EVENTS, "event: added\ndata: {\"n\":1}\n\nevent: done\ndata: [DONE]\n\n");
    let found = run(all(client!(server).events().objects().stream()));
    let [Ok(Parsed::ParsedAdded(added)), Ok(Parsed::ParsedDone(_))] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(added.data.n, 1);
}

#[test]
fn events_without_a_schema_are_events_all_the_same() {
    let server = Server::answering(200, EVENTS, STREAM);
    let client = client!(server);
    for found in [run(client.events().any()).unwrap(), run(client.events().texts()).unwrap()] {
        let [added, second, _] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((added.event.as_deref(), added.id.as_deref(), added.data.as_str()), (Some("added"), Some("7"), "{\"n\":1}"));
        assert_eq!((second.retry, second.data.as_str()), (Some(5), "first\n second\n"));
    }
    let whole = run(client.events().whole()).unwrap();
    assert!(whole.ends_with("data: lost"), "{whole}");
}

#[test]
fn a_hint_says_which_item_ends_a_stream() {
    let body = "data: {\"n\":1}\n\ndata: [DONE]\n\ndata: {\"n\":2}\n\n";
    let server = Server::answering(200, EVENTS, body);
    let client = client!(server);
    let found = run(all(client.events().ends().stream()));
    assert!(matches!(found.as_slice(), [Ok(Added { n: 1, .. })]), "{found:?}");
    assert_eq!(run(client.events().ends()).unwrap().len(), 1);
    assert_eq!(run(client.events().ends_too()).unwrap().len(), 1);
    // Without the hint, it is an item like all others.
    assert_eq!(run(all(client.events().plain().stream())).len(), 3);
}

#[test]
fn an_event_is_bounded_and_their_number_is_not() {
    let body: &str = Box::leak(": x\n".repeat(100).into_boxed_str());
    let body: &str = Box::leak(format!("{body}\n{}", "data: {\"n\":1}\n\n".repeat(1000)).into_boxed_str());
    let server = Server::answering(200, EVENTS, body);
    let client = Client::builder().base_url(&server.url).max_response_bytes(32).build().unwrap();
    let found = run(all(client.events().plain().stream()));
    assert!(found.len() == 1000 && found.iter().all(Result::is_ok), "{:?}", found.iter().find(|item| item.is_err()));
    // Many short lines of one event are too much as well.
    let long: &str = Box::leak("data: 12345678\n".repeat(8).into_boxed_str());
    let server = Server::answering(200, EVENTS, long);
    let client = Client::builder().base_url(&server.url).max_response_bytes(32).build().unwrap();
    let found = run(all(client.events().plain().stream()));
    assert!(matches!(found.as_slice(), [Err(Error::Decode(_))]), "{found:?}");
}

#[test]
fn a_new_connection_goes_on_only_where_the_caller_wants_it() {
    const NO_CONTENT: &str = "204 No Content";
    let (server, send, asked, thread) = stream(&[CHUNKED, CHUNKED, NO_CONTENT]);
    run(async {
        let client = client!(server);
        let mut events = client.events().watch().stream().reconnecting();
        send.send("retry: 1\nid: 7\ndata: a\n\ndata: lost".to_owned()).unwrap();
        send.send("cut".to_owned()).unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, "a");
        send.send("data: b\n\n".to_owned()).unwrap();
        send.send("end".to_owned()).unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, "b");
        send.send("cut".to_owned()).unwrap();
        assert!(events.next().await.is_none());
        assert!(events.next().await.is_none());
    });
    drop(send);
    thread.join().unwrap();
    let heads: Vec<String> = asked.iter().collect();
    let ids: Vec<bool> = heads.iter().map(|head| head.contains("\r\nlast-event-id: 7\r\n")).collect();
    assert_eq!(ids, [false, true, true], "{heads:?}");
    assert!(!heads[0].contains("last-event-id"));
}

#[test]
fn what_is_not_safe_to_repeat_is_not_asked_again() {
    let (server, send, asked, thread) = stream(&[CHUNKED]);
    run(async {
        let client = client!(server);
        let mut events = client.events().ask(&Question::new("why?")).stream().reconnecting();
        send.send("retry: 1\ndata: {\"n\":1}\n\n".to_owned()).unwrap();
        send.send("cut".to_owned()).unwrap();
        assert!(events.next().await.unwrap().is_ok());
        assert!(matches!(events.next().await.unwrap().unwrap_err(), Error::Transport(_)));
        assert!(events.next().await.is_none());
    });
    drop(send);
    thread.join().unwrap();
    assert_eq!(asked.iter().count(), 1);
}

#[test]
fn blocking_clients_have_streams_too() {
    let server = Server::answering(200, EVENTS, STREAM);
    let client = event_streams::blocking::Client::builder().base_url(&server.url).build().unwrap();
    let mut events = client.events().watch().items();
    let data: Vec<String> = events.by_ref().map(|event| event.unwrap().data).collect();
    assert_eq!(data, ["{\"n\":1}", "first\n second\n", "{\"n\":\n2}"]);
    assert_eq!(events.last_event_id(), Some("7"));
    assert_eq!(client.events().plain().items().filter(Result::is_ok).count(), 2);
}

#[test]
fn a_mock_answers_with_events() {
    let mock = event_streams::test::Mock::new();
    let mut event = Event::example();
    event.data = "{\"n\":1}\nx".to_owned();
    let mut added = Added::example();
    added.n = 5;
    mock.on::<event_streams::events::Watch>().replies(vec![event.clone()]);
    mock.on::<event_streams::events::Plain>().replies(vec![added.clone()]);
    let client = Client::builder().mock(&mock).build().unwrap();
    let found = run(all(client.events().watch().stream()));
    assert!(matches!(found.as_slice(), [Ok(found)] if facts(found) == facts(&event)), "{found:?}");
    assert_eq!(run(client.events().plain()).unwrap(), [added]);
}
