//! Files: downloads that are read, uploads that are read from readers.

use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use tallyfy::{Error, File};

use crate::support::folder::Folder;
use crate::support::server::{Act, Server, json, read_head};
use crate::{bytes, client, group};

fn logo(server: &Server) -> tallyfy::blocking::Download {
    client(&server.url()).groups().download_logo("l").download().send().expect("the response begins")
}

#[test]
fn a_download_is_a_reader() {
    let content: Vec<u8> = (0..200_000_u32).map(|at| at as u8).collect();
    let server = Server::start([Act::Reply(bytes(&content)), Act::Reply(bytes(b"one\ntwo\n")), Act::Reply(bytes(&content))]);
    let mut download = logo(&server);
    assert_eq!(
        (download.status().as_u16(), download.length(), download.media_type()),
        (200, Some(200_000), Some("application/octet-stream"))
    );
    assert!(download.headers().contains_key("content-length") && download.file_name().is_none());
    let mut all = Vec::new();
    assert_eq!(download.read_to_end(&mut all).expect("all of it"), 200_000);
    assert!(all == content && download.read(&mut [0]).expect("the end") == 0);
    assert_eq!(logo(&server).lines().collect::<Result<Vec<_>, _>>().expect("all of it"), ["one", "two"]);
    assert_eq!(io::copy(&mut logo(&server), &mut io::sink()).expect("all of it"), 200_000);
}

#[test]
fn what_is_left_is_returned_written_or_saved() {
    let server = Server::start((0..4).map(|_| Act::Reply(bytes(b"0123456789"))));
    let begun = || {
        let mut download = logo(&server);
        download.read_exact(&mut [0; 3]).expect("three bytes");
        download
    };
    assert_eq!(begun().bytes(7).expect("seven bytes"), "3456789");
    let error = begun().bytes(6).expect_err("there are seven");
    assert!(matches!(error, Error::Decode(_)), "{error}");
    let mut written = Vec::new();
    assert_eq!((begun().write_to(&mut written).expect("seven bytes"), written.as_slice()), (7, &b"3456789"[..]));
    let folder = Folder::new("blocking-download");
    let path = folder.0.join("logo.png");
    assert_eq!(begun().save(&path).expect("seven bytes"), 7);
    assert_eq!(std::fs::read(path).expect("the file"), b"3456789");
}

#[test]
fn a_download_of_which_nothing_was_read_is_returned_written_or_saved() {
    let server = Server::start((0..3).map(|_| Act::Reply(bytes(b"0123456789"))));
    assert_eq!(logo(&server).bytes(10).expect("ten bytes"), "0123456789");
    assert_eq!(logo(&server).write_to(&mut io::sink()).expect("ten bytes"), 10);
    let folder = Folder::new("blocking-save");
    assert_eq!(logo(&server).save(folder.0.join("logo.png")).expect("ten bytes"), 10);
}

#[test]
fn a_writer_that_fails_is_named() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let server = Server::start([Act::Reply(bytes(b"0123456789"))]);
    let error = logo(&server).write_to(&mut Full).expect_err("it is full").to_string();
    assert!(error.contains("the disk is full"), "{error}");
}

#[test]
fn a_download_that_breaks_is_an_error_of_the_reader() {
    let cut = bytes(b"0123456789");
    let server = Server::start([Act::ReplyAndClose(cut[..cut.len() - 4].to_vec())]);
    let mut all = Vec::new();
    let error = logo(&server).read_to_end(&mut all).expect_err("it is cut short");
    assert_eq!(all, b"012345");
    let error = error.into_inner().expect("what it is").downcast::<Error>().expect("an error of this crate");
    assert!(matches!(*error, Error::Transport(_)) && error.path().contains("organization-assets"), "{error}");

    let stalled = Server::start([Act::Stall(cut[..cut.len() - 4].to_vec(), Box::new(|| {}))]);
    let call = client(&stalled.url()).groups().download_logo("l").timeout(Duration::from_millis(50));
    let error = call.download().send().expect("it begins").read_to_end(&mut all).expect_err("it stalls");
    assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{error}");

    let server = Server::start([json(404, r#"{"message":"no such logo"}"#)]);
    let error = client(&server.url()).groups().download_logo("l").download().send().expect_err("there is none");
    assert!(error.is_not_found(), "{error}");
}

/// The row of the reader that is dropped half-way: the server sees that the connection is closed, and a new one is opened.
#[test]
fn a_reader_that_is_dropped_half_way_ends_the_request() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (closed, is_closed) = mpsc::channel();
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            let (stream, _) = listener.accept().expect("a connection");
            let mut reader = BufReader::new(&stream);
            read_head(&mut reader).expect("a request");
            (&stream).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nfirst").expect("the client is there");
            let end = reader.read(&mut [0]).unwrap_or_default();
            closed.send(end).expect("the test waits");
        }
    });
    let client = client(&url);
    for _ in 0..2 {
        let mut download = client.groups().download_logo("l").download().send().expect("it begins");
        download.read_exact(&mut [0; 5]).expect("five bytes");
        drop(download);
        assert_eq!(is_closed.recv_timeout(Duration::from_secs(10)), Ok(0), "the connection is closed while the client lives");
    }
    server.join().expect("the server ends well");
    drop(client);
}

