use crate::server::{Server, run};
use ::read_only_and_write_only::{
    Client,
    types::{Account, Admin, Owner},
};

const ACCOUNT: &str = r#"{"id":"1","name":"n","owner":{"id":"7","mail":"m"},"others":[{"id":"8","mail":"o"}],"admin":{"id":"9","mail":"a"},"maker":{"id":"5","mail":"k"}}"#;

#[test]
fn callers_give_what_they_must_and_nothing_that_the_server_sets() {
    let server = Server::json(201, ACCOUNT);
    let account = Account::new("n", "p").owner(Owner::new("m")).others([Owner::new("o")]).admin(Admin::new("a", "k"));
    let read = run(client!(server).accounts().create(&account)).unwrap();
    let sent = r#"{"name":"n","password":"p","owner":{"mail":"m"},"others":[{"mail":"o"}],"admin":{"mail":"a","key":"k"}}"#;
    assert_eq!(server.asked().body, sent);
    assert_eq!((read.id.as_deref(), read.password), (Some("1"), None));
    assert_eq!(read.admin.unwrap().key, None);
}

#[test]
fn what_was_read_is_sent_with_what_the_server_does_not_show() {
    let account = run(client!(Server::json(201, ACCOUNT)).accounts().create(&Account::new("n", "p"))).unwrap();
    let server = Server::json(200, ACCOUNT);
    run(client!(server).accounts().replace("1", &account.password("new"))).unwrap();
    let sent = r#"{"name":"n","password":"new","owner":{"mail":"m"},"others":[{"mail":"o"}],"admin":{"mail":"a"}}"#;
    assert_eq!(server.asked().body, sent);
}

#[test]
fn what_the_server_shows_all_the_same_is_kept() {
    let body = r#"{"id":"1","name":"n","password":"p","hint":"h"}"#;
    let account = run(client!(Server::json(201, body)).accounts().create(&Account::new("n", "p"))).unwrap();
    assert_eq!((account.password.as_deref(), account.hint.as_deref()), (Some("p"), Some("h")));
    assert_eq!(serde_json::to_string(&account).unwrap(), body);
}

#[test]
fn a_type_that_is_only_read_has_what_the_server_sets() {
    let logins = run(client!(Server::json(200, r#"[{"id":"1"}]"#)).accounts().list()).unwrap();
    let id: &str = &logins[0].id;
    assert_eq!((id, logins[0].password.as_deref()), ("1", None));
}

#[test]
fn forms_have_no_fields_that_the_server_sets() {
    let server = Server::json(204, "");
    run(client!(server).uploads().upload("s").name("n")).unwrap();
    let body = server.asked().body;
    assert!(body.contains("name=\"name\"") && body.contains("name=\"secret\"") && !body.contains("name=\"id\""), "{body}");
    run(client!(server).uploads().sign_up("p")).unwrap();
    assert_eq!(server.asked().body, "password=p");
}
