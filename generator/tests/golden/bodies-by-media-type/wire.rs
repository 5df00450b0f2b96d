use crate::server::{Asked, Server, run};
use ::bodies_by_media_type::{Client, types::{Memo, OldMemo}};

fn as_sent(asked: &Asked) -> (&str, &str) {
    (asked.header("content-type").unwrap_or_default(), &asked.body)
}

#[test]
fn each_body_has_its_method() {
    let server = Server::silent();
    run(client!(server).memos().add(&Memo::new("a b"))).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/json", r#"{"text":"a b"}"#));
    run(client!(server).memos().add_h_memo(&OldMemo::new("a b"))).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/vnd.h.memo+json", r#"{"body":"a b"}"#));
    run(client!(server).memos().add_form("a b")).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/x-www-form-urlencoded", "text=a%20b"));
    run(client!(server).memos().add_text("a b")).unwrap();
    assert_eq!(as_sent(&server.asked()), ("text/plain", "a b"));
    run(client!(server).memos().add_bytes(b"a b".to_vec())).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/octet-stream", "a b"));
    run(client!(server).memos().add_multipart().text("a b").scan(("s.png", "S"))).unwrap();
    let asked = server.asked();
    assert!(as_sent(&asked).0.starts_with("multipart/form-data; boundary=") && asked.body.contains("name=\"text\"\r\n\r\na b\r\n"));
}

#[test]
fn a_range_is_no_media_type() {
    let server = Server::silent();
    run(client!(server).memos().set_image(b"I".to_vec())).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/octet-stream", "I"));
    run(client!(server).memos().change_merge_patch(&Memo::new("x"))).unwrap();
    assert_eq!(as_sent(&server.asked()), ("application/merge-patch+json", r#"{"text":"x"}"#));
    run(client!(server).memos().change()).unwrap();
    assert_eq!(as_sent(&server.asked()), ("", ""));
}
