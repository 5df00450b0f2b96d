//! Files on their way there and back: whole, or an error.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::api::{against, call, said};
#[cfg(feature = "tokio-1")]
use crate::runtime::Tokio1;
use crate::runtime::{Binary, Bytes, Call, Client, Delivery, Download, Error, File, Method, Progress, Request};
use crate::support::folder::Folder;
use crate::support::memory::block_on;
use crate::support::server::{Act, Received, Server, json, reply};

/// A stream of pieces.
struct Pieces(std::vec::IntoIter<io::Result<Bytes>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

fn pieces(pieces: &[&'static str]) -> Pieces {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
    Pieces(pieces.into_iter())
}

fn upload(client: &Client, file: File) -> Request {
    client.call(Method::PUT, "/files").form("title", "T").part("name", file)
}

/// The parts of a form, each with its head and its content.
fn parts(request: &Received) -> Vec<(String, String)> {
    let media = request.header("content-type").expect("a form");
    let boundary = media.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let body = String::from_utf8(request.body.clone()).expect("text");
    let parts: Vec<_> = body.split(&format!("--{boundary}")).map(str::to_owned).collect();
    assert_eq!((parts[0].as_str(), parts.last().map(String::as_str)), ("", Some("--\r\n")));
    let split = |part: &String| {
        let (head, content) = part.split_once("\r\n\r\n").expect("a head");
        (head.trim().to_owned(), content.strip_suffix("\r\n").expect("a line's end").to_owned())
    };
    parts[1..parts.len() - 1].iter().map(split).collect()
}

#[test]
fn a_file_comes_from_bytes_a_path_or_a_stream() {
    let folder = Folder::new("upload");
    let path = folder.0.join("on disk.txt");
    let large = "0123456789abcdef".repeat(20_000);
    std::fs::write(&path, &large).expect("written");
    for (file, name, content, length) in [
        (File::new("a.txt", "bytes").media_type("text/plain"), "a.txt", "bytes", true),
        (File::from_path(&path).media_type("text/plain"), "on disk.txt", large.as_str(), true),
        (File::from_path(&path).named("b.txt").media_type("text/plain"), "b.txt", large.as_str(), true),
        (File::from_stream("c.txt", Some(4), pieces(&["ab", "", "cd"])).media_type("text/plain"), "c.txt", "abcd", true),
        (File::from_stream("d.txt", None, pieces(&["ab", "cd"])).media_type("text/plain"), "d.txt", "abcd", false),
    ] {
        let server = Server::start([json(200, "{}")]);
        let (client, _) = against(&server);
        call(upload(&client, file)).expect("sent");
        let request = server.received().remove(0);
        let sent = parts(&request);
        assert_eq!(sent[0], ("Content-Disposition: form-data; name=\"title\"".to_owned(), "T".to_owned()));
        assert_eq!(sent[1].0, format!("Content-Disposition: form-data; name=\"name\"; filename=\"{name}\"\r\nContent-Type: text/plain"));
        assert!(sent[1].1 == content, "{name}");
        assert_eq!(request.header("content-length").is_some(), length, "{name}");
        assert_eq!(request.header("transfer-encoding").is_none(), length, "{name}");
    }
}

#[test]
fn a_file_can_be_the_whole_body() {
    let folder = Folder::new("body");
    let path = folder.0.join("body.bin");
    std::fs::write(&path, "on disk").expect("written");
    let put = |client: &Client, file: File| call(client.call(Method::PUT, "/files").file("image/png", file));
    for (file, media, content, length) in [
        (File::new("a", "bytes"), "image/png", "bytes", Some("5")),
        (File::new("a", "").media_type("image/gif"), "image/gif", "", Some("0")),
        (File::from_path(&path), "image/png", "on disk", Some("7")),
        (File::from_stream("a", Some(4), pieces(&["ab", "cd"])), "image/png", "abcd", Some("4")),
        (File::from_stream("a", None, pieces(&["ab", "cd"])).media_type("image/gif"), "image/gif", "abcd", None),
    ] {
        let server = Server::start([json(200, "{}")]);
        put(&against(&server).0, file).expect("sent");
        let request = server.received().remove(0);
        assert_eq!((request.header("content-type"), request.header("content-length")), (Some(media), length));
        assert_eq!(request.body, content.as_bytes());
    }
    // What streams is sent once; what is there is sent again.
    for (file, times) in [(File::new("a", "a"), 2), (File::from_path(&path), 1), (File::from_stream("a", Some(2), pieces(&["ab"])), 1)] {
        let server = Server::start([json(503, ""), json(200, "{}")]);
        assert_eq!((put(&against(&server).0, file).is_ok(), server.received().len()), (times == 2, times));
    }
    let (client, _) = against(&Server::start([]));
    for (file, problem) in [
        (File::from_path(folder.0.join("none")), "cannot be read"),
        (File::from_stream("a", Some(5), pieces(&["four"])), "the stream yields fewer bytes than its length"),
        (File::new("a", "a").media_type("a\nb"), "is not a valid media type"),
    ] {
        let error = put(&client, file).expect_err(problem);
        assert!(error.to_string().contains(problem), "{error}");
    }
    let raw = client.request(Method::PUT, "/files").body_from("image/png", File::from_path(&path));
    let line = raw.preview().expect("all is given");
    assert!(line.contains(&format!("--data-binary '@{}'", path.display())), "{line}");
    let form = client.call(Method::POST, "/files").form("kind", "a b").part("file", File::from_path(&path)).part("text", ("t", "x"));
    let line = Call::<crate::runtime::Json<serde_json::Value>>::from(form).preview().expect("all is given");
    for part in ["--form-string 'kind=a b'", &format!("-F 'file=@{}'", path.display()), "-F 'text=@t'"] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(raw.extra_body("a", &1).preview().expect_err("no object").to_string().contains("extra fields can only"));
}

#[test]
fn a_body_that_streams_is_not_sent_again_once_it_has_begun() {
    let server = Server::start([json(503, ""), json(429, ""), json(200, "{}"), json(200, "{}")]);
    let (client, clock) = against(&server);
    for status in [503, 429] {
        let error = call(upload(&client, File::from_stream("a", Some(1), pieces(&["a"])))).expect_err("not sent again");
        assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(status), 1));
    }
    assert!(clock.waits().is_empty());
    let server = Server::start([json(503, ""), json(200, "{}")]);
    call(upload(&against(&server).0, File::new("a", "a"))).expect("bytes are sent again");
}

