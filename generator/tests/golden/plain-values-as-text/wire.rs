use crate::server::{Server, run};
use ::plain_values_as_text::Client;

#[test]
fn a_text_has_no_quotes() {
    let server = Server::silent();
    run(client!(server).settings().set_title("é \"x\"")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/plain; charset=utf-8"), "é \"x\""));
    run(client!(server).settings().set_volume(&7)).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/plain"), "7"));
}

#[test]
fn a_text_is_read_as_its_type_says() {
    let server = Server::answering(200, &[("content-type", "text/plain")], "42\n");
    assert_eq!(run(client!(server).settings().get_volume()).unwrap(), 42);
    for text in ["\"x\"", "null", ""] {
        let server = Server::answering(200, &[("content-type", "text/plain")], text);
        assert_eq!(run(client!(server).settings().get_title()).unwrap(), text);
    }
}
