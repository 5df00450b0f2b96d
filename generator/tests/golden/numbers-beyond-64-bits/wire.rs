use crate::server::{Server, run};
use ::numbers_beyond_64_bits::{Client, JsonNumber, types::Thing};

const THING: &str = r#"{"id":"9007199254740993","most":"18446744073709551615","price":0.10,"big":12345678901234567890123,"list":[1.00,-2e400],"ids":["1","-2"],"by_name":{"a":100000000000000000000.010}}"#;

#[test]
fn numbers_have_the_same_digits_on_the_way_in_and_out() {
    let server = Server::json(200, THING);
    let price: JsonNumber = "19.90".parse().unwrap();
    let first = Thing::new(1, price.clone()).big(12345678901234567890123_i128).ids([1, 2]);
    let thing = run(client!(server).things().put(&first).after(7).price(price)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "PUT /things?after=7&price=19.90");
    assert_eq!(asked.body, r#"{"id":"1","price":19.90,"big":12345678901234567890123,"ids":["1","2"]}"#);
    assert_eq!((*thing.id, thing.most.map(u64::from)), (9_007_199_254_740_993, Some(u64::MAX)));
    assert_eq!(thing.price.as_str(), "0.10");
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, THING);
}

#[test]
fn what_is_no_number_stays_as_it_came() {
    let server = Server::json(200, r#"{"id":2,"price":"1.50","big":"many","either":"x"}"#);
    let thing = run(client!(server).things().put(&Thing::new(1, 1))).unwrap();
    assert_eq!(server.asked().body, r#"{"id":"1","price":1}"#);
    assert_eq!((*thing.id, thing.price.as_str()), (2, "1.50"));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, r#"{"id":"2","price":1.50,"either":"x","big":"many"}"#);
}
