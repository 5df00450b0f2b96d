use crate::server::{Server, run};
use ::json_by_many_names::{Client, types::Note};

#[test]
fn json_is_sent_and_asked_for_under_its_name() {
    let server = Server::answering(200, &[("content-type", "application/vnd.notes+json")], r#"{"text":"back"}"#);
    let note = Note::new().text("t");
    let back = run(client!(server).notes().vendor(&note)).unwrap();
    assert_eq!(back.text.as_deref(), Some("back"));
    let asked = server.asked();
    assert_eq!(asked.header("content-type"), Some("application/vnd.notes+json"));
    assert_eq!(asked.header("accept"), Some("application/vnd.notes+json"));
    run(client!(server).notes().any(&note)).unwrap();
    run(client!(server).notes().none(&note)).unwrap();
    for _ in 0..2 {
        let asked = server.asked();
        assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/json"), r#"{"text":"t"}"#));
    }
}
