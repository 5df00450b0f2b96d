use crate::server::{Server, run};
use ::parts_with_media_types::{Client, File, letters::{SendAbout, SendBundleFacts, SendRows}};

#[test]
fn parts_have_the_types_and_headers_of_their_encoding() {
    let server = Server::silent();
    let photo = File::new("p.gif", "GIF").media_type("image/gif");
    let call = client!(server).letters().send("me").about(&SendAbout::new().n(1)).photo(photo).photo_x_turn(90);
    let call = call.rows(&[SendRows::new().n(1), SendRows::new().n(2)]).lines("x\ty").flags(["p", "q"]);
    run(call.page(("l.pdf", "PDF"))).unwrap();
    let asked = server.asked();
    for part in [
        "name=\"about\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1}\r\n",
        "name=\"rows\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1}\r\n",
        "name=\"rows\"\r\nContent-Type: application/json\r\n\r\n{\"n\":2}\r\n",
        "name=\"lines\"\r\nContent-Type: text/tab-separated-values\r\n\r\nx\ty\r\n",
        "name=\"flags\"\r\nContent-Type: application/json\r\n\r\n\"p\"\r\n",
        "name=\"flags\"\r\nContent-Type: application/json\r\n\r\n\"q\"\r\n",
        "name=\"page\"; filename=\"l.pdf\"\r\nContent-Type: application/pdf\r\n\r\nPDF\r\n",
    ] {
        assert!(asked.body.contains(part), "{part} is not in {}", asked.body);
    }
    let photo = asked.body.split("name=\"photo\"; filename=\"p.gif\"\r\nContent-Type: image/gif\r\n").nth(1).unwrap();
    let (headers, content) = photo.split_once("\r\n\r\n").unwrap();
    let mut headers: Vec<&str> = headers.split("\r\n").collect();
    headers.sort();
    assert_eq!(headers, ["X-Owner: me", "X-Turn: 90"]);
    assert!(content.starts_with("GIF\r\n"));
}

#[test]
fn a_body_may_be_another_kind_of_multipart() {
    let server = Server::silent();
    run(client!(server).letters().send_bundle().facts(&SendBundleFacts::new().n(3)).any(("a.bin", "A"))).unwrap();
    let asked = server.asked();
    assert!(asked.header("content-type").unwrap().starts_with("multipart/mixed; boundary="));
    assert!(asked.body.contains("form-data; name=\"facts\"\r\nContent-Type: application/json\r\n\r\n{\"n\":3}\r\n"), "{}", asked.body);
}
