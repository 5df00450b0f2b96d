use crate::server::{Server, run};
use ::lists_with_delimiters::{Client, cars::FindSize};

#[test]
fn what_is_between_the_values_is_encoded() {
    let server = Server::silent();
    let call = client!(server).cars().find().makes(["Fiat", "Škoda"]).years([1999, 2004]);
    run(call.size(&FindSize::new().length(4).width(2))).unwrap();
    assert_eq!(server.asked().line, "GET /cars?makes=Fiat%7C%C5%A0koda&years=1999%202004&size=length%204%20width%202");
    run(client!(server).cars().find().doors([3, 5]).owner("a|b").makes(Vec::<String>::new())).unwrap();
    assert_eq!(server.asked().line, "GET /cars?doors=3&doors=5&owner=a%7Cb");
}

#[test]
fn a_value_that_looks_like_two_is_not_sent() {
    let server = Server::silent();
    let error = run(client!(server).cars().find().makes(["Alfa|Romeo"])).unwrap_err();
    assert!(error.to_string().contains("a value in `makes` contains `|`"), "{error}");
}
