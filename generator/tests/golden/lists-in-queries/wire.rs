use crate::server::{Server, run};
use ::lists_in_queries::{Client, books::FindGenres};

#[test]
fn lists_are_one_pair_or_one_for_each_item() {
    let server = Server::silent();
    let call = client!(server).books().find().authors(["Le Guin, Ursula", "Lem"]).years([1974]).words(["a", "b"]);
    run(call.genres([FindGenres::SciFi, FindGenres::Crime])).unwrap();
    assert_eq!(server.asked().line, "GET /books?authors=Le%20Guin%2C%20Ursula,Lem&years=1974&words=a&words=b&genres=sci-fi,crime");
    run(client!(server).books().find().authors(Vec::<String>::new()).words(Vec::<String>::new())).unwrap();
    let line = server.asked().line;
    assert!(line == "GET /books" || line == "GET /books?authors=", "{line}");
}
