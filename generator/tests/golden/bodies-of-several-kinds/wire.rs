use crate::server::{Server, run};
use ::bodies_of_several_kinds::{Client, types::Page};

#[test]
fn each_kind_has_a_method_that_takes_what_it_is() {
    let server = Server::silent();
    let client = client!(server);
    let pages = client.pages();
    run(pages.create("x").body(&Page::new().title("a"))).unwrap();
    run(pages.create_png("x", b"\x01\x02")).unwrap();
    run(pages.create_pdf("x", b"PDF")).unwrap();
    run(pages.replace(&"a".into()).draft(true)).unwrap();
    run(pages.replace_text("a b").draft(true)).unwrap();
    run(pages.replace_bytes(b"c")).unwrap();
    for (line, media, body) in [
        ("POST /pages?body=x", "application/json", r#"{"title":"a"}"#),
        ("POST /pages?body=x", "image/png", "\u{1}\u{2}"),
        ("POST /pages?body=x", "application/pdf", "PDF"),
        ("PUT /pages?draft=true", "application/json", r#""a""#),
        ("PUT /pages?draft=true", "text/plain", "a b"),
        ("PUT /pages", "application/octet-stream", "c"),
    ] {
        let asked = server.asked();
        assert_eq!((asked.line.as_str(), asked.header("content-type"), asked.body.as_str()), (line, Some(media), body));
    }
}
