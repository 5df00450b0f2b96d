//! The doors: every way by which a secret comes to a client, a call, or what is sent.

use crate::runtime::{
    Api, Bound, Client, ClientBuilder, Error, Extra, ListStyle, Method, ParamStyle, Renewing, Request, Scheme, SchemeKind, Secret,
    TokenFuture, TokenSource, Tokens, object,
};
use crate::support::clock::FakeClock;

/// An API with keys in headers and queries, and with parameters and properties that are passwords.
pub static API: Api = Api {
    name: "Vault",
    version: "1",
    base_url: None,
    variables: &[],
    base_url_env: None,
    token_env: Some("VAULT_TOKEN"),
    log_env: None,
    headers: &[],
    bound: &[Bound { name: "access-code", env: None, setter: "access_code", rebind: "for_access_code" }],
    servers: &[],
    secrets: &["access-code", "code", "pass_phrase", "pin"],
    schemes: &[
        Scheme { name: "bearer", kind: SchemeKind::Bearer },
        Scheme { name: "basic", kind: SchemeKind::Basic },
        Scheme { name: "header", kind: SchemeKind::Header("X-Vault-Key") },
        Scheme { name: "query", kind: SchemeKind::Query("vault_key") },
    ],
    auth: &[&["header"], &["query"], &["basic"], &["bearer"]],
};

/// A way by which a secret comes in.
#[derive(Clone, Copy)]
pub struct Door {
    pub name: &'static str,
    pub builder: fn(ClientBuilder, &'static str) -> ClientBuilder,
    pub request: fn(Request, &'static str) -> Request,
    /// The path template.
    pub path: fn(&'static str) -> String,
    /// Whether it comes from the server, with a response that is retried.
    pub is_cookie: bool,
    /// Whether it is known when an attempt is made, and not before.
    pub is_late: bool,
    /// Whether it is a part of the path.
    pub is_path: bool,
    /// Whether it is written without an encoding.
    pub is_raw: bool,
    /// Whether its place can be told where the request is written as text.
    pub has_place: bool,
}

const PLAIN: Door = Door {
    name: "",
    builder: |builder, _| builder,
    request: |request, _| request,
    path: |_| "/things".to_owned(),
    is_cookie: false,
    is_late: false,
    is_path: false,
    is_raw: false,
    has_place: true,
};

const fn on_builder(name: &'static str, builder: fn(ClientBuilder, &'static str) -> ClientBuilder) -> Door {
    Door { name, builder, ..PLAIN }
}

const fn late(name: &'static str, builder: fn(ClientBuilder, &'static str) -> ClientBuilder) -> Door {
    Door { name, builder, is_late: true, ..PLAIN }
}

const fn on_request(name: &'static str, request: fn(Request, &'static str) -> Request) -> Door {
    Door { name, request, ..PLAIN }
}

const fn in_path(name: &'static str, path: fn(&'static str) -> String) -> Door {
    Door { name, path, is_raw: true, ..PLAIN }
}

const fn in_parts(name: &'static str, request: fn(Request, &'static str) -> Request) -> Door {
    Door { name, request, has_place: false, ..PLAIN }
}

