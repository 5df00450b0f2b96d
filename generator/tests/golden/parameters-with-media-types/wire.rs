use crate::server::{Server, run};
use ::parameters_with_media_types::{Client, types::{Stop, When}};

#[test]
fn values_are_written_by_their_media_type() {
    let server = Server::silent();
    let when = When::new("2026-05-01");
    let call = client!(server).trips().find(&when).stops(&[Stop::new("Čáslav").nights(2)]).name("x y").note("x y");
    run(call.x_tags(&[("k".to_owned(), "Žď😀".to_owned())].into())).unwrap();
    let asked = server.asked();
    assert_eq!(
        asked.line,
        "GET /trips/%7B%22day%22%3A%222026-05-01%22%7D?stops=%5B%7B%22town%22%3A%22%C4%8C%C3%A1slav%22%2C%22nights%22%3A2%7D%5D\
         &name=%22x%20y%22&note=x%20y"
    );
    assert_eq!(asked.header("x-tags"), Some(r#"{"k":"\u017d\u010f\ud83d\ude00"}"#));
    run(client!(server).trips().find(&when).stops(&[])).unwrap();
    assert_eq!(server.asked().line, "GET /trips/%7B%22day%22%3A%222026-05-01%22%7D?stops=%5B%5D");
}
