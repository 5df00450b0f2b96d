//! Addresses of servers that applications know a part of.

use crate::runtime::{Api, Client, ClientBuilder, Error, Method, Variable};

const HOST: Api = Api {
    name: "Things",
    version: "1",
    base_url: Some("https://{account}.things.example{port}/v1"),
    variables: &[
        Variable { name: "account", env: None, setter: "account", default: None, values: &[] },
        Variable { name: "port", env: None, setter: "port", default: Some(":443"), values: &[] },
    ],
    base_url_env: None,
    token_env: None,
    log_env: None,
    headers: &[],
    bound: &[],
    servers: &[],
    secrets: &[],
    schemes: &[],
    auth: &[],
};
static ACCOUNT: Api = HOST;
static WHOLE: Api = Api { base_url: Some("{start}{end}"), variables: &[ANY_START, ANY_END], ..HOST };
static SCHEME: Api = Api { base_url: Some("{start}://{end}/v1/"), variables: &[ANY_START, ANY_END], ..HOST };
static PATH: Api = Api { base_url: Some("https://h.example/{start}/{end}"), variables: &[LISTED, ANY_END], ..HOST };
static UNKNOWN: Api = Api { base_url: Some("https://{other}.example"), ..HOST };

const ANY_START: Variable = Variable { name: "start", env: None, setter: "start", default: None, values: &[] };
const ANY_END: Variable = Variable { name: "end", env: None, setter: "end", default: None, values: &[] };
const LISTED: Variable = Variable { name: "start", env: None, setter: "start", default: Some("api/v1"), values: &["api/v1", "api/v2"] };

fn asked(client: &Client) -> Result<String, Error> {
    let shown = client.request(Method::GET, "/x").preview()?;
    let address = shown.split_whitespace().find(|word| word.contains("://")).expect("an address");
    Ok(address.trim_matches('\'').to_owned())
}

fn client(api: &'static Api, values: &[(&'static str, &str)]) -> Result<Client, Error> {
    let builder = ClientBuilder::new(api);
    values.iter().fold(builder, |builder, (name, value)| builder.bind(*name, *value)).build()
}

#[test]
fn values_stand_where_their_names_were() {
    for (api, values, expected) in [
        (&ACCOUNT, &[("account", "acme")][..], "https://acme.things.example:443/v1/x"),
        (&ACCOUNT, &[("account", "a.b-c"), ("port", "")], "https://a.b-c.things.example/v1/x"),
        (&WHOLE, &[("start", "http://local"), ("end", "host:3000")], "http://localhost:3000/x"),
        (&WHOLE, &[("start", "https://h.example/base/"), ("end", "")], "https://h.example/base/x"),
        (&SCHEME, &[("start", "http"), ("end", "h.example:80")], "http://h.example:80/v1/x"),
        (&PATH, &[("end", "a/b?c")], "https://h.example/api/v1/a%2Fb%3Fc/x"),
        (&PATH, &[("start", "api/v2"), ("end", "é")], "https://h.example/api/v2/%C3%A9/x"),
    ] {
        assert_eq!(asked(&client(api, values).expect("all is given")).expect("an address"), expected);
    }
}

#[test]
fn no_value_changes_more_than_its_place() {
    for (api, values) in [
        (&ACCOUNT, &[("account", "evil.example/")][..]),
        (&ACCOUNT, &[("account", "evil.example#")]),
        (&ACCOUNT, &[("account", "evil.example?")]),
        (&ACCOUNT, &[("account", "evil.example\\")]),
        (&ACCOUNT, &[("account", "user:password@evil")]),
        (&ACCOUNT, &[("account", "evil.example:80")]),
        (&ACCOUNT, &[("account", "a b")]),
        (&ACCOUNT, &[("account", "")]),
        (&ACCOUNT, &[("account", "a..b")]),
        (&ACCOUNT, &[("account", "acme"), ("port", ":80/evil")]),
        (&WHOLE, &[("start", "https://h.example?a="), ("end", "b")]),
        (&WHOLE, &[("start", "https://h.example"), ("end", "/path")]),
        (&WHOLE, &[("start", "ftp://h"), ("end", "")]),
        (&WHOLE, &[("start", "https://user:password@h"), ("end", "")]),
        (&SCHEME, &[("start", "ftp"), ("end", "h.example")]),
        (&SCHEME, &[("start", "https://evil.example/"), ("end", "h.example")]),
        (&PATH, &[("end", "..")]),
        (&PATH, &[("end", "")]),
        (&PATH, &[("start", "api/v3"), ("end", "a")]),
    ] {
        let error = client(api, values).err().unwrap_or_else(|| panic!("{values:?} make an address"));
        assert!(!error.to_string().contains("password"), "{error}");
    }
}

#[test]
fn what_is_missing_or_unknown_is_said() {
    let message = |api, values: &[_]| client(api, values).expect_err("something is missing").to_string();
    assert!(message(&ACCOUNT, &[]).contains("needs `account`, which is not set"), "{}", message(&ACCOUNT, &[]));
    assert!(message(&PATH, &[("start", "x")]).contains("`start` cannot be `x`: it must be one of api/v1, api/v2"));
    assert!(message(&UNKNOWN, &[]).contains("the variable `{other}` is not defined"));
    let whole = ClientBuilder::new(&ACCOUNT).base_url("http://127.0.0.1:1").build().expect("no variable is left");
    assert_eq!(asked(&whole).expect("an address"), "http://127.0.0.1:1/x");
}

#[test]
fn a_sibling_has_another_address_and_says_what_is_wrong_with_it_when_it_is_used() {
    let acme = client(&ACCOUNT, &[("account", "acme")]).expect("all is given");
    assert_eq!(asked(&acme.bind("account", "other")).expect("an address"), "https://other.things.example:443/v1/x");
    assert_eq!(asked(&acme).expect("an address"), "https://acme.things.example:443/v1/x");
    let error = asked(&acme.bind("account", "evil.example/")).expect_err("no part of a host");
    assert!(error.to_string().contains("`account` cannot be `evil.example/`"), "{error}");
}
