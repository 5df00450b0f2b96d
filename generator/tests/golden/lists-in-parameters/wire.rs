use crate::server::{Server, run};
use ::lists_in_parameters::Client;

#[test]
fn each_list_is_written_as_its_format_says() {
    let server = Server::silent();
    let call = client!(server).things().find([1, 2]).comma(["a", "b,c"]).blank(["a", "b"]).tab(["a", "b"]).bar(["a", "b"]);
    run(call.many(["a", "new"]).x_bars([true, false])).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /things/1,2?comma=a,b%2Cc&blank=a%20b&tab=a%09b&bar=a%7Cb&many=a&many=new");
    assert_eq!(asked.header("x-bars"), Some("true|false"));
    run(client!(server).things().fill(["x"]).bar(["a", "b"]).many([1, 2])).unwrap();
    let asked = server.asked();
    assert_eq!((asked.line.as_str(), asked.body.as_str()), ("POST /things/x", "bar=a%7Cb&many=1&many=2"));
}
