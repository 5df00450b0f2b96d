//! `x-client`.

use crate::hints::values::{BoundHint, ClientHint, ServerHint};
use crate::node::Node;
use crate::normalize::extensions::checks::{entries, properties, text};

/// An address, and its environment variable.
#[derive(Default)]
struct Address {
    default: Option<String>,
    env: Option<String>,
}

/// Reads `x-client`.
pub(super) fn client(hint: &Node) -> ClientHint {
    let mut client = ClientHint::default();
    properties(hint, &["base-url", "token", "headers", "parameters", "servers"], |key, value| match key {
        "base-url" => {
            let Address { default, env } = address(value);
            (client.base_url, client.base_url_env) = (default, env);
        }
        "token" => client.token_env = variable(value),
        "headers" => client.headers = entries(value, text),
        "parameters" => {
            let bound = entries(value, |value| Some((variable(value), value.pointer())));
            client.parameters = bound.into_iter().map(|(name, (env, at))| BoundHint { name, env, at }).collect();
        }
        _ => {
            let servers = entries(value, server);
            client.servers = servers.into_iter().map(|(name, (url, env))| ServerHint { name, url, env }).collect();
        }
    });
    client
}

/// The environment variable of an object with `env`.
fn variable(node: &Node) -> Option<String> {
    let mut env = None;
    properties(node, &["env"], |_, value| env = text(value));
    env
}

fn address(node: &Node) -> Address {
    let mut address = Address::default();
    properties(node, &["default", "env"], |key, value| match key {
        // No number is an address.
        "default" if !value.value().is_string() => value.mismatch("a string that is not empty"),
        "default" => address.default = text(value),
        _ => address.env = text(value),
    });
    address
}

/// A named server. It has an address of its own: there is nothing else that calls could go to.
fn server(node: &Node) -> Option<(String, Option<String>)> {
    let Address { default, env } = address(node);
    if node.value().is_object() && !node.has("default") {
        node.warn("a server of `x-client` needs a `default`, its address: it is left out");
    }
    Some((default?, env))
}
