use crate::server::{Server, run};
use ::files_under_one_name::{Client, File};

#[test]
fn each_item_is_a_part_of_its_own() {
    let server = Server::silent();
    let pages = [File::new("1.txt", "ONE").media_type("text/plain"), File::new("2.bin", "TWO")];
    let call = client!(server).scans().add(pages).cover(("c.png", "C")).names(["x", "y"]).title("T").count(2);
    run(call.seal(b"\xfb\xff".to_vec())).unwrap();
    let asked = server.asked();
    let media = asked.header("content-type").unwrap();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<&str> = asked.body.split(&format!("--{boundary}")).map(|part| part.trim_matches(['\r', '\n'])).collect();
    let part = |head: &str, content: &str| format!("Content-Disposition: form-data; name={head}\r\n\r\n{content}");
    let expected = [
        part("\"names\"", "x"),
        part("\"names\"", "y"),
        part("\"title\"", "T"),
        part("\"count\"", "2"),
        part("\"seal\"\r\nContent-Type: application/octet-stream", "+/8="),
        part("\"pages\"; filename=\"1.txt\"\r\nContent-Type: text/plain", "ONE"),
        part("\"pages\"; filename=\"2.bin\"\r\nContent-Type: application/octet-stream", "TWO"),
        part("\"cover\"; filename=\"c.png\"\r\nContent-Type: application/octet-stream", "C"),
    ];
    assert_eq!(parts[1..parts.len() - 1], expected);
}
