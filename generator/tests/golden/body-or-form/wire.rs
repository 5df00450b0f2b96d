use crate::server::{Server, run};
use ::body_or_form::{
    Client,
    types::{StackFromRepository, StackFromText, Variable},
};

#[test]
fn a_body_or_a_form_can_be_sent() {
    let server = Server::silent();
    let client = client!(server);
    let variables = client.variables();
    run(variables.add("1").body(&Variable::new().name("a")).local(true)).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.body.as_str()), ("POST /groups/1/variables?local=true", r#"{"name":"a"}"#));
    run(variables.add_form("1").local(true).name("a").file(("a.txt", "A"))).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "POST /groups/1/variables?local=true");
    assert!(asked.header("content-type").is_some_and(|media| media.starts_with("multipart/form-data; boundary=")));
    assert!(asked.body.contains(r#"name="file"; filename="a.txt""#) && asked.body.contains(r#"name="name""#), "{}", asked.body);
    run(variables.add_form("1")).unwrap();
    let asked = server.asked();
    let boundary = asked.header("content-type").and_then(|media| media.strip_prefix("multipart/form-data; boundary=")).unwrap().to_owned();
    assert_eq!(asked.body, format!("--{boundary}--\r\n"));

    run(variables.set("1", &Variable::new().name("a"))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"a"}"#);
    run(variables.set_form("1", "a b").id(7)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    let mut fields: Vec<&str> = asked.body.split('&').collect();
    fields.sort_unstable();
    assert_eq!((asked.line.as_str(), fields), ("PUT /groups/1/variables", vec!["id=7", "kind=plain", "name=a%20b"]));
}

#[test]
fn a_body_that_is_no_json_has_a_form_beside_it_too() {
    let server = Server::silent();
    let client = client!(server);
    run(client.variables().add_note("a b")).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("text/plain"), "a b"));
    run(client.variables().add_note_form("a b")).unwrap();
    assert_eq!(server.asked().body, "text=a%20b");
    run(client.variables().replace_notes().body(&["a".to_owned()])).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/json"), r#"["a"]"#));
}

#[test]
fn each_of_several_bodies_can_be_sent() {
    let server = Server::silent();
    let client = client!(server);
    run(client.stacks().create(&StackFromText::new("a").into())).unwrap();
    assert_eq!(server.asked().body, r#"{"text":"a"}"#);
    run(client.stacks().create(&StackFromRepository::new("b").into())).unwrap();
    assert_eq!(server.asked().body, r#"{"url":"b"}"#);
    run(client.stacks().create_form(("a.yaml", "A"))).unwrap();
    assert!(server.asked().body.contains(r#"name="file"; filename="a.yaml""#));
}
