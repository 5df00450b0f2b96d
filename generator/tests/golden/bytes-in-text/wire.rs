use crate::server::{Server, run};
use ::bytes_in_text::{Base64, Base64Url, Client, Value, types::Blob};

const BYTES: [u8; 2] = [0xfb, 0xff];

fn read(body: &'static str) -> Blob {
    run(client!(Server::json(200, body)).blobs().put_image(b"x")).unwrap()
}

fn written(blob: &Blob) -> String {
    serde_json::to_string(blob).unwrap()
}

#[test]
fn each_encoding_has_its_alphabet() {
    let blob = read(r#"{"std":"+/8=","url":"-_8","old":"+/8=","text":"{\"a\":1}","note":"abc"}"#);
    assert_eq!((blob.std, blob.url), (Some(Base64::from(BYTES)), Some(Base64Url::from(BYTES))));
    assert_eq!((blob.old, blob.text.as_deref()), (Some(Base64::from(BYTES)), Some(r#"{"a":1}"#)));
    for (body, back) in [
        (r#"{"std":"+/8=","url":"-_8","note":"abc"}"#, r#"{"std":"+/8=","url":"-_8","note":"abc"}"#),
        // With and without what fills it up, in the other alphabet, in lines, and with bits that no byte has.
        (r#"{"std":"+/8","url":"-_8="}"#, r#"{"std":"+/8","url":"-_8="}"#),
        (r#"{"std":"-_8=","url":"+/8"}"#, r#"{"std":"-_8=","url":"+/8"}"#),
        (r#"{"std":"+/\n8="}"#, r#"{"std":"+/\n8="}"#),
        (r#"{"std":"ab"}"#, r#"{"std":"ab"}"#),
        (r#"{"old":"+/8="}"#, r#"{"old":"+/8="}"#),
        // Text that is none is kept.
        (r#"{"std":"not base64!","note":"abc"}"#, r#"{"std":"not base64!","note":"abc"}"#),
        (r#"{"all":["AA==","x y"],"by_name":{"a":"0x00ff"}}"#, r#"{"all":["AA==","x y"],"by_name":{"a":"0x00ff"}}"#),
        (r#"{"quoted":"a=3Db","raw":"x"}"#, r#"{"quoted":"a=3Db","raw":"x"}"#),
    ] {
        assert_eq!(written(&read(body)), back);
    }
    let std = read(r#"{"std":"not base64!"}"#).std.unwrap();
    assert_eq!((std.as_ref(), std.not_base64()), (&[][..], Some("not base64!")));
    let mut blob = Blob::default();
    (blob.std, blob.url) = (Some(BYTES.into()), Some(BYTES.into()));
    assert_eq!(written(&blob), r#"{"std":"+/8=","url":"-_8"}"#);
}

#[test]
fn what_is_required_is_read_whatever_it_is() {
    let digest = |body| run(client!(Server::json(200, body)).blobs().digest()).unwrap();
    let hex = digest(r#"{"sum":"d41d8cd98f"}"#);
    assert_eq!(serde_json::to_string(&hex).unwrap(), r#"{"sum":"d41d8cd98f"}"#);
    let other = digest(r#"{"sum":"md5: d4"}"#);
    assert_eq!(other.sum.not_base64(), Some("md5: d4"));
    assert_eq!(serde_json::to_string(&other).unwrap(), r#"{"sum":"md5: d4"}"#);
    // The spelling makes no difference between two of them.
    assert_eq!(digest(r#"{"sum":"+/8"}"#).sum, Base64::from(BYTES));
}

#[test]
fn bytes_are_sent_and_read_as_they_are() {
    let server = Server::json(204, "");
    run(client!(server).blobs().put(b"\x01\"")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/octet-stream"), "\u{1}\""));
    let server = Server::json(200, "{}");
    run(client!(server).blobs().put_image(b"\x01")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("image/png"), "\u{1}"));
    let server = Server::answering(200, &[("content-type", "application/octet-stream")], "\u{1}\u{2}");
    assert_eq!(&run(client!(server).blobs().get()).unwrap()[..], [1, 2]);
}

#[test]
fn a_body_of_which_nothing_is_said_is_any_json() {
    let server = Server::json(200, "[1,null]");
    let back = run(client!(server).blobs().any(&Value::from("x"))).unwrap();
    assert_eq!((server.asked().body.as_str(), back.to_string().as_str()), (r#""x""#, "[1,null]"));
}

#[test]
fn a_query_has_the_text() {
    let server = Server::json(204, "");
    run(client!(server).blobs().query().at(BYTES).url(BYTES)).unwrap();
    assert_eq!(server.asked().line, "GET /query?at=%2B%2F8%3D&url=-_8");
}
