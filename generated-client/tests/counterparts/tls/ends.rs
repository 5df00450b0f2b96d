//! How TLS connections end.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use tallyfy::{Delivery, Error};

use crate::Test;
use crate::calls::{check, direct, get, post, repeated_error};
use crate::peers::Peer;
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::openssl::SServer;
use crate::servers::{Folder, NGINX, OPENSSL};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("tls::a_whole_body_needs_no_close_notify", &[OPENSSL], a_whole_body_needs_no_close_notify),
        Test::new("tls::a_body_that_only_the_end_ends_is_cut_short", &[OPENSSL], a_body_that_only_the_end_ends_is_cut_short),
        Test::new("tls::nothing_but_a_reset_is_unknown", &[NGINX, OPENSSL], nothing_but_a_reset_is_unknown),
        Test::new("tls::a_reset_in_the_handshake_is_tried_again", &[OPENSSL], a_reset_in_the_handshake_is_tried_again),
    ]
}

/// Answers a read with some bytes, and then dies, which leaves no time for an orderly end.
fn answered(bytes: &[u8]) -> Result<(), Error> {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let mut dying = SServer::start(&server(&folder, "server", "IP:127.0.0.1", &root), &[]);
    let address = dying.address;
    // A write, so that there is no other attempt.
    let call = std::thread::spawn(move || post(&format!("https://{address}"), direct().only_root_certificates(root.certificate_text())));
    dying.wait_for("POST /things HTTP/1.1");
    dying.send(bytes);
    std::thread::sleep(Duration::from_millis(300));
    dying.kill();
    call.join().expect("no panic")
}

fn a_whole_body_needs_no_close_notify() {
    answered(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}").expect("the length says that it is whole");
    answered(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n").expect("the last chunk says that it is whole");
}

fn a_body_that_only_the_end_ends_is_cut_short() {
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ] {
        let error = answered(head.as_bytes()).expect_err(head);
        check(&error, Delivery::Done, 1, &["200", "cut short"]);
        assert!(error.status().is_some_and(|status| status == 200), "{error}");
    }
}

fn nothing_but_a_reset_is_unknown() {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), "");
    let target = nginx.address;
    // The first bytes of the client begin the handshake, the next ones end it, with the request.
    let resetting = Peer::start(move |client, seen| {
        let server = TcpStream::connect(target).ok()?;
        let mut bytes = vec![0; 64 * 1024];
        let size = (&client).read(&mut bytes).ok()?;
        (&server).write_all(bytes.get(..size)?).ok()?;
        // The server says all it has to say at once.
        server.set_read_timeout(Some(Duration::from_millis(200))).ok()?;
        while let Ok(size @ 1..) = (&server).read(&mut bytes) {
            (&client).write_all(bytes.get(..size)?).ok()?;
        }
        crate::peers::note(seen, (&client).read(&mut bytes).ok()?);
        socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).ok()
    });
    let url = resetting.url().replace("http:", "https:");
    let transport = || direct().only_root_certificates(root.certificate_text());
    let error = post(&url, transport()).expect_err("reset");
    check(&error, Delivery::Unknown, 1, &["the connection broke"]);
    assert_eq!(resetting.seen().len(), 1);
    let error = get(&url, transport()).expect_err("reset");
    check(&error, Delivery::Unknown, 3, &["the connection broke"]);
}

fn a_reset_in_the_handshake_is_tried_again() {
    let resetting = Peer::start(|client, seen| {
        crate::peers::note(seen, (&client).read(&mut [0; 1024]).ok()?);
        socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).ok()
    });
    repeated_error(&resetting.url().replace("http:", "https:"), direct(), &["TLS failed", "broke in the handshake"]);
    assert_eq!(resetting.seen().len(), 3);
    let closing = Peer::start(|client, seen| {
        crate::peers::note(seen, (&client).read(&mut [0; 1024]).ok()?);
        None
    });
    repeated_error(&closing.url().replace("http:", "https:"), direct(), &["TLS failed", "broke in the handshake"]);
    assert_eq!(closing.seen().len(), 3);
}