#[test]
fn a_body_that_streams_survives_a_connection_that_was_not_made() {
    struct Dead(std::sync::atomic::AtomicU32, Arc<Mutex<String>>);
    impl crate::runtime::Transport for Dead {
        fn send(&self, request: http::Request<crate::runtime::Body>) -> crate::runtime::TransportFuture {
            use crate::runtime::{TransportError, TransportErrorKind};
            if self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
                return Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, "no way")) });
            }
            let got = self.1.clone();
            Box::pin(async move {
                let mut body = request.into_body();
                loop {
                    let frame = std::future::poll_fn(|context| http_body::Body::poll_frame(Pin::new(&mut body), context)).await;
                    let Some(frame) = frame.transpose()? else { break };
                    let data = frame.into_data().expect("data");
                    got.lock().expect("not poisoned").push_str(&String::from_utf8_lossy(&data));
                }
                Ok(http::Response::new(crate::runtime::Body::from("{}")))
            })
        }
    }
    let got = Arc::<Mutex<String>>::default();
    let clock = crate::support::clock::FakeClock::default();
    let client = crate::api::client().clock(clock).transport(Dead(0.into(), got.clone())).build().expect("all is given");
    call(upload(&client, File::from_stream("a", None, pieces(&["whole"])))).expect("sent");
    assert!(got.lock().expect("not poisoned").contains("\r\n\r\nwhole\r\n--"));
}

#[test]
fn what_cannot_be_read_to_the_end_is_no_upload() {
    let folder = Folder::new("unreadable");
    for (file, problem) in [
        (File::from_path(folder.0.join("none.txt")), "cannot be read: "),
        (File::from_path(&folder.0), "cannot be read: it is not a file"),
        (File::from_stream("a", Some(5), pieces(&["four"])), "the stream yields fewer bytes than its length"),
        (File::from_stream("a", Some(3), pieces(&["four"])), "the stream yields more bytes than its length"),
        (File::from_stream("a", None, Pieces(vec![Err(io::Error::other("the tape broke"))].into_iter())), "the tape broke"),
    ] {
        let server = Server::start([json(200, "{}")]);
        let error = call(upload(&against(&server).0, file)).expect_err(problem);
        assert!(error.to_string().contains(problem), "{error}");
        assert_eq!(server.received().len(), 0, "{problem}");
    }
}