#[test]
fn a_small_rest_of_a_download_leaves_the_connection_usable() {
    let server = Server::start([Act::Reply(bytes(b"0123456789")), group("1")]);
    let client = client(&server.url());
    let mut download = client.groups().download_logo("l").download().send().expect("it begins");
    download.read_exact(&mut [0; 5]).expect("five bytes");
    drop(download);
    assert_eq!(client.groups().get("1").send().expect("a group").id, "1");
}

/// Reads a little at a time, and fails or panics at the end, if it shall.
struct Slow {
    left: usize,
    end: End,
}

type End = fn() -> io::Result<usize>;

impl Read for Slow {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return (self.end)();
        }
        let count = 7.min(self.left).min(bytes.len());
        bytes[..count].fill(b'x');
        self.left -= count;
        Ok(count)
    }
}

fn upload(server: &Server, file: File) -> Result<tallyfy::types::Group, Error> {
    client(&server.url()).groups().upload_logo("1", file).send()
}

#[test]
fn an_upload_is_read_from_a_reader() {
    let server = Server::start([group("1"), group("1"), group("1")]);
    upload(&server, File::from_reader("a.png", None, Slow { left: 100, end: || Ok(0) })).expect("it is taken");
    upload(&server, File::from_reader("a.png", Some(100), Slow { left: 100, end: || Ok(0) })).expect("it is taken");
    upload(&server, File::from_reader("a.png", Some(300_000), Cursor::new(vec![b'x'; 300_000]))).expect("it is taken");
    let received = server.received();
    let many = |request: &crate::support::server::Received| request.body.iter().filter(|byte| **byte == b'x').count();
    assert_eq!(received.iter().map(many).collect::<Vec<_>>(), [100, 100, 300_000]);
    let lengths: Vec<_> = received.iter().map(|request| request.header("content-length").is_some()).collect();
    assert_eq!(lengths, [false, true, true]);
}

#[test]
fn a_reader_is_the_body_of_a_request() {
    let server = Server::start([json(200, "{}")]);
    let call = client(&server.url()).request(tallyfy::Method::PUT, "/files/1");
    call.body_from("text/csv", File::from_reader("input", Some(4), &b"a,b\n"[..])).send().expect("it is taken");
    assert_eq!((server.received()[0].body.as_slice(), server.received()[0].header("content-type")), (&b"a,b\n"[..], Some("text/csv")));
}

#[test]
fn a_reader_that_fails_fails_the_call() {
    let ends: [(Option<u64>, End, &str); 4] = [
        (None, || Err(io::Error::other("the tape is torn")), "the tape is torn"),
        (Some(50), || Ok(0), "more bytes"),
        (Some(200), || Ok(0), "fewer bytes"),
        (None, || std::panic::resume_unwind(Box::new("it panics")), ""),
    ];
    for (length, end, said) in ends {
        let server = Server::start([Act::CutBeforeBody]);
        let error = upload(&server, File::from_reader("a.png", length, Slow { left: 100, end })).expect_err(said);
        assert!(matches!(error, Error::Transport(_)), "{said}: {error}");
    }
}

/// What was read is gone: no attempt sends the rest.
#[test]
fn a_reader_is_sent_once() {
    let server = Server::start([json(503, "{}"), group("1")]);
    let file = File::from_reader("a.png", None, Slow { left: 100, end: || Ok(0) });
    let error = upload(&server, file.clone()).expect_err("it cannot be sent again");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    let error = upload(&server, file).expect_err("it has been sent");
    assert!(error.to_string().contains("can be sent only once"), "{error}");
    assert_eq!(server.received().len(), 1);
}
