use crate::server::{Server, run};
use ::generic_schemas::{Client, Value, types::Order, types::User};

#[test]
fn a_page_has_the_items_that_it_is_filled_with() {
    let users = run(client!(Server::json(200, r#"{"items":[{"name":"a"}],"first":{"name":"a"},"next":"2"}"#)).lists().users()).unwrap();
    let items: Vec<User> = users.items;
    assert_eq!((items[0].name.as_str(), users.first.map(|user: User| user.name).as_deref()), ("a", Some("a")));
    let orders = run(client!(Server::json(200, r#"{"items":[{"total":1}],"sum":1}"#)).lists().orders()).unwrap();
    let items: Vec<Order> = orders.items;
    assert_eq!((items[0].total, orders.sum), (1, Some(1)));
    let ids = run(client!(Server::json(200, r#"{"items":[1,2]}"#)).lists().ids()).unwrap();
    assert_eq!(ids.items, [1, 2]);
}

#[test]
fn a_template_alone_has_what_it_says_itself() {
    let page = run(client!(Server::json(200, r#"{"items":[1,"x"]}"#)).lists().anything()).unwrap();
    assert_eq!(page.items, [Value::from(1), "x".into()]);
}

#[test]
fn what_extends_a_tree_is_one_at_every_depth() {
    let body = r#"{"name":"a","children":[{"name":"b","children":[{"name":"c","value":1}]}]}"#;
    let tree = run(client!(Server::json(200, body)).lists().get_tree()).unwrap();
    let inner = &tree.children.as_ref().unwrap()[0].children.as_ref().unwrap()[0];
    assert_eq!((inner.name.as_deref(), inner.value), (Some("c"), Some(1)));
}
