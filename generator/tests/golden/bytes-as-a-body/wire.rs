use crate::server::{Server, run};
use ::bytes_as_a_body::{Client, File};

#[test]
fn bytes_are_sent_and_read_as_they_are() {
    let server = Server::answering(200, &[("content-type", "image/png")], "\u{1}\u{2}");
    let back = run(client!(server).pictures().create(b"bytes")).unwrap();
    assert_eq!(&back[..], [1, 2]);
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("accept")), (Some("image/png"), Some("image/png")));
    assert_eq!(asked.body, "bytes");
    run(client!(server).pictures().replace().body(vec![b'x'])).unwrap();
    assert_eq!(server.asked().header("content-type"), Some("application/octet-stream"));
}

#[test]
fn a_body_comes_from_memory_from_disk_or_from_a_stream() {
    let path = std::env::temp_dir().join(format!("a-body-of-{}.png", std::process::id()));
    std::fs::write(&path, "on disk").unwrap();
    let server = Server::answering(200, &[("content-type", "image/png")], "");
    run(client!(server).pictures().create(File::from_path(&path))).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.header("content-length")), (Some("image/png"), Some("7")));
    assert_eq!(asked.body, "on disk");
    std::fs::remove_file(&path).unwrap();
    // The other type that the operation takes is for the caller to say.
    run(client!(server).pictures().create(File::new("a.jpg", "other").media_type("image/jpeg"))).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("image/jpeg"), "other"));
    let gone = run(client!(server).pictures().create(File::from_path(&path))).unwrap_err();
    assert!(gone.to_string().contains("cannot be read"), "{gone}");
}
