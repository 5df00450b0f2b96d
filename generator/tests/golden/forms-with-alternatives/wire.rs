use crate::server::{Server, run};
use ::forms_with_alternatives::payments::{PayBody, PayBodyBank, PayBodyCard};
use ::forms_with_alternatives::{Client, File, grants::GrantKind};

/// The names and the values of the parts of a form, in their order.
fn parts(body: &str) -> Vec<(String, String)> {
    let part = |part: &str| {
        let (head, value) = part.split_once("\r\n\r\n")?;
        let name = head.split("name=\"").nth(1)?.split('"').next()?;
        Some((name.to_owned(), value.trim_end_matches("\r\n--").split("\r\n").next()?.to_owned()))
    };
    body.split("Content-Disposition: form-data; ").skip(1).filter_map(part).collect()
}

#[test]
fn an_alternative_is_sent_with_the_fields_of_all() {
    for (body, sent) in [
        (PayBody::from(PayBodyCard::new(7, "4 2")), "method=card&amount=7&number=4%202"),
        (PayBody::from(PayBodyBank::new(8, "DE1")), "method=bank&amount=8&iban=DE1"),
    ] {
        let server = Server::silent();
        run(client!(server).payments().pay(&body)).unwrap();
        assert_eq!(server.asked().body, sent);
    }
}

#[test]
fn alternatives_that_only_require_fields_change_none() {
    let server = Server::silent();
    run(client!(server).searches().search().email("a@b")).unwrap();
    assert_eq!(server.asked().body, "email=a%40b");
}

#[test]
fn parts_of_all_alternatives_can_be_sent() {
    let server = Server::silent();
    let client = client!(server);
    run(client.files().add("t").file(File::new("f.txt", "text"))).unwrap();
    assert_eq!(parts(&server.asked().body), [("title".into(), "t".into()), ("file".to_owned(), "text".to_owned())]);
    run(client.files().add("t").address("http://a/")).unwrap();
    assert_eq!(parts(&server.asked().body), [("title".into(), "t".into()), ("address".to_owned(), "http://a/".to_owned())]);
    // The other alternative has no link.
    run(client.notes().add().text("n")).unwrap();
    assert_eq!(parts(&server.asked().body), [("text".to_owned(), "n".to_owned())]);
    // What all alternatives require is asked for; the other value of a field can be sent all the same.
    run(client.grants().grant("refresh", "c").refresh("r")).unwrap();
    let sent = [("kind", "refresh"), ("client", "c"), ("refresh", "r")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(parts(&server.asked().body), sent);
    run(client.grants().grant(GrantKind::Code, "c").code("x")).unwrap();
    assert_eq!(parts(&server.asked().body)[0].1, "code");
}
