//! A small API, as the generator writes one.

use crate::runtime::{Api, Bound, Client, ClientBuilder, Json, Method, Paging, PagingStyle, Read, Scheme, SchemeKind, Server};
use crate::support::memory::{Answer, block_on};

pub static API: Api = Api {
    name: "Things",
    version: "1",
    base_url: None,
    base_url_env: None,
    token_env: Some("THINGS_TOKEN"),
    headers: &[("X-Things", "client")],
    bound: &[Bound { name: "org_id", env: None }],
    servers: &[Server { name: "files", url: "https://files.example", env: None }],
    schemes: &[Scheme { name: "bearer", kind: SchemeKind::Bearer }],
    auth: &[&["bearer"]],
};

pub static PAGES: Paging = Paging {
    style: PagingStyle::Page { param: "page", first: 1 },
    size: Some("per_page"),
    items: "/data",
    total: Some("/meta/pagination/total"),
    current: Some("/meta/pagination/current_page"),
    last: Some("/meta/pagination/total_pages"),
    next: Some("/meta/pagination/links/next"),
};

/// Starts a client of the API.
pub fn client() -> ClientBuilder {
    ClientBuilder::new(&API).base_url("http://things.example/v1").token("s3cret-token").bind("org_id", "acme")
}

/// Reads a reply as a call does, in or out of an envelope.
pub fn read<T: Read + 'static>(body: &str, envelope: Option<&'static str>) -> Result<T, crate::runtime::Error> {
    let answer = Answer("application/json", body.to_owned().into());
    let client: Client = client().transport(answer).build().expect("all is given");
    let request = client.call(Method::GET, "/things");
    let request = match envelope {
        Some(payload) => request.envelope(payload),
        None => request,
    };
    block_on(request.into_call::<Json<T>, ()>().into_future())
}
