use super::*;
use serde_json::json;

fn check(value: Value, read: impl Fn(&Node)) -> Vec<String> {
    check_with(Sink::default(), value, read)
}

fn check_with(sink: Sink<'_>, value: Value, read: impl Fn(&Node)) -> Vec<String> {
    read(&Node::start(&value, Pointer::root(), &sink));
    sink.into_diagnostics().iter().map(Diagnostic::render).collect()
}

#[test]
fn reads_give_what_is_there_and_report_what_is_not() {
    let value = json!({"a": {"b/c": ["x", 1, null]}, "n": 2.0, "f": "True", "z": null});
    let read = |root: &Node| {
        let a = root.get("a").unwrap();
        let list = a.get("b/c").unwrap();
        assert_eq!(list.texts(), ["x", "1"]);
        assert_eq!(root.get("n").unwrap().count(), Some(2));
        assert_eq!(root.get("f").unwrap().flag(), Some(true));
        assert!(root.get("z").is_none());
        assert_eq!(a.items().count(), 0);
        assert_eq!(list.entries().count(), 0);
        assert_eq!(list.number(), None);
    };
    let strict = Sink { is_strict: true, ..Sink::default() };
    // What is left out of a document that others wrote is an error where its author can fix it.
    for (sink, severity, end) in [(Sink::default(), "warning", ": it is left out"), (strict, "error", "")] {
        let wrong = |what: &str, at: &str| format!("{severity}: expected {what}{end} (at {at})");
        assert_eq!(
            check_with(sink, value.clone(), read),
            [
                "warning: expected a string, found a number; read as \"1\" (at /a/b~1c/1)".to_owned(),
                wrong("a string, found null", "/a/b~1c/2"),
                "warning: expected true or false, found a string; read without the quotes (at /f)".to_owned(),
                "warning: null reads as absent here (at /z)".to_owned(),
                wrong("an array, found an object", "/a"),
                wrong("an object, found an array", "/a/b~1c"),
                wrong("a number, found an array", "/a/b~1c"),
            ]
        );
    }
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