#[test]
fn progress_is_reported_both_ways() {
    let content = "x".repeat(150_000);
    let server = Server::start([json(503, ""), Act::Reply(reply(200, &[], &content))]);
    let (client, _) = against(&server);
    let told = Arc::<Mutex<Vec<(bool, Progress)>>>::default();
    let tell = |up| {
        let told = told.clone();
        move |progress| told.lock().expect("not poisoned").push((up, progress))
    };
    let call: Call<Binary> = upload(&client, File::new("a", content.clone())).into();
    let bytes = block_on(call.on_upload(tell(true)).on_download(tell(false)).into_future()).expect("the second attempt succeeds");
    assert_eq!(bytes.len(), content.len());
    let told = told.lock().expect("not poisoned");
    let sent = server.received()[1].body.len() as u64;
    let ups: Vec<_> = told.iter().filter(|(up, _)| *up).map(|(_, progress)| (progress.done, progress.total)).collect();
    let once = [(65_536, Some(sent)), (131_072, Some(sent)), (sent, Some(sent))];
    assert_eq!(ups, [once, once].concat());
    let last = told.last().expect("something was told");
    assert_eq!((last.0, last.1.done, last.1.total), (false, 150_000, Some(150_000)));
}

fn download(client: &Client) -> Result<Download, Error> {
    let call: Call<Binary> = client.call(Method::GET, "/files/1").into();
    block_on(call.download())
}

fn bytes(client: &Client) -> Result<Bytes, Error> {
    let call: Call<Binary> = client.call(Method::GET, "/files/1").into();
    block_on(call.into_future())
}

