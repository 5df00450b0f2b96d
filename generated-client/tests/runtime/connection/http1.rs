//! HTTP/1.1 as servers speak it, well and badly.

use std::thread;
use std::time::Duration;

use super::{client, get, json, json_with, many_threads, post, runtime, with};
use crate::runtime::{Binary, Call, Delivery, Error, Method, Retry};
use crate::support::peer::Peer;
use crate::support::server::reply;

#[test]
fn interim_responses_are_passed_over() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")?;
        peer.write("HTTP/1.1 102 Processing\r\n\r\n")?;
        peer.write(json("{\"a\":1}"))
    });
    let value = runtime().block_on(get(&client(&peer))).expect("the final response counts");
    assert_eq!(value["a"], 1);
}

#[test]
fn an_endless_row_of_interim_responses_meets_the_timeout() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        loop {
            peer.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")?;
            thread::sleep(Duration::from_millis(5));
        }
    });
    let client = with(&peer, |builder| builder.first_byte_timeout(Duration::from_millis(300)), Retry::never());
    let error = runtime().block_on(get(&client)).expect_err("no final response");
    assert!(error.is_timeout(), "{error}");
}

#[test]
fn a_protocol_that_nobody_asked_for_is_an_error() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n")?;
        peer.wait()
    });
    let error = runtime().block_on(post(&client(&peer))).expect_err("no response");
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1), "{error}");
    assert!(error.to_string().contains("switched to another protocol"), "{error}");
    crate::support::peer::eventually("the connection is closed", || peer.open() == 0);
}

#[test]
fn an_offered_upgrade_changes_nothing() {
    let peer = Peer::start(|_, peer| peer.serve(json_with(&[("upgrade", "h2c"), ("connection", "upgrade")], "{}")));
    let client = client(&peer);
    runtime().block_on(async {
        get(&client).await.expect("answered");
        get(&client).await.expect("answered");
    });
    assert_eq!((peer.accepted(), peer.requests()), (1, 2));
}

#[test]
fn a_body_that_waits_for_leave_is_not_waited_for() {
    let peer = Peer::start(|_, peer| {
        let request = peer.request()?;
        assert_eq!(request.header("expect"), Some("100-continue"));
        peer.write(reply(417, &[], "no"))
    });
    let client = client(&peer);
    let call = Call::<crate::runtime::Json<serde_json::Value>>::from(
        client.call(Method::POST, "/things").header("expect", "100-continue").text("text/plain", "body"),
    );
    let error = runtime().block_on(call.into_future()).expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(417));
}

#[test]
fn stray_bytes_after_a_response_without_a_body_reach_no_other_call() {
    let heads = ["HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nstray", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray"];
    for (method, head) in [Method::DELETE, Method::HEAD].into_iter().zip(heads) {
        let peer = Peer::start(move |number, peer| {
            peer.request()?;
            match number {
                0 => peer.write(head).and_then(|()| peer.wait()),
                _ => peer.write(json("{}")),
            }
        });
        let client = client(&peer);
        many_threads().block_on(async {
            let first = Call::<crate::runtime::Empty>::from(client.call(method.clone(), "/things"));
            first.await.expect("a success without a body");
            get(&client).await.expect("the right answer, over another connection");
        });
        assert_eq!((peer.accepted(), peer.requests()), (2, 2), "{method}");
    }
}

#[test]
fn folded_header_lines_are_read_as_one() {
    for head in [
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-first: a\r\n b\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-first: a\r\n\tb\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
    ] {
        let peer = Peer::start(move |_, peer| {
            peer.request()?;
            peer.write(head)
        });
        let client = client(&peer);
        let call = Call::<crate::runtime::Json<serde_json::Value>>::from(client.call(Method::GET, "/things"));
        let response = runtime().block_on(call.with_response().into_future()).expect("read");
        let value =
            response.headers.get("x-first").and_then(|value| value.to_str().ok()).map(|value| value.split_whitespace().collect::<Vec<_>>());
        assert_eq!(value, Some(vec!["a", "b"]));
    }
}

#[test]
fn many_headers_and_large_ones_are_read_up_to_a_limit() {
    let head = |headers: &str| format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n{headers}\r\n{{}}");
    let many = |count: usize| head(&(0..count).map(|number| format!("x-{number}: a\r\n")).collect::<String>());
    let large = |size: usize| head(&format!("x-large: {}\r\n", "a".repeat(size)));
    for (response, is_read) in [(many(150), true), (many(2000), false), (large(300_000), true), (large(2_000_000), false)] {
        let peer = Peer::start(move |_, peer| {
            peer.request()?;
            peer.write(&response)
        });
        let result = runtime().block_on(post(&client(&peer)));
        match result {
            Ok(_) => assert!(is_read),
            Err(error) => {
                assert!(!is_read && error.to_string().contains("header too large"), "{error}");
                assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1));
            }
        }
    }
}

