use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::runtime::connection::proxy::{ProxyAddress, tunnel};
use crate::runtime::connection::stream::Stream;

/// What a proxy says, in parts, before it closes; and what comes out of the tunnel.
const CASES: [(&[&str], &str); 5] = [
    (&["HTTP/1.1 200 OK\r\n\r\nfirst", " words"], "first words"),
    (&["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst words"], "first words"),
    (&["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", "\r\nHTTP/1.1 200 OK\r\n\r\n"], "HTTP/1.1 200 OK\r\n\r\n"),
    (&["HTTP/1.1 200 OK\n\nfirst", " words"], "first words"),
    (&["HTTP/1.1 200 OK\r\n\r\n"], ""),
];

#[test]
fn what_follows_the_blank_line_belongs_to_the_tunnel() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for (parts, expected) in CASES {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        let proxy = async move {
            for part in parts {
                theirs.write_all(part.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
            }
            theirs.shutdown().await.unwrap();
            theirs
        };
        let proxy_address = ProxyAddress::parse("proxy").unwrap();
        let client = async {
            let mut opened = tunnel(Stream::Other(Box::new(ours)), "the proxy", "a.test:443", &proxy_address).await.unwrap();
            let mut text = String::new();
            opened.read_to_string(&mut text).await.unwrap();
            text
        };
        let (_, text) = runtime.block_on(async { tokio::join!(proxy, client) });
        assert_eq!(text, expected, "{parts:?}");
    }
}
