use crate::server::{Server, run};
use ::bytes_or_json_errors::{Client, types::Problem};

const BYTES: (&str, &str) = ("content-type", "application/octet-stream");

#[test]
fn bytes_stay_as_they_are() {
    let server = Server::answering(200, &[BYTES], "{\"a\": 1}\n");
    assert_eq!(&run(client!(server).files().download("a")).unwrap()[..], b"{\"a\": 1}\n");
    assert_eq!(server.asked().header("accept"), Some("application/octet-stream, application/problem+json, image/*"));
    for media in ["image/png", "application/pdf"] {
        let server = Server::answering(200, Box::leak(Box::new([("content-type", media)])), "x");
        let response = run(client!(server).files().download("a").with_response()).unwrap();
        assert_eq!((&response.value[..], response.headers["content-type"].as_bytes()), (&b"x"[..], media.as_bytes()));
    }
    let server = Server::answering(200, &[BYTES], "");
    assert!(run(client!(server).files().download("a")).unwrap().is_empty());
}

#[test]
fn a_download_has_its_length_and_its_name() {
    let server = Server::answering(206, &[BYTES, ("content-disposition", "attachment; filename=\"a b.bin\"")], "abc");
    let download = run(client!(server).files().download("a").header("range", "bytes=0-2").download()).unwrap();
    assert_eq!((download.length(), download.file_name().as_deref(), download.status().as_u16()), (Some(3), Some("a b.bin"), 206));
    assert_eq!(&run(download.bytes(10)).unwrap()[..], b"abc");
    assert_eq!(server.asked().header("range"), Some("bytes=0-2"));
}

#[test]
fn an_error_is_no_file() {
    let server = Server::answering(404, &[("content-type", "application/problem+json")], r#"{"title":"none"}"#);
    let error = run(client!(server).files().download("a")).unwrap_err();
    assert_eq!(error.typed::<Problem>().unwrap().title.as_deref(), Some("none"));
    assert!(run(client!(server).files().download("a").download()).is_err());
    let server = Server::answering(502, &[("content-type", "text/html")], "<h1>Bad gateway</h1>");
    let error = run(client!(server).files().download("a").retries(0)).unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.body().map(|body| &body[..])), (Some(502), Some(&b"<h1>Bad gateway</h1>"[..])));
}

#[test]
fn bytes_go_by_many_names() {
    let server = Server::answering(200, &[("content-type", "application/json")], "{}");
    assert_eq!(&run(client!(server).files().get_any()).unwrap()[..], b"{}");
    assert_eq!(server.asked().header("accept"), Some("*/*"));
    assert_eq!(&run(client!(server).files().get_image()).unwrap()[..], b"{}");
    assert_eq!(server.asked().header("accept"), Some("image/png, application/json"));
    assert_eq!(&run(client!(server).files().get_zip()).unwrap()[..], b"{}");
    assert_eq!(server.asked().header("accept"), Some("application/zip, application/octet-stream"));
    assert_eq!(&run(client!(server).files().get_sound()).unwrap()[..], b"{}");
    assert_eq!(server.asked().header("accept"), Some("audio/mpeg"));
}
