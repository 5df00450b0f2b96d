use crate::server::{Server, run};
use ::forms_with_encodings::{Client, parcels::{SendSize, SendSpeed}, types::Person};

#[test]
fn fields_are_written_by_their_encoding() {
    let server = Server::silent();
    let call = client!(server).parcels().send("A & B").from(&Person::new("1+1")).notes(["x", "y"]);
    let call = call.people(&[Person::new("a"), Person::new("b")]).size(&SendSize::new().w(1.0).h(2.5));
    let call = call.stamps(["p", "q,r"]).routes(["n", "s"]).codes([1, 2]).code("c d").site("a/b&c");
    run(call.speed(SendSpeed::VerySlow).fragile(true)).unwrap();
    let asked = server.asked();
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        asked.body,
        "to=A%20%26%20B&from=%7B%22name%22%3A%221%2B1%22%7D&notes=x&notes=y&people=%7B%22name%22%3A%22a%22%7D\
         &people=%7B%22name%22%3A%22b%22%7D&size%5Bw%5D=1&size%5Bh%5D=2.5&stamps=p,q%2Cr&routes=n%7Cs&codes=1%202\
         &code=%22c%20d%22&site=a/b%26c&speed=very-slow&fragile=true"
    );
    run(client!(server).parcels().send("x").notes(Vec::<String>::new()).people(&[])).unwrap();
    assert_eq!(server.asked().body, "to=x");
}
