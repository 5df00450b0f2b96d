//! Tests of how proxies are read and chosen.

mod address;
mod choice;
mod env;
mod no_proxy;
mod secrets;
mod tunnel;

use super::Proxies;

/// Returns the proxies of an environment.
fn proxies(variables: &[(&str, &str)]) -> Result<Proxies, String> {
    Proxies::from_env(&|name| value(variables, name))
}

/// Returns the value of a variable in a list of variables.
fn value(variables: &[(&str, &str)], name: &str) -> Option<String> {
    variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

/// Returns what a URL goes through: the address of the proxy, with `tunnel` before it if there is one, or `direct`.
fn route(proxies: &Proxies, url: &str) -> String {
    let (scheme, authority) = url.split_once("://").unwrap();
    let is_https = scheme == "https";
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap()),
        _ => (authority, if is_https { 443 } else { 80 }),
    };
    match proxies.find(is_https, host, port) {
        None => "direct".to_owned(),
        Some(route) if route.tunnel => format!("tunnel {}", route.address),
        Some(route) => route.address.to_string(),
    }
}
