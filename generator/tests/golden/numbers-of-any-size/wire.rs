use crate::server::{Server, run};
use ::numbers_of_any_size::{Client, QuotedI64, types::Numbers};

fn read(body: &'static str) -> Numbers {
    run(client!(Server::json(200, body)).numbers().put(&Numbers::new())).unwrap()
}

fn sent(numbers: &Numbers) -> String {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).numbers().put(numbers));
    server.asked().body
}

#[test]
fn no_digit_is_lost() {
    let body = r#"{"i64":9007199254740993,"u64":18446744073709551615,"text":"9223372036854775807","money":"12.10"}"#;
    let numbers = read(body);
    assert_eq!((numbers.i64, numbers.u64), (Some(9_007_199_254_740_993), Some(u64::MAX)));
    assert_eq!((numbers.text, numbers.money.as_deref()), (Some(QuotedI64(i64::MAX)), Some("12.10")));
    assert_eq!(sent(&numbers), body);
    assert_eq!(read(r#"{"num":0.12345678901234567890}"#).num, Some(0.123_456_789_012_345_68));
}

#[test]
fn what_is_out_of_range_is_kept_and_goes_back() {
    for body in [r#"{"any":18446744073709551616}"#, r#"{"small":2147483648}"#, r#"{"u64":-1}"#, r#"{"num":1E400}"#] {
        let numbers = read(body);
        assert_eq!(numbers.extra.len(), 1, "{body}");
        assert_eq!(sent(&numbers), body);
    }
}

#[test]
fn numbers_without_a_fraction_are_integers() {
    assert_eq!(read(r#"{"int":5.0}"#).int, Some(5));
    assert_eq!(read(r#"{"int":1e3}"#).int, Some(1000));
    assert_eq!(sent(&read(r#"{"int":5.0,"any":1e3}"#)), r#"{"any":1000,"int":5}"#);
}

#[test]
fn a_query_has_the_digits_and_wider_numbers_by_hand() {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).numbers().put(&Numbers::new()).after(i64::MAX));
    assert_eq!(server.asked().line, "PUT /numbers?after=9223372036854775807");
    let _ = run(client!(server).numbers().put(&Numbers::new()).extra_query("after", "18446744073709551616"));
    assert_eq!(server.asked().line, "PUT /numbers?after=18446744073709551616");
    let mut numbers = Numbers::new();
    numbers.extra.insert("any", u64::MAX);
    assert_eq!(sent(&numbers), r#"{"any":18446744073709551615}"#);
}
