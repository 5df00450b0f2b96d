//! A canary token: it reaches the server, and shows up nowhere else.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

use crate::api::{call, client};
use crate::runtime::{
    Api, Call, Client, ClientBuilder, Error, Extra, FromJson, Json, ListStyle, Method, ParamStyle, Scheme, SchemeKind, Secret,
    TransportError, TransportErrorKind, Value, object,
};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, json, reply};

/// With characters that URLs, JSON and base64 spell in their own ways.
const CANARY: &str = "c4nary/token+with=parts?&é";

/// The canary in every spelling that someone might search a log for.
fn spellings() -> Vec<String> {
    let percent = "c4nary%2Ftoken%2Bwith%3Dparts%3F%26%C3%A9";
    let standard = "YzRuYXJ5L3Rva2VuK3dpdGg9cGFydHM/JsOp";
    let all = [CANARY, percent, &percent.to_lowercase(), standard, &standard.replace('/', "_"), "c4nary\\/token+with=parts?&é"];
    // Where it lies one or two bytes into what was encoded, the middle of it is what can be found.
    let shifted = ["M0bmFyeS90b2tlbit3aXRoPXBhcnRzPybDq", "jNG5hcnkvdG9rZW4rd2l0aD1wYXJ0cz8mw6"];
    all.into_iter().chain(shifted).map(str::to_owned).collect()
}

fn clean(what: &str, text: impl Into<String>) {
    let text = text.into();
    for spelling in spellings() {
        assert!(!text.contains(&spelling), "{what} shows {spelling}: {text}");
    }
}

fn clean_value(what: &str, value: &(impl Debug + ?Sized)) {
    clean(what, format!("{value:?}"));
    clean(what, format!("{value:#?}"));
}

fn clean_error(what: &str, error: &Error) {
    clean_value(what, error);
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        clean(what, error.to_string());
        clean_value(what, error);
        cause = error.source();
    }
    let shown: [&dyn Display; 2] = [&error.message().unwrap_or_default(), &error.request_id().unwrap_or_default()];
    shown.iter().for_each(|shown| clean(what, shown.to_string()));
    clean(what, String::from_utf8_lossy(error.body().map_or(&[], |body| body)).into_owned());
    clean_value(what, &error.headers());
    clean_value(what, &error.field_errors());
    clean_value(what, &(error.code(), error.json::<Value>()));
}

#[test]
fn the_test_knows_the_spellings() {
    let base64 = |text: &str| serde_json::to_value(crate::runtime::Base64::from(text)).expect("a text").to_string();
    assert!(base64(CANARY).contains(&spellings()[3]));
    assert!(base64(&format!("x{CANARY}!")).contains(&spellings()[6]));
    assert!(base64(&format!("xy{CANARY}!")).contains(&spellings()[7]));
}

#[test]
fn nothing_that_can_be_printed_shows_it() {
    let builder = client().token(CANARY).basic_auth("me", CANARY).header("x-key", CANARY);
    clean_value("a builder", &builder);
    let client = builder.build().expect("all is given");
    clean_value("a client", &client);
    let request = client.call(Method::POST, "/things/{id}").path("id", CANARY).query("key", CANARY).header("x", CANARY);
    let request = request.json(&CANARY);
    clean_value("a request", &request);
    let call: Call<Json<Value>> = request.into();
    clean_value("a call", &call);
    clean("a preview", call.preview().expect("all is given"));
    let files = client.call(Method::POST, "/files").form("key", CANARY).part("f", (CANARY, CANARY.as_bytes().to_vec()));
    let call: Call<Json<Value>> = files.into();
    clean_value("a form", &call);
    clean("the preview of a form", call.preview().expect("all is given"));
    clean_value("a call with its response", &call.with_response());
    let list: Call<crate::runtime::Paged<Value>> = client.call(Method::GET, "/things").paging(&crate::api::PAGES).into();
    clean_value("a stream", &list.stream());
}

