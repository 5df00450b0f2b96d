//! How to set what is missing.

use crate::runtime::api::{Api, Bound};

/// Returns the methods and the environment variable that set something: "set it with `a` or `b`, or in the environment
/// variable C".
pub(crate) fn remedy(methods: &[&str], env: Option<&str>) -> String {
    let methods: Vec<String> = methods.iter().map(|method| format!("`{method}`")).collect();
    let env = env.map(|name| format!(", or in the environment variable {name}")).unwrap_or_default();
    format!("set it with {}{env}", methods.join(" or "))
}

/// Returns how to set the base URL.
pub(super) fn of_base_url(api: &Api) -> String {
    remedy(&["base_url"], api.base_url_env)
}

/// Returns how to set a parameter, if clients of the API can be bound to it.
pub(super) fn of_parameter(api: &Api, name: &str) -> Option<String> {
    let Bound { env, setter, rebind, .. } = api.bound.iter().find(|bound| bound.name == name)?;
    Some(remedy(&[&format!("ClientBuilder::{setter}"), &format!("Client::{rebind}")], *env))
}
