use crate::server::{Server, run};
use ::json_in_strings::Client;
use ::json_in_strings::types::{Log, Sent};

fn read(body: &'static str) -> Log {
    run(client!(Server::json(200, body)).logs().get()).unwrap()
}

#[test]
fn items_and_values_are_read_as_a_property_is() {
    let log = read(
        r#"{"whole":"{\"n\":1}","referred":"{\"n\":2}","lines":["{\"n\":3}","{\"n\":4}"],"others":["{\"n\":5}"],"all":["{\"n\":6}"],
            "must":["{\"n\":7}"],"by_name":{"a":"[1,2]","b":"[]"},"any":["[true]"],"inline":["{\"a\":\"x\"}"],"plain":["{}"]}"#,
    );
    assert_eq!(log.whole_content().unwrap().unwrap().n, 1);
    assert_eq!(log.referred_content().unwrap().unwrap().n, 2);
    let numbers = |entries: Vec<json_in_strings::types::Entry>| entries.iter().map(|entry| entry.n).collect::<Vec<i64>>();
    assert_eq!(numbers(log.lines_content().unwrap()), [3, 4]);
    assert_eq!(numbers(log.others_content().unwrap().unwrap()), [5]);
    assert_eq!(numbers(log.all_content().unwrap().unwrap()), [6]);
    assert_eq!(numbers(log.must_content().unwrap().unwrap()), [7]);
    assert_eq!(log.by_name_content().unwrap().unwrap(), [("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![])].into());
    assert_eq!(log.any_content().unwrap().unwrap()[0][0], true);
    assert_eq!(log.inline_content().unwrap().unwrap()[0].a.as_deref(), Some("x"));
    assert_eq!(serde_json::to_value(&log).unwrap()["lines"][0], "{\"n\":3}");
}

#[test]
fn what_is_not_there_has_none_and_what_is_wrong_has_a_place() {
    let log = read(r#"{"lines":["{\"n\":1}","oops"],"must":null,"by_name":{"k":"oops"}}"#);
    assert_eq!((log.others_content(), log.must_content()), (Ok(None), Ok(None)));
    let item = log.lines_content().unwrap_err().to_string();
    assert!(item.starts_with("item 1: expected JSON"), "{item}");
    let value = log.by_name_content().unwrap_err().to_string();
    assert!(value.starts_with("value of `k`: "), "{value}");
    let sent = Sent::new().lines(vec!["{\"n\":1}".to_owned()]);
    assert_eq!((sent.lines_content().unwrap().unwrap().len(), sent.by_name_content()), (1, Ok(None)));
}
