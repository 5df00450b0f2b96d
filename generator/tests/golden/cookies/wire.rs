use crate::server::{Server, run};
use ::cookies::{Client, types::View};

#[test]
fn all_cookies_are_one_header_beside_the_key() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).api_key("session", "k3y").build().unwrap();
    let view = View::new().x(1).y(2);
    run(client.boards().list().theme("d; a").marks([1, 2]).seen(["a b", "c%"]).view(&view).last(&view)).unwrap();
    assert_eq!(
        server.asked().header("cookie"),
        Some("client=rust; theme=d%3B%20a; marks=1,2; seen=a b; seen=c%; view=x,1,y,2; last=%7B%22x%22%3A1%2C%22y%22%3A2%7D; SESSION=k3y")
    );
    run(client!(server).boards().list()).unwrap();
    assert_eq!(server.asked().header("cookie"), Some("client=rust"));
}
