use crate::server::{Server, run};
use ::text_around_placeholders::Client;

#[test]
fn the_text_is_sent_as_it_is_and_values_are_encoded() {
    let server = Server::silent();
    run(client!(server).archives().stop_run("7:stop")).unwrap();
    assert_eq!(server.asked().line, "POST /runs/7%3Astop:stop");
    run(client!(server).archives().get_pack("v1.2", "zip")).unwrap();
    assert_eq!(server.asked().line, "GET /packs/v1.2.zip");
    run(client!(server).archives().get_set("it's", 1, 9)).unwrap();
    assert_eq!(server.asked().line, "GET /sets('it%27s')/1...9/");
}
