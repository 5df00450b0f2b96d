use crate::server::{Server, run};
use ::bytes_as_a_body::Client;

#[test]
fn bytes_are_sent_and_read_as_they_are() {
    let server = Server::answering(200, &[("content-type", "image/png")], "\u{1}\u{2}");
    let back = run(client!(server).pictures().create("bytes")).unwrap();
    assert_eq!(&back[..], [1, 2]);
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("accept")), (Some("image/png"), Some("image/png")));
    assert_eq!(asked.body, "bytes");
    run(client!(server).pictures().replace().body(vec![b'x'])).unwrap();
    assert_eq!(server.asked().header("content-type"), Some("application/octet-stream"));
}
