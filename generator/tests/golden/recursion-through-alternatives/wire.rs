use crate::server::{Server, run};
use ::recursion_through_alternatives::{Client, types::{RowItem, Tree, TreeValue}};

#[test]
fn a_map_of_itself_has_types_at_every_depth() {
    let body = r#"{"a":{"b":"c"},"d":[1,[2]]}"#;
    let tree: Tree = run(client!(Server::json(200, body)).trees().put(&Tree::new())).unwrap();
    let inner = match &tree["a"] {
        TreeValue::Tree(inner) => inner,
        other => panic!("{other:?}"),
    };
    assert!(matches!(&inner["b"], TreeValue::String(text) if text == "c"), "{tree:?}");
    let row = match &tree["d"] {
        TreeValue::RowItemList(row) => row,
        other => panic!("{other:?}"),
    };
    assert!(matches!(&row[0], RowItem::Integer(1)), "{tree:?}");
    let server = Server::json(200, "{}");
    run(client!(server).trees().put(&tree)).unwrap();
    assert_eq!(server.asked().body, body);
}