#[test]
fn credentials_that_are_too_short_to_be_found_are_left_out_of_a_preview_as_a_whole() {
    let client = client().build().expect("all is given");
    for (value, shown) in [("a b", "$SECRET"), ("a", "$SECRET")] {
        let call = client.request(Method::GET, "/x").header("authorization", value);
        let line = call.preview().expect("all is given");
        assert!(line.contains(&format!("\"authorization: {shown}\"")), "{value}: {line}");
    }
}

#[test]
fn a_server_that_repeats_it_is_not_repeated() {
    let escaped = "c4nary\\u002ftoken\\u002Bwith=parts?\\u0026\\u00e9";
    let server = Server::start([json(401, &format!(r#"{{"message": "{escaped}", "errors": {{"{escaped}": [["{escaped}"]]}}}}"#))]);
    let client = client().base_url(server.url()).token(CANARY).build().expect("all is given");
    let error = call(client.call(Method::GET, "/things")).expect_err("refused");
    assert_eq!(error.message(), Some("[redacted]"));
    clean_error("an error with escapes", &error);

    for spelling in spellings() {
        let body = serde_json::json!({ "message": format!("bad: {spelling}"), "code": spelling, "errors": { "f": [spelling] } });
        let page = format!("<title>{spelling}</title>");
        let headers = [("x-request-id", spelling.as_str())];
        let server = Server::start([
            json(401, &body.to_string()),
            json(200, &body.to_string()),
            Act::Reply(reply(404, &headers, &page)),
            Act::Reply(reply(302, &[("location", "nowhere://")], &spelling)),
            json(200, &page),
        ]);
        let client = crate::api::client().base_url(server.url()).token(CANARY).build().expect("all is given");
        for _ in 0..5 {
            let call: Call<Json<i64>> = client.call(Method::GET, "/things").into();
            clean_error("an error", &block_on(call.into_future()).expect_err("no number"));
        }
    }
}

#[test]
fn a_transport_that_repeats_it_is_not_repeated() {
    struct Chatty;
    impl crate::runtime::Transport for Chatty {
        fn send(&self, request: http::Request<crate::runtime::Body>) -> crate::runtime::TransportFuture {
            let header = request.headers().get("authorization").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            let source = std::io::Error::other(format!("cannot send {header:?} to {}", request.uri()));
            Box::pin(async { Err(TransportError::new(TransportErrorKind::Broken, source)) })
        }
    }
    let client = client().token(CANARY).transport(Chatty).build().expect("all is given");
    let error = call(client.call(Method::POST, "/x").query("q", CANARY)).expect_err("broken");
    assert!(error.to_string().contains("[redacted]"), "{error}");
    clean_error("a chatty transport's error", &error);
}

/// What a service that hands out keys answers.
#[derive(Debug, Clone, PartialEq, Default)]
struct Key {
    key: Secret,
    old: Option<Secret>,
    uses: i64,
    extra: Extra,
}

object! {
    Key;
    "key" => required key;
    "old" => optional old;
    "uses" => required uses;
    _ => extra;
}

/// A client without a secret of its own.
fn stranger(server: &Server) -> Client {
    static NOBODY: Api = Api { token_env: None, ..PLAIN };
    ClientBuilder::new(&NOBODY).base_url(server.url()).build().expect("all is given")
}

#[test]
fn a_secret_travels_as_it_is_and_shows_nowhere() {
    let server = Server::start((0..5).map(|_| json(422, &serde_json::json!({ "message": format!("no: {CANARY}") }).to_string())));
    let client = stranger(&server);
    let key = Key { key: CANARY.into(), old: Some(CANARY.into()), ..Key::default() };
    clean_value("a value", &key);
    let post = || client.call(Method::POST, "/keys");
    let requests = [
        post().json(&key),
        post().form("key", Secret::from(CANARY)).form("name", "mine"),
        post().form_list("keys", ListStyle::Csv, [Secret::from(CANARY)]).multipart(),
        post().query("key", Secret::from(CANARY)),
        post().header("x-key", Secret::from(CANARY)),
    ];
    for request in requests {
        let call: Call<Json<Value>> = request.into();
        clean_value("a call", &call);
        let preview = call.preview().expect("all is given");
        assert!(preview.contains("$SECRET"), "{preview}");
        clean("a preview", preview);
        clean_error("a refusal", &block_on(call.into_future()).expect_err("refused"));
    }
    let sent = server.received();
    let text = |at: usize| String::from_utf8_lossy(&sent[at].body).into_owned();
    assert_eq!(
        serde_json::from_slice::<Value>(&sent[0].body).expect("JSON"),
        serde_json::json!({ "key": CANARY, "old": CANARY, "uses": 0 })
    );
    assert!(text(1).starts_with(&format!("key={}&", spellings()[1])), "{}", text(1));
    assert!(text(2).contains(CANARY));
    assert_eq!(server.targets()[3], format!("/keys?key={}", spellings()[1]));
    assert_eq!(sent[4].header("x-key"), Some(CANARY));
}

#[test]
fn a_secret_that_needs_escapes_is_taken_out_of_json() {
    let client = stranger(&Server::start([]));
    let call: Call<Json<Value>> = client.call(Method::POST, "/x").json(&Secret::from(r#"tell"no\one""#)).into();
    assert!(call.preview().expect("all is given").ends_with(r#"--data-raw "\"$SECRET\"""#));
}

#[test]
fn a_response_keeps_its_secrets_to_itself() {
    let whole = serde_json::json!({ "key": CANARY, "old": CANARY, "uses": 3 }).to_string();
    let broken = serde_json::json!({ "key": CANARY, "uses": [] }).to_string();
    let server = Server::start([json(200, &whole), json(200, &broken)]);
    let client = stranger(&server);
    let get = || Call::<Json<Key>>::from(client.call(Method::GET, "/keys/1"));
    let reply = block_on(get().with_response().into_future()).expect("a key");
    assert_eq!((reply.value.key.expose_secret(), reply.value.uses), (CANARY, 3));
    assert_eq!(reply.body, whole);
    clean_value("a response", &reply);
    clean_error("what cannot be read", &block_on(get().into_future()).expect_err("no number"));
}

#[test]
fn a_secret_behind_what_cannot_be_read_is_taken_out_too() {
    fn clean_after<T: FromJson + Debug + 'static>(body: &str) {
        let server = Server::start([json(200, body)]);
        let call: Call<Json<T>> = stranger(&server).call(Method::GET, "/keys").into();
        clean_error(body, &block_on(call.into_future()).expect_err("no number"));
    }
    let own = format!(r#"{{"uses": [], "key": "{CANARY}"}}"#);
    clean_after::<Key>(&own);
    clean_after::<Vec<Key>>(&format!(r#"[{{"uses": [], "key": ""}}, {{"uses": 1, "key": "{CANARY}"}}]"#));
    clean_after::<BTreeMap<String, Key>>(&format!(r#"{{"a": {{"uses": [], "key": ""}}, "b": {{"uses": 1, "key": "{CANARY}"}}}}"#));
    clean_after::<Vec<Vec<Key>>>(&format!("[[{own}]]"));
}

#[test]
fn a_key_in_the_query_stays_out_of_errors_too() {
    static QUERY: Api = Api { schemes: &[Scheme { name: "key", kind: SchemeKind::Query("api_key") }], auth: &[&["key"]], ..PLAIN };
    let server = Server::start([Act::Cut]);
    let client: Client = ClientBuilder::new(&QUERY).base_url(server.url()).api_key("key", CANARY).build().expect("all is given");
    clean("a preview", client.request(Method::GET, "/x").preview().expect("all is given"));
    clean_error("a broken connection", &call(client.call(Method::POST, "/x")).expect_err("cut"));
    assert_eq!(server.targets(), [format!("/x?api_key={}", spellings()[1])]);
}

#[test]
fn a_key_in_a_cookie_stays_out_of_everything_shown() {
    static COOKIE: Api = Api { schemes: &[Scheme { name: "key", kind: SchemeKind::Cookie("session") }], auth: &[&["key"]], ..PLAIN };
    const KEY: &str = "c4nary-of-the-cookie";
    let server = Server::start([json(200, "{}"), Act::Cut]);
    let build = |key: &str| ClientBuilder::new(&COOKIE).base_url(server.url()).api_key("key", key).build();
    let client: Client = build(KEY).expect("all is given");
    let preview = client.request(Method::GET, "/x").preview().expect("all is given");
    assert!(preview.contains("cookie: $SECRET") && !preview.contains(KEY), "{preview}");
    call(client.call(Method::GET, "/x").cookie_styled("theme", ParamStyle::FORM, "dark")).expect("sent");
    let error = call(client.call(Method::POST, "/x")).expect_err("cut");
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
    let received = server.received();
    assert_eq!(
        received.iter().map(|it| it.header("cookie")).collect::<Vec<_>>(),
        [Some("theme=dark; session=c4nary-of-the-cookie"), Some("session=c4nary-of-the-cookie")]
    );
    let error = build("a; b=c").map(drop).expect_err("two cookies");
    assert!(error.to_string().contains("the cookie `session`") && !error.to_string().contains("b=c"), "{error}");
}

#[test]
fn every_scheme_sends_what_it_is_to_send() {
    static MANY: Api = Api {
        schemes: &[
            Scheme { name: "basic", kind: SchemeKind::Basic },
            Scheme { name: "header", kind: SchemeKind::Header("X-Key") },
            Scheme { name: "bearer", kind: SchemeKind::Bearer },
            Scheme { name: "authorization", kind: SchemeKind::Header("Authorization") },
        ],
        auth: &[&["basic", "header"], &["bearer"]],
        ..PLAIN
    };
    let server = Server::start((0..6).map(|_| json(200, "")));
    let build = |builder: ClientBuilder| builder.base_url(server.url()).build().expect("all is given");
    let basic = build(ClientBuilder::new(&MANY).basic_auth("Aladdin", "open sesame").api_key("header", "k1"));
    let token = build(ClientBuilder::new(&MANY).token("t0ken"));
    call(basic.call(Method::GET, "/x")).expect("sent");
    call(token.call(Method::GET, "/x")).expect("sent");
    call(token.call(Method::GET, "/x").auth(&[&["header"]])).expect("sent");
    call(token.call(Method::GET, "/x").auth(&[&["authorization"]])).expect("sent");
    call(token.call(Method::GET, "/x").auth(&[])).expect("sent");
    call(build(ClientBuilder::new(&PLAIN_API).token("t0ken")).call(Method::GET, "/x")).expect("sent");
    let sent: Vec<_> = server
        .received()
        .iter()
        .map(|request| (request.header("authorization").map(str::to_owned), request.header("x-key").map(str::to_owned)))
        .collect();
    let bearer = Some("Bearer t0ken".to_owned());
    assert_eq!(
        sent,
        [
            (Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned()), Some("k1".to_owned())),
            (bearer.clone(), None),
            // A token is no key where a scheme takes tokens.
            (None, None),
            (bearer.clone(), None),
            (None, None),
            (bearer, None),
        ]
    );
}

#[test]
fn a_secret_that_no_header_can_carry_is_refused_unseen() {
    let error = client().token(format!("{CANARY}\n")).build().expect_err("a line break");
    clean_error("a refusal", &error);
    assert!(error.to_string().contains("characters that are not allowed in a header"));
}

const PLAIN: Api = Api {
    name: "Plain",
    version: "1",
    base_url: None,
    variables: &[],
    base_url_env: None,
    token_env: Some("PLAIN_TOKEN"),
    log_env: None,
    headers: &[],
    bound: &[],
    servers: &[],
    secrets: &[],
    schemes: &[],
    auth: &[],
};
static PLAIN_API: Api = PLAIN;

#[test]
fn a_secret_that_looks_like_its_replacement_does_no_harm() {
    for token in ["redacted", "[redacted]", "THINGS_TOKEN"] {
        let server = Server::start([json(401, &serde_json::json!({ "message": format!("<{token}>") }).to_string())]);
        let client = client().base_url(server.url()).token(token).build().expect("all is given");
        assert!(client.request(Method::GET, "/x").preview().expect("all is given").contains("Bearer $"));
        assert_eq!(call(client.call(Method::GET, "/x")).expect_err("refused").message(), Some("<[redacted]>"));
    }
}