pub const DOORS: &[Door] = &[
    on_builder("the token", |it, s| it.token(s)),
    on_builder("a key for a header", |it, s| it.api_key("header", s)),
    on_builder("a key for the query", |it, s| it.api_key("query", s)),
    on_builder("a password", |it, s| it.basic_auth("me", s)),
    late("a provider", |it, s| it.token_provider(move || async move { Ok(s.into()) })),
    late("a renewal", |it, s| it.token_provider(Renewing::new(Grants(s)))),
    late("stored tokens", |it, s| it.token_provider(Renewing::new(Grants("none")).starting_with(Tokens::new(s, Some(s.into()), None)))),
    on_builder("`Authorization` for all calls", |it, s| it.header("authorization", format!("Bearer {s}"))),
    on_builder("`Proxy-Authorization` for all calls", |it, s| it.header("Proxy-Authorization", format!("Token {s}"))),
    on_builder("a cookie for all calls", |it, s| it.header("cookie", format!("theme=dark; session={s}"))),
    on_builder("`X-Api-Key` for all calls", |it, s| it.header("X-API-Key", s)),
    on_builder("the header of a scheme for all calls", |it, s| it.header("x-vault-key", s)),
    on_builder("a bound parameter", |it, s| it.bind("access-code", s)),
    late("a callback's header", |it, s| {
        it.on_attempt(move |_, headers| drop(headers.insert("authorization", format!("Bearer {s}").parse().expect("a value"))))
    }),
    on_request("`Authorization`", |it, s| it.header("Authorization", format!("Bearer {s}"))),
    on_request("`Authorization` without a scheme", |it, s| it.header("authorization", s)),
    on_request("`Authorization` of another scheme", |it, s| it.header("authorization", format!("Custom {s}"))),
    on_request("`Proxy-Authorization`", |it, s| it.header("proxy-authorization", format!("Bearer {s}"))),
    on_request("a cookie", |it, s| it.header("Cookie", format!("session={s}; theme=dark"))),
    on_request("`X-Api-Key`", |it, s| it.header("x-api-key", s)),
    on_request("the header of a scheme", |it, s| it.header("X-Vault-Key", s)),
    on_request("a secret in a header", |it, s| it.header("x-own", Secret::from(s))),
    on_request("secrets in a header", |it, s| it.header_list("x-own", ListStyle::Csv, [Secret::from(s), Secret::from(s)])),
    on_request("a password of the definition in a header", |it, s| it.header("pin", s)),
    on_request("the parameter of a scheme", |it, s| it.query("vault_key", s)),
    on_request("a secret in the query", |it, s| it.query("own", Secret::from(s))),
    on_request("a secret in the query, with reserved characters", |it, s| it.query_reserved("own", Secret::from(s))),
    on_request("secrets in the query", |it, s| it.query_list("own", ListStyle::Multi, [Secret::from(s)])),
    on_request("a password of the definition in the query", |it, s| it.query("pass_phrase", s)),
    on_request("an access token in the query", |it, s| it.query("access_token", s)),
    on_request("a bound parameter in the query", |it, s| it.query("access-code", s)),
    on_request("a secret in a form", |it, s| it.form("own", Secret::from(s)).form("name", "x")),
    on_request("a secret in a styled header", |it, s| it.header_styled("x-own", ParamStyle::SIMPLE, &Secret::from(s))),
    on_request("a secret in a styled query", |it, s| it.query_styled("own", ParamStyle::FORM.exploded(), &[Secret::from(s)])),
    on_request("a member that is a secret", |it, s| it.query_styled("own", ParamStyle::DEEP_OBJECT, &serde_json::json!({ "pin": s }))),
    on_request("a secret in a cookie", |it, s| it.cookie_styled("own", ParamStyle::FORM, s)),
    on_request("a secret in a cookie of the style `cookie`", |it, s| it.cookie_styled("own", ParamStyle::COOKIE.exploded(), &[s])),
    on_request("a secret in a styled form", |it, s| it.form_styled("own", ParamStyle::JSON, &Secret::from(s))),
    on_request("secrets in a form", |it, s| it.form_list("own", ListStyle::Multi, [Secret::from(s)])),
    on_request("a token request", |it, s| it.form("grant_type", "authorization_code").form("code", s).form("client_id", "7")),
    on_request("a client's secret in a form", |it, s| it.form("client_secret", s)),
    in_parts("a secret in a form of parts", |it, s| it.form("own", Secret::from(s)).multipart()),
    in_parts("a password in a form of parts", |it, s| it.form("password", s).part("f", ("a.txt", b"x".to_vec()))),
    on_request("a property that is a secret", |it, s| it.json(&Lock { word: s.into(), ..Lock::default() })),
    on_request("a property that the definition marks", |it, s| it.json(&serde_json::json!({ "pin": s, "name": "x" }))),
    on_request("a property deep in a body", |it, s| it.json(&serde_json::json!({ "a": [{ "b": { "pass_phrase": s } }] }))),
    on_request("a list of secrets in a body", |it, s| it.json(&serde_json::json!({ "pin": [s, s] }))),
    on_request("a token request in JSON", |it, s| it.json(&serde_json::json!({ "grant_type": "refresh_token", "refresh_token": s }))),
    on_request("an added field", |it, s| it.json(&serde_json::json!({})).extra_body("password".into(), s)),
    Door {
        is_raw: true,
        ..on_request("a body of bytes", |it, s| it.bytes("application/x-www-form-urlencoded", format!("password={s}&a=b")))
    },
    on_request("a text of JSON", |it, s| it.text("application/json", format!(r#"{{"client_secret" : "{s}"}}"#))),
    Door {
        path: |_| "/things/{own}/x".to_owned(),
        is_path: true,
        ..in_parts("a secret in the path", |it, s| it.path("own", Secret::from(s)))
    },
    Door {
        path: |_| "/things/{pin}/x".to_owned(),
        is_path: true,
        ..in_parts("a password of the definition in the path", |it, s| it.path("pin", s))
    },
    in_path("the query of a path", |s| format!("/things?a=b&vault_key={s}")),
    in_path("an access token in the query of a path", |s| format!("/things?access_token={s}")),
    Door { is_cookie: true, ..late("a cookie of the server", |it, _| it) },
];

/// A type with a secret.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lock {
    pub word: Secret,
    pub uses: i64,
    pub extra: Extra,
}

object! {
    Lock;
    "word" => required word;
    "uses" => required uses;
    _ => extra;
}

struct Grants(&'static str);

impl TokenSource for Grants {
    fn fetch<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(async { Ok::<_, Error>(Tokens::new(self.0, None, None)) })
    }
}

impl Door {
    /// Starts a client into which the secret comes, if it comes that way.
    pub fn client(&self, secret: &'static str) -> ClientBuilder {
        (self.builder)(ClientBuilder::new(&API).base_url("http://vault.example/v1").clock(FakeClock::default()), secret)
    }

    /// Makes a request into which the secret comes, if it comes that way.
    pub fn request(&self, client: &Client, secret: &'static str) -> Request {
        let request = client.call(Method::PUT, (self.path)(secret));
        (self.request)(request, secret)
    }
}
