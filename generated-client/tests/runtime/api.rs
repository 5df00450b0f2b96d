//! A small API, as the generator writes one.

use crate::runtime::{
    Api, Bound, Call, Client, ClientBuilder, Error, FromJson, Json, Method, Paging, PagingStyle, Request, Scheme, SchemeKind, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::{Answer, block_on};
use crate::support::server::Server;

pub static API: Api = Api {
    name: "Things",
    version: "1",
    base_url: None,
    variables: &[],
    base_url_env: None,
    token_env: Some("THINGS_TOKEN"),
    log_env: None,
    headers: &[("X-Things", "client")],
    bound: &[Bound { name: "org_id", env: None, setter: "org_id", rebind: "for_org_id" }],
    servers: &[crate::runtime::Server { name: "files", url: "https://files.example", env: None, setter: "files_url" }],
    secrets: &[],
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

/// A client of a server on loopback, under a clock that never waits.
pub fn against(server: &Server) -> (Client, FakeClock) {
    let clock = FakeClock::default();
    (client().base_url(server.url()).clock(clock.clone()).build().expect("all is given"), clock)
}

/// Makes a call whose response is any JSON.
pub fn call(request: Request) -> Result<Value, Error> {
    let call: Call<Json<Value>> = request.into();
    block_on(call.into_future())
}

/// Reads a response as a call does, in or out of an envelope.
pub fn read<T: FromJson + 'static>(body: &str, envelope: Option<&'static str>) -> Result<T, Error> {
    let answer = Answer("application/json", body.to_owned().into());
    let client: Client = client().transport(answer).build().expect("all is given");
    let request = client.call(Method::GET, "/things");
    let request = match envelope {
        Some(payload) => request.envelope(payload),
        None => request,
    };
    block_on(Call::<Json<T>>::from(request).into_future())
}

/// Returns what an error says, without the host: the port of a server on loopback is another one each time.
pub fn said(error: &Error) -> String {
    let (line, request) = (error.to_string(), format!("{} {}", error.method(), error.path()));
    let rest = line.strip_prefix(&format!("{request} at ")).and_then(|rest| rest.split_once(": "));
    rest.map_or(line.clone(), |(_, rest)| format!("{request}: {rest}"))
}
