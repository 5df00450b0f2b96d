use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::server::{Server, run};
use ::sequences::{Client, types::Event, types::Status};

/// Where a server is.
struct Address {
    url: String,
}

/// Answers one request with what comes through the channel, piece by piece, and then closes the connection. The thread returns whether
/// the other side had left before.
fn stream() -> (Address, Sender<&'static str>, JoinHandle<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Address { url: format!("http://{}", listener.local_addr().unwrap()) };
    let (send, pieces) = channel::<&str>();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
        for piece in pieces {
            let piece = if piece == "end" { "0\r\n\r\n".to_owned() } else { format!("{:x}\r\n{piece}\r\n", piece.len()) };
            if stream.write_all(piece.as_bytes()).is_err() {
                return true;
            }
        }
        has_left(&mut stream)
    });
    (server, send, thread)
}

fn has_left(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    matches!(stream.read(&mut [0; 16]), Ok(0))
}

#[test]
fn items_come_as_they_are_sent() {
    let (server, send, thread) = stream();
    run(async {
        let client = client!(server);
        let mut events = client.events().watch().stream();
        send.send("{\"result\":{\"id\":\"1\"}}\n{\"res").unwrap();
        // The response has not ended, and the next item has begun.
        assert_eq!(events.next().await.unwrap().unwrap(), Event::new("1"));
        send.send("ult\":{\"id\":\"2\",\"at\":7}}").unwrap();
        assert_eq!(events.next().await.unwrap().unwrap(), Event::new("2").at(7));
        send.send("end").unwrap();
        assert!(events.next().await.is_none());
        assert!(events.next().await.is_none());
    });
    drop(send);
    thread.join().unwrap();
}

#[test]
fn dropping_the_stream_ends_the_request() {
    let (server, send, thread) = stream();
    run(async {
        let client = client!(server);
        let mut events = client.events().watch().stream();
        send.send("{\"result\":{\"id\":\"1\"}}").unwrap();
        assert!(events.next().await.unwrap().is_ok());
        drop(events);
    });
    drop(send);
    assert!(thread.join().unwrap());
}

#[test]
fn a_cut_is_an_error() {
    let (server, send, thread) = stream();
    send.send("{\"id\":\"1\"}{\"id\":").unwrap();
    drop(send);
    run(async {
        let client = client!(server);
        let mut events = client.events().list().stream();
        assert_eq!(events.next().await.unwrap().unwrap().id, "1");
        // The connection breaks.
        assert!(matches!(events.next().await.unwrap().unwrap_err(), sequences::Error::Transport(_)));
        assert!(events.next().await.is_none());
    });
    thread.join().unwrap();
    // The response ends, and the item does not.
    let server = Server::json(200, "{\"id\":\"1\"}\n{\"id\":");
    run(async {
        let client = client!(server);
        let mut events = client.events().list().stream();
        assert!(events.next().await.unwrap().is_ok());
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("the response ends in the middle of item 2"), "{error}");
        assert!(events.next().await.is_none());
        let error = client.events().list().await.unwrap_err();
        assert!(error.to_string().contains("the response ends in the middle of item 2"), "{error}");
    });
}

#[test]
fn an_error_of_the_server_is_an_error() {
    let server = Server::json(200, "{\"result\":{\"id\":\"1\"}}\n{\"error\":{\"code\":5,\"message\":\"it is gone\"}}\n{\"result\":{\"id\":\"2\"}}");
    run(async {
        let client = client!(server);
        let mut events = client.events().watch().stream();
        assert!(events.next().await.unwrap().is_ok());
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!((error.message(), error.typed::<Status>().unwrap().code), (Some("it is gone"), Some(5)));
        assert!(events.next().await.is_none());
        assert_eq!(client.events().watch().await.unwrap_err().message(), Some("it is gone"));
    });
    let server = Server::json(200, "{\"stream\":\"Step 1\"}\r\n{\"errorDetail\":{\"message\":\"no such file\"}}\r\n");
    run(async {
        let client = client!(server);
        let mut progress = client.events().build().stream();
        assert_eq!(progress.next().await.unwrap().unwrap()["stream"], "Step 1");
        assert_eq!(progress.next().await.unwrap().unwrap_err().message(), Some("no such file"));
    });
}

#[test]
fn an_item_that_does_not_fit_is_told_with_its_number() {
    let server = Server::json(200, "{\"id\":\"1\"}{\"at\":2}");
    let error = run(client!(server).events().list()).unwrap_err();
    assert_eq!(error.json_path(), Some("[1]"));
    assert!(error.to_string().contains("`id`"), "{error}");
    let server = Server::json(200, "{\"id\":\"1\"}\n{\"id\" \"2\"}");
    let error = run(client!(server).events().list()).unwrap_err();
    assert!(error.to_string().contains("item 2"), "{error}");
}

#[test]
fn an_item_is_bounded_and_their_number_is_not() {
    let body: &str = Box::leak("{\"id\":\"123456789012345678901234567890\"}\n".repeat(1000).into_boxed_str());
    let server = Server::json(200, body);
    let client = Client::builder().base_url(&server.url).max_response_bytes(64).build().unwrap();
    let count = |client: Client| async move {
        let (mut events, mut count) = (client.events().list().stream(), 0);
        while let Some(event) = events.next().await {
            count += usize::from(event?.id.len() == 30);
        }
        Ok::<_, sequences::Error>(count)
    };
    assert_eq!(run(count(client)).unwrap(), 1000);
    let client = Client::builder().base_url(&server.url).max_response_bytes(32).build().unwrap();
    let error = run(count(client)).unwrap_err();
    assert!(error.to_string().contains("item 1 is larger than the limit of 32 bytes"), "{error}");
    let endless = Server::json(200, Box::leak(format!("{{\"id\":\"{}", "x".repeat(100_000)).into_boxed_str()));
    let client = Client::builder().base_url(&endless.url).max_response_bytes(1000).build().unwrap();
    let error = run(count(client)).unwrap_err();
    assert!(error.to_string().contains("item 1 is larger than the limit of 1000 bytes"), "{error}");
}

#[test]
fn all_of_them_can_be_awaited() {
    let server = Server::json(200, "{\"result\":{\"id\":\"1\"}}\n{\"result\":{\"id\":\"2\"}}\n");
    let client = client!(server);
    run(async {
        let both = [Event::new("1"), Event::new("2")];
        assert_eq!(client.events().watch().await.unwrap(), both);
        assert_eq!(client.events().follow(&Event::new("")).await.unwrap(), both);
        assert_eq!(client.events().tail().await.unwrap(), both);
    });
    let server = Server::json(200, "{\"id\":\"1\"}");
    assert_eq!(run(client!(server).events().stop_watch()).unwrap().id, "1");
    assert_eq!(run(client!(server).events().get_log()).unwrap(), [Event::new("1")]);
    let server = Server::silent();
    assert_eq!(run(client!(server).events().list()).unwrap(), []);
}
