use crate::server::{Server, run};
use ::styles_in_headers::{Client, types::Range};

#[test]
fn lists_and_objects_are_one_line() {
    let server = Server::silent();
    let range = Range::new().from_(1).to(9);
    let call = client!(server).reports().list().x_parts(["a b", "c%d"]).x_range(&range).x_exact_range(&range);
    run(call.if_none_match("\"v 2\"").x_days(["2026-05-01", "2026-05-02"])).unwrap();
    let asked = server.asked();
    assert_eq!(asked.header("x-parts"), Some("a b,c%d"));
    assert_eq!((asked.header("x-range"), asked.header("x-exact-range")), (Some("from,1,to,9"), Some("from=1,to=9")));
    assert_eq!((asked.header("if-none-match"), asked.header("x-days")), (Some("\"v 2\""), Some("2026-05-01,2026-05-02")));
    run(client!(server).reports().list().x_parts(Vec::<String>::new()).x_range(&Range::new())).unwrap();
    let asked = server.asked();
    assert_eq!((asked.header("x-parts"), asked.header("x-range")), (None, None));
    assert!(run(client!(server).reports().list().x_parts(["a,b"])).is_err());
    assert!(run(client!(server).reports().list().x_parts(["a\r\nb: c"])).is_err());
}