#[test]
fn a_download_comes_piece_by_piece_into_memory_a_writer_or_a_file() {
    let folder = Folder::new("download");
    let content = "y".repeat(100_000);
    let headers = [("content-type", "image/png"), ("content-disposition", "attachment; filename=\"../a \\\"b\\\";.png\"; size=5")];
    let server = Server::start((0..4).map(|_| Act::Reply(reply(200, &headers, &content))));
    let (client, _) = against(&server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let begin = || -> Call<Binary> { client.call(Method::GET, "/files/1").into() };
    runtime.block_on(async {
        let mut first = begin().download().await.expect("begun");
        assert_eq!((first.length(), first.media_type()), (Some(100_000), Some("image/png")));
        assert_eq!((first.file_name().as_deref(), first.status().as_u16()), (Some("a \"b\";.png"), 200));
        let mut all = Vec::new();
        while let Some(piece) = first.next().await {
            all.extend_from_slice(&piece.expect("whole"));
        }
        assert!(all == content.as_bytes());
        assert_eq!(begin().download().await.expect("begun").bytes(100_000).await.expect("whole").len(), 100_000);
        let mut written = Vec::new();
        assert_eq!(begin().download().await.expect("begun").write_to(&mut written).await.expect("whole"), 100_000);
        assert!(written == content.as_bytes());
        let path = folder.0.join("z.png");
        assert_eq!(begin().download().await.expect("begun").save(&path).await.expect("whole"), 100_000);
        assert!(std::fs::read(&path).expect("readable") == content.as_bytes());
    });
    assert_eq!(folder.names(), ["z.png"]);
}

/// One end of a pipe that is smaller than what goes through: it is not always ready.
#[cfg(feature = "tokio-1")]
#[test]
fn a_download_goes_into_a_writer_of_tokio() {
    use tokio::io::AsyncReadExt as _;

    let content = "z".repeat(10_000);
    let server = Server::start([Act::Reply(reply(200, &[], &content)), Act::Reply(reply(200, &[], &content))]);
    let (client, _) = against(&server);
    let begin = || -> Call<Binary> { client.call(Method::GET, "/files/1").into() };
    block_on(async {
        let (near, mut far) = tokio::io::duplex(64);
        let reading = tokio::spawn(async move {
            let mut all = String::new();
            far.read_to_string(&mut all).await.map(|_| all)
        });
        let written = begin().download().await.expect("begun").write_to(&mut Tokio1(near)).await.expect("whole");
        assert_eq!((written, reading.await.expect("no panic").expect("text") == content), (10_000, true));
        // Nobody reads at the other end.
        let (near, far) = tokio::io::duplex(64);
        drop(far);
        let error = begin().download().await.expect("begun").write_to(&mut Tokio1(near)).await.expect_err("nobody reads");
        assert!(error.to_string().contains("broken pipe"), "{error}");
    });
}

#[test]
fn a_download_can_be_spawned() {
    fn sendable(_: impl Send + 'static) {}
    let (client, _) = against(&Server::start([]));
    let call = move || -> Call<Binary> { client.call(Method::GET, "/x").into() };
    let (one, two) = (call(), call());
    sendable(async move { one.download().await?.save("x").await });
    sendable(async move {
        let mut all = Vec::<u8>::new();
        two.download().await?.write_to(&mut all).await
    });
}

#[test]
fn a_download_has_a_cap() {
    for headers in [&[][..], &[("transfer-encoding", "chunked")][..]] {
        let whole = if headers.is_empty() {
            reply(200, &[], "12345")
        } else {
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n".to_vec()
        };
        let server = Server::start([Act::Reply(whole.clone()), Act::Reply(whole)]);
        let (client, _) = against(&server);
        let (whole, error) = block_on(async {
            let begin = || -> Call<Binary> { client.call(Method::GET, "/files/1").into() };
            let whole = begin().download().await?.bytes(5).await?;
            Ok::<_, Error>((whole, begin().download().await?.bytes(4).await.expect_err("does not fit")))
        })
        .expect("begun");
        assert_eq!(whole, "12345");
        assert_eq!(said(&error), "GET /files/1: 200 OK: the response is larger than the limit of 4 bytes");
    }
}

#[test]
fn half_a_download_is_an_error_and_no_file() {
    let folder = Folder::new("half");
    let ok = |head: &str, body: &str| format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}").into_bytes();
    let cases: [fn(Vec<u8>) -> Act; 2] = [Act::ReplyAndClose, Act::Reset];
    for bytes_sent in
        [ok("content-length: 10", "half"), ok("transfer-encoding: chunked", "a\r\nhalf"), ok("transfer-encoding: chunked", "4\r\nhalf\r\n")]
    {
        for act in cases {
            // The plain way tries again; this one has begun, and does not.
            let server = Server::start([act(bytes_sent.clone()), act(bytes_sent.clone())]);
            let (client, _) = against(&server);
            let path = folder.0.join("half.txt");
            let error = match download(&client) {
                Ok(begun) => {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
                    runtime.block_on(begun.save(&path)).expect_err("cut short")
                }
                // A reset may overtake the head.
                Err(error) => error,
            };
            assert!(matches!(error, Error::Transport(_)), "{error}");
            assert!(folder.names().is_empty(), "{:?}", folder.names());
        }
        let server = Server::start((0..4).map(|_| Act::ReplyAndClose(bytes_sent.clone())));
        let error = bytes(&against(&server).0).expect_err("cut short");
        assert_eq!((error.attempts(), error.delivery()), (4, Delivery::Done));
    }
}

#[test]
fn a_download_that_stalls_ends_when_patience_does() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    let server = Server::start([Act::Stall(begun, Box::new(|| ()))]);
    let (client, clock) = against(&server);
    let error = block_on(async {
        let call: Call<Binary> = client.call(Method::GET, "/files/1").into();
        let mut download = call.download().await.expect("begun");
        let mut got = 0;
        while got < 4 {
            got += download.next().await.expect("there is more").expect("a piece").len();
        }
        let mut next = std::pin::pin!(download.next());
        assert!(std::future::poll_fn(|context| Poll::Ready(next.as_mut().poll(context).is_pending())).await);
        clock.time_out();
        next.await.expect("it has not all come").expect_err("nothing comes any more")
    });
    assert_eq!((error.is_timeout(), error.delivery()), (true, Delivery::Done));
}

#[test]
fn a_name_out_of_a_header_is_never_a_path() {
    for (header, name) in [
        ("attachment; filename=plain.txt", Some("plain.txt")),
        ("attachment; filename=\"a;b.txt\"", Some("a;b.txt")),
        ("attachment; filename=\"x.txt\"; filename*=UTF-8''%C3%A4%20b.txt", Some("ä b.txt")),
        ("attachment; filename=\"..\\\\..\\\\evil.txt\"", Some("evil.txt")),
        ("attachment; filename*=UTF-8''..%2F..%2Fevil", Some("evil")),
        ("attachment; filename=\"..\"", None),
        ("inline", None),
        ("attachment; filename=\"\"", None),
    ] {
        let server = Server::start([Act::Reply(reply(200, &[("content-disposition", header)], ""))]);
        let (client, _) = against(&server);
        assert_eq!(download(&client).expect("begun").file_name().as_deref(), name, "{header}");
    }
}
