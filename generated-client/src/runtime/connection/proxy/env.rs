//! The environment variables for proxies.

use super::address::ProxyAddress;
use super::no_proxy::NoProxy;

/// Returns the value of an environment variable, if it is set.
pub(super) type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a variable of the process. What is not UTF-8 is replaced, and refused later: if the variable counted as unset, the
/// traffic would go direct.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Returns the proxy for `https://` targets.
pub(super) fn https_proxy(env: Environment<'_>) -> Result<Option<ProxyAddress>, String> {
    proxy(env, &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
}

/// Returns the proxy for `http://` targets.
///
/// A CGI program gets the header `Proxy` of a request as `HTTP_PROXY`, so whoever sends the request could choose the proxy.
/// On Windows, the names of variables have no case.
pub(super) fn http_proxy(env: Environment<'_>) -> Result<Option<ProxyAddress>, String> {
    let is_cgi = env("REQUEST_METHOD").is_some();
    match is_cgi {
        true if cfg!(windows) => proxy(env, &["ALL_PROXY", "all_proxy"]),
        true => proxy(env, &["http_proxy", "ALL_PROXY", "all_proxy"]),
        false => proxy(env, &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]),
    }
}

/// Returns the targets that the proxies of the environment are not used for.
pub(super) fn no_proxy(env: Environment<'_>) -> NoProxy {
    first(env, &["NO_PROXY", "no_proxy"]).map(|(_, list)| NoProxy::parse(&list)).unwrap_or_default()
}

/// Reads the first variable that is set. If it cannot be used, no other one is tried: the traffic would go where nobody
/// meant it to.
fn proxy(env: Environment<'_>, names: &[&'static str]) -> Result<Option<ProxyAddress>, String> {
    let Some((name, value)) = first(env, names) else { return Ok(None) };
    let problem = match ProxyAddress::parse(&value) {
        _ if value.contains(char::REPLACEMENT_CHARACTER) => "it is not UTF-8",
        Err(problem) => problem,
        Ok(address) => match address.missing_feature() {
            Some(feature) => return Err(format!("the proxy of the environment variable {name} needs the feature `{feature}`")),
            None => return Ok(Some(address)),
        },
    };
    Err(format!("the environment variable {name} is not the address of a proxy: {problem}"))
}

/// Returns the first variable that is set and not empty.
fn first(env: Environment<'_>, names: &[&'static str]) -> Option<(&'static str, String)> {
    names.iter().find_map(|name| Some((*name, env(name).filter(|value| !value.trim().is_empty())?)))
}
