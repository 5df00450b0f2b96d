//! Compressed responses of nginx. The browser has unpacked them already.

use tallyfy::Client;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use super::{Server, js};

/// nginx, of another origin. At the origin of the page, it has `/gzip`. Empty if it is not installed.
const NGINX: &str = env!("BROWSER_NGINX");

async fn is_read_once(base: &str) {
    let server = Server::new("plain");
    let client = Client::builder().base_url(server.url(base)).org_id("acme").token("s3cret").build().expect("a client");
    let page = client.groups().list().with_response().await.expect("a list");
    assert_eq!((page.value.items.len(), page.value.total), (2, Some(5)));
    assert!(page.headers.get("content-encoding").is_none() && page.headers.get("content-length").is_none(), "{:?}", page.headers);
    // nginx has compressed it, as the browser has asked.
    assert_eq!(page.headers.get("x-compressed").map(|value| value.as_bytes()), Some(&b"gzip"[..]), "{:?}", page.headers);
}

#[wasm_bindgen_test]
async fn a_response_of_another_origin_is_unpacked_once() {
    match NGINX {
        "" => console_log!("ignored: nginx is not installed"),
        nginx => is_read_once(&format!("{nginx}/gzip")).await,
    }
}

#[wasm_bindgen_test]
async fn a_response_of_the_same_origin_is_unpacked_once() {
    match NGINX {
        "" => console_log!("ignored: nginx is not installed"),
        _ => is_read_once(&format!("{}/gzip", js::origin())).await,
    }
}
