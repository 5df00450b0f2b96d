use super::*;
use serde_json::json;

fn check(value: Value, read: impl Fn(&Node)) -> Vec<String> {
    let sink = Sink::default();
    read(&Node::start(&value, Pointer::root(), &sink));
    sink.into_diagnostics().iter().map(Diagnostic::render).collect()
}

#[test]
fn reads_give_what_is_there_and_report_what_is_not() {
    let value = json!({"a": {"b/c": ["x", 1, null]}, "n": 2.0, "f": "True", "z": null});
    let found = check(value, |root| {
        let a = root.get("a").unwrap();
        let list = a.get("b/c").unwrap();
        assert_eq!(list.texts(), ["x", "1"]);
        assert_eq!(root.get("n").unwrap().count(), Some(2));
        assert_eq!(root.get("f").unwrap().flag(), Some(true));
        assert!(root.get("z").is_none());
        assert_eq!(a.items().count(), 0);
        assert_eq!(list.entries().count(), 0);
        assert_eq!(list.number(), None);
    });
    assert_eq!(
        found,
        [
            "warning: expected a string, found a number; read as \"1\" (at /a/b~1c/1)",
            "error: expected a string, found null (at /a/b~1c/2)",
            "warning: expected true or false, found a string; read without the quotes (at /f)",
            "warning: null reads as absent here (at /z)",
            "error: expected an array, found an object (at /a)",
            "error: expected an object, found an array (at /a/b~1c)",
            "error: expected a number, found an array (at /a/b~1c)",
        ]
    );
}

#[test]
fn what_nobody_asked_for_is_known() {
    check(json!({"a": 1, "c": 3, "d": 4}), |root| {
        root.get("c");
        root.skip(&["d"], Unused::Example);
        assert_eq!(root.unread().map(|node| node.name()).collect::<Vec<_>>(), ["a"]);
    });
}

#[test]
fn what_nobody_asked_for_is_known_however_many_there_are() {
    let value: Value = (0..300).map(|number| (format!("k{number}"), Value::from(number))).collect::<Map<_, _>>().into();
    let sink = Sink::default();
    let node = Node::start(&value, Pointer::root(), &sink);
    for number in (0..300).filter(|number| number % 7 != 0) {
        node.get(&format!("k{number}"));
    }
    let unread: Vec<&str> = node.unread().map(|left| left.name()).collect();
    assert_eq!((unread.len(), unread.last().copied()), (43, Some("k294")));
}
