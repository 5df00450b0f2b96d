use crate::server::{Server, run};
use ::items_of_streams::types::Row;
use ::items_of_streams::{Client, Error, FromJson, SequenceItems};

async fn all<T: FromJson>(mut items: SequenceItems<T>) -> Vec<Result<T, Error>> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item);
    }
    found
}

fn numbers(found: &[Result<Row, Error>]) -> Vec<Option<i64>> {
    found.iter().map(|row| row.as_ref().ok().map(|row| row.n)).collect()
}

#[test]
fn lines_are_items() {
    let server = Server::answering(200, &[("content-type", "application/jsonl")], "{\"n\":1}\r\n\n{\"n\":2}");
    let client = client!(server);
    assert_eq!(numbers(&run(all(client.rows().lines().stream()))), [Some(1), Some(2)]);
    assert_eq!(server.asked().header("accept"), Some("application/jsonl"));
    assert_eq!(run(client.rows().lines()).unwrap().len(), 2);
    server.asked();
    assert_eq!(run(client.rows().named_lines()).unwrap().len(), 2);
    assert_eq!(server.asked().header("accept"), Some("application/json-lines"));
    // What is said of all items together says nothing more of one.
    assert_eq!(run(client.rows().both()).unwrap().len(), 2);
}

#[test]
fn a_line_that_cannot_be_read_is_one_error() {
    let server = Server::answering(200, &[], "{\"n\":1}\n{\"n\":\n{\"n\":3}\n{\"m\":4}\n{\"n\":5}\n{\"n\":");
    let found = run(all(client!(server).rows().lines().stream()));
    assert_eq!(numbers(&found), [Some(1), None, Some(3), None, Some(5), None]);
    let error = found[1].as_ref().unwrap_err();
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"{\"n\":"[..]));
    assert_eq!(found[3].as_ref().unwrap_err().json_path(), Some("[3]"));
    // The last one is cut off.
    assert!(found[5].as_ref().unwrap_err().to_string().contains("item 6"));
    assert!(run(client!(server).rows().lines()).unwrap_err().to_string().contains("item 2"));
}

#[test]
fn records_are_items() {
    let seq = &[("content-type", "application/json-seq")];
    let server = Server::answering(200, seq, "\u{1e}{\"n\":1}\n\u{1e}{\n\"n\":2}\n");
    let client = client!(server);
    assert_eq!(numbers(&run(all(client.rows().records().stream()))), [Some(1), Some(2)]);
    assert_eq!(server.asked().header("accept"), Some("application/json-seq"));
    assert_eq!(run(client.rows().records()).unwrap().len(), 2);
    server.asked();
    assert_eq!(run(client.rows().places()).unwrap().len(), 2);
    assert_eq!(server.asked().header("accept"), Some("application/geo+json-seq"));
    // One that is cut off ends where the next one begins.
    let server = Server::answering(200, seq, "\u{1e}{\"n\":1,\u{1e}{\"n\":2}\n\u{1e}{\"n\"");
    let found = run(all(client!(server).rows().records().stream()));
    assert_eq!(numbers(&found), [None, Some(2), None]);
    assert!(found[0].as_ref().unwrap_err().to_string().contains("item 1: it is cut off"));
    assert!(found[2].as_ref().unwrap_err().to_string().contains("the response ends in the middle of item 3"));
}

#[test]
fn parts_are_items() {
    let mixed = &[("content-type", "multipart/mixed; boundary=\"a b\"")];
    let body = "--a b\r\ncontent-type: application/json\r\n\r\n{\"n\":1}\r\n--a b\r\n\r\noops\r\n--a b\r\n\r\n{\"n\":3}\r\n--a b--\r\n";
    let server = Server::answering(200, mixed, body);
    let client = client!(server);
    assert_eq!(numbers(&run(all(client.rows().parts().stream()))), [Some(1), None, Some(3)]);
    assert_eq!(server.asked().header("accept"), Some("multipart/mixed"));
    let server = Server::answering(200, mixed, "--a b\r\n\r\n{\"n\":1}\r\n--a b\r\n\r\n{\"n\":2}");
    let found = run(all(client!(server).rows().parts().stream()));
    assert_eq!(numbers(&found), [Some(1), None]);
    assert!(found[1].as_ref().unwrap_err().to_string().contains("the response ends in the middle of item 2"));
    let server = Server::json(200, "{\"n\":1}");
    assert!(run(client!(server).rows().parts()).unwrap_err().to_string().contains("expected a multipart body"));
}

#[test]
fn items_are_sent_one_by_one() {
    let server = Server::silent();
    let client = client!(server);
    run(client.rows().add_lines(&[Row::new(1), Row::new(2)])).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/jsonl"), "{\"n\":1}\n{\"n\":2}\n"));
    run(client.rows().add_records(&[Row::new(1), Row::new(2)])).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("content-type"), asked.body.as_str()), (Some("application/json-seq"), "\u{1e}{\"n\":1}\n\u{1e}{\"n\":2}\n"));
}
