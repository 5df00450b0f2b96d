//! Compressed responses of nginx.

use tallyfy::{Client, Error, Method, Value};

use crate::Test;
use crate::calls::{block_on, direct};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, shown};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("compressed::nginx_compresses", &[NGINX], nginx_compresses),
        Test::new("compressed::head_has_no_body", &[NGINX], head_has_no_body),
        Test::new("compressed::a_part_is_of_the_stored_form", &[NGINX], a_part_is_of_the_stored_form),
        Test::new("compressed::a_gz_file_stays_one", &[NGINX], a_gz_file_stays_one),
    ]
}

/// A list of numbers, long enough to be compressed.
fn numbers() -> String {
    format!("[{}]", (0..2000).map(|number| number.to_string()).collect::<Vec<_>>().join(","))
}

/// A server that has a list of numbers, and compresses it.
fn started(more: &str) -> (Nginx, Folder) {
    let folder = Folder::new();
    folder.write("numbers.json", numbers());
    let inside = format!("root {}; gzip on; gzip_types application/json; {more}", shown(&folder.path("")));
    (Nginx::start(&inside), folder)
}

fn client(nginx: &Nginx) -> Client {
    let transport = direct().build().expect("the settings are valid");
    let builder = Client::builder().base_url(format!("http://{}", nginx.address)).transport(transport);
    builder.org_id("acme").build().expect("all is given")
}

fn nginx_compresses() {
    let (nginx, _folder) = started("");
    let response = block_on(client(&nginx).request(Method::GET, "/numbers.json").with_response().into_future()).expect("decoded");
    assert_eq!(response.value.as_array().map(Vec::len), Some(2000));
    assert_eq!(response.body, numbers());
    // Compressed, it has a weak tag; what describes the compressed form is gone.
    let tag = response.headers["etag"].to_str().expect("ASCII");
    assert!(tag.starts_with("W/"), "{tag}");
    assert!(!response.headers.contains_key("content-encoding") && !response.headers.contains_key("content-length"));
}

fn head_has_no_body() {
    let (nginx, _folder) = started("");
    // A call that expects JSON: what comes is nothing, and not half of a compressed body.
    let error = block_on(client(&nginx).request(Method::HEAD, "/numbers.json").into_future()).err();
    assert!(error.as_ref().is_none_or(|error| !error.to_string().contains("gzip")), "{error:?}");
}

fn a_part_is_of_the_stored_form() {
    let (nginx, _folder) = started("");
    let call = client(&nginx).request(Method::GET, "/numbers.json").header("range", "bytes=1-4");
    let response = block_on(call.with_response().into_future());
    // `0,1,` is no JSON, and its first bytes are.
    let error = response.expect_err("a part of a list");
    assert_eq!(
        (error.status().map(|status| status.as_u16()), error.body().map(|body| &**body)),
        (Some(206), Some(&b"0,1,"[..])),
        "{error}"
    );
}

fn a_gz_file_stays_one() {
    let (nginx, folder) = started("location / { add_header Content-Encoding gzip; default_type application/octet-stream; }");
    let stored = b"\x1f\x8b\x08 as it is stored";
    std::fs::create_dir_all(folder.path("organizations/acme/file/a.gz")).expect("a folder");
    folder.write("organizations/acme/file/a.gz/dl", stored);
    let bytes = block_on(async { client(&nginx).files().download("a.gz").download().await?.bytes(1000).await });
    assert_eq!(bytes.expect("as it is stored"), &stored[..]);
    let read: Result<Value, Error> = block_on(client(&nginx).request(Method::GET, "/organizations/acme/file/a.gz/dl").into_future());
    assert!(read.expect_err("no gzip").to_string().contains("gzip"));
}
