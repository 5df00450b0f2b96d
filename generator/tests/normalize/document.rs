//! What belongs to the document as a whole.

use serde_json::json;

use super::check;

#[test]
fn security_schemes_of_every_kind() {
    check(
        "
securityDefinitions:
  basic: {type: basic, description: B}
  head: {type: apiKey, in: header, name: X-Key}
  query: {type: apiKey, in: query, name: key}
  implicit: {type: oauth2, flow: implicit, authorizationUrl: a, scopes: {r: Read}}
  password: {type: oauth2, flow: password, tokenUrl: t, scopes: {}}
  app: {type: oauth2, flow: application, tokenUrl: t}
  code: {type: oauth2, flow: accessCode, authorizationUrl: a, tokenUrl: t, scopes: {}}
security: [{basic: []}, {head: [], query: []}]
",
        &[
            ("/security", json!([{"basic": []}, {"head": [], "query": []}])),
            (
                "/components/securitySchemes",
                json!({
                    "basic": {"type": "http", "scheme": "basic", "description": "B", "x-at": "/securityDefinitions/basic"},
                    "head": {"type": "apiKey", "in": "header", "name": "X-Key", "x-at": "/securityDefinitions/head"},
                    "query": {"type": "apiKey", "in": "query", "name": "key", "x-at": "/securityDefinitions/query"},
                    "implicit": {"type": "oauth2", "x-at": "/securityDefinitions/implicit",
                        "flows": {"implicit": {"authorizationUrl": "a", "scopes": {"r": "Read"}}}},
                    "password": {"type": "oauth2", "x-at": "/securityDefinitions/password",
                        "flows": {"password": {"tokenUrl": "t", "scopes": {}}}},
                    "app": {"type": "oauth2", "x-at": "/securityDefinitions/app",
                        "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {}}}},
                    "code": {"type": "oauth2", "x-at": "/securityDefinitions/code",
                        "flows": {"authorizationCode": {"authorizationUrl": "a", "tokenUrl": "t", "scopes": {}}}},
                }),
            ),
        ],
    );
}

#[test]
fn the_server_prefers_https_and_loses_needless_slashes() {
    let cases = [
        ("", "https://h.example"),
        ("schemes: [http]", "http://h.example"),
        ("schemes: [ws, http, https]", "https://h.example"),
        ("schemes: [wss]\nbasePath: v1", "https://h.example/v1"),
        ("basePath: /", "https://h.example"),
        ("basePath: //v1//", "https://h.example/v1"),
    ];
    for (yaml, expected) in cases {
        check(yaml, &[("/servers/0/url", json!(expected))]);
    }
}