#[test]
fn headers_without_end_meet_a_limit() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 200 OK\r\n")?;
        loop {
            peer.write(format!("x-more: {}\r\n", "a".repeat(1000)))?;
        }
    });
    let error = runtime().block_on(post(&client(&peer))).expect_err("too large");
    assert!(error.to_string().contains("header too large"), "{error}");
}

#[test]
fn trailers_are_no_headers() {
    let peer = Peer::start(|_, peer| {
        peer.request()?;
        peer.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\ntrailer: x-late\r\n\r\n2\r\n{}\r\n0\r\nx-late: 1\r\n\r\n")?;
        peer.serve(json("{}"))
    });
    let client = client(&peer);
    runtime().block_on(async {
        let call = Call::<crate::runtime::Json<serde_json::Value>>::from(client.call(Method::GET, "/things"));
        let response = call.with_response().await.expect("read");
        assert!(response.headers.get("x-late").is_none());
        get(&client).await.expect("the connection goes on");
    });
    assert_eq!(peer.accepted(), 1);
}

#[test]
fn chunks_without_the_last_one_are_cut_short() {
    for end in ["", "0\r\n"] {
        let peer = Peer::start(move |_, peer| {
            peer.request()?;
            peer.write(format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-id: 7\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n{end}"
            ))
        });
        let error = runtime().block_on(post(&client(&peer))).expect_err("never the beginning as a success");
        assert_eq!((error.status().map(|status| status.as_u16()), error.delivery()), (Some(200), Delivery::Done), "{error}");
        assert_eq!(error.headers().and_then(|headers| headers.get("x-id")).map(|id| id.as_bytes()), Some(&b"7"[..]));
    }
}

#[test]
fn what_is_not_http_is_named_and_not_quoted() {
    for greeting in ["SSH-2.0-OpenSSH_9.2 s3cret\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "<html>s3cret</html>"] {
        let peer = Peer::start(move |_, peer| {
            peer.request()?;
            peer.write(greeting)
        });
        let error: Error = runtime().block_on(post(&client(&peer))).expect_err("no response");
        assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1));
        let text = format!("{error} {error:?}");
        assert!(text.contains("the response is not valid HTTP") && !text.contains("s3cret"), "{text}");
    }
}

#[test]
fn a_new_connection_that_closes_without_a_byte_leaves_doubt() {
    let peer = Peer::start(|_, peer| peer.request().map(|_| ()));
    let client = with(&peer, |builder| builder, Retry::default().retries(2));
    runtime().block_on(async {
        let error = get(&client).await.expect_err("no response");
        assert_eq!(error.attempts(), 3);
        let error = post(&client).await.expect_err("no response");
        assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 1));
        assert!(error.to_string().contains("connection closed before message completed"), "{error}");
    });
}

#[test]
fn a_refusal_while_the_request_is_being_sent_is_the_response() {
    for _ in 0..20 {
        let peer = Peer::start(|_, peer| {
            peer.head()?;
            peer.write(reply(413, &[("content-type", "application/json"), ("connection", "close")], r#"{"message":"too much"}"#))?;
            thread::sleep(Duration::from_millis(5));
            // What has come and was not read makes a reset of the end.
            None
        });
        let client = client(&peer);
        let call = Call::<Binary>::from(client.call(Method::POST, "/file").bytes("application/octet-stream", vec![0; 20_000_000]));
        let error = many_threads().block_on(call.into_future()).expect_err("refused");
        assert_eq!((error.status().map(|status| status.as_u16()), error.delivery()), (Some(413), Delivery::Refused), "{error}");
        assert_eq!(error.message(), Some("too much"), "{error}");
    }
}

#[test]
fn an_answer_before_the_request_is_complete_counts() {
    let peer = Peer::start(|_, peer| {
        peer.head()?;
        peer.write(json("{\"early\":true}"))?;
        thread::sleep(Duration::from_secs(2));
        None
    });
    let client = client(&peer);
    many_threads().block_on(async {
        for round in 1..=2 {
            let call = Call::<crate::runtime::Json<serde_json::Value>>::from(
                client.call(Method::POST, "/file").bytes("application/octet-stream", vec![0; 20_000_000]),
            );
            let value = tokio::time::timeout(Duration::from_secs(5), call.into_future()).await.expect("not held up").expect("answered");
            assert_eq!((value["early"].as_bool(), peer.accepted()), (Some(true), round));
        }
    });
}
