//! The base URL: a URL, or a template with variables.

use std::borrow::Cow;

use http::Uri;

use super::remedy::{of_base_url, remedy};
use crate::runtime::api::{Api, Variable};
use crate::runtime::text::percent;
use crate::runtime::transport::{HAS_TLS, NO_TLS};

/// What the application sets in place of the default base URL.
#[derive(Clone)]
pub(super) enum GivenBase {
    Url(String),
    /// Another server of the definition: its URL, and the variables in it.
    Server(&'static str, &'static [Variable]),
}

/// The base URL, before the values of its variables are filled in.
pub(crate) struct BaseUrl {
    template: String,
    variables: &'static [Variable],
    /// How to set it.
    remedy: String,
}

impl BaseUrl {
    /// Uses the URL of the application, or else that of the definition.
    pub(super) fn new(given: Option<&GivenBase>, api: &Api) -> Result<Self, String> {
        let remedy = of_base_url(api);
        match (given, api.base_url) {
            (Some(GivenBase::Server(url, variables)), _) => Ok(Self { template: (*url).to_owned(), variables, remedy }),
            (Some(GivenBase::Url(url)), _) => {
                let template = check_base_url(url).map_err(|problem| format!("{problem}; {remedy}"))?;
                Ok(Self { template, variables: &[], remedy })
            }
            (None, Some(url)) => Ok(Self { template: url.to_owned(), variables: api.variables, remedy }),
            (None, None) => Err(format!("no base URL: {remedy}")),
        }
    }

    /// Fills in the variables. A value cannot change any other part of the URL.
    pub(crate) fn with(&self, given: &[(Cow<'static, str>, String)]) -> Result<String, String> {
        let mut url = String::new();
        let mut rest = self.template.as_str();
        while let Some((before, name, after)) = next_placeholder(rest) {
            url.push_str(before);
            let given = given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            self.fill(&mut url, name, given, after)?;
            rest = after;
        }
        url.push_str(rest);
        check_base_url(&url).map_err(|problem| format!("{problem}; {}", self.remedy))
    }

    fn fill(&self, url: &mut String, name: &str, given: Option<&str>, after: &str) -> Result<(), String> {
        let Some(variable) = self.variables.iter().find(|known| known.name == name) else {
            return Err(format!("`{}` is not a valid base URL: the variable `{{{name}}}` is not defined", self.template));
        };
        let set = remedy(&[variable.setter], variable.env);
        let missing = || format!("the base URL `{}` needs `{name}`, which is not set: {set}", self.template);
        let value = given.map(str::trim).or(variable.default).ok_or_else(missing)?;
        let listed = variable.values.contains(&value);
        if !variable.values.is_empty() && !listed {
            return Err(format!("`{name}` cannot be `{}`: it must be one of {}", without_user(value), variable.values.join(", ")));
        }
        let shown = without_user(value);
        let wrong = |why: &str| Err(format!("`{name}` cannot be `{shown}` in the base URL `{}`: {why}", self.template));
        let is_path = url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
        let in_host = |letter: char| letter.is_ascii_alphanumeric() || "-._~:".contains(letter);
        if is_path {
            match value {
                _ if listed || variable.default == Some(value) => url.push_str(value),
                "" | "." | ".." if url.ends_with('/') => return wrong("it is not a path segment"),
                _ => url.push_str(&percent(value)),
            }
        } else if after.starts_with("://") && !matches!(value, "http" | "https") {
            return wrong("a base URL starts with https or http");
        } else if url.is_empty() && !value.contains(['?', '#', '@', '\\', '{']) {
            // The first part of a URL that the application sets, or the whole URL.
            url.push_str(value.trim_end_matches('/'));
        } else if value.chars().all(in_host) {
            url.push_str(value);
        } else {
            return wrong("it is not valid in a host name");
        }
        Ok(())
    }
}

/// Splits a template at its next `{name}`.
pub(crate) fn next_placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Checks a base URL, and removes slashes at its end.
pub(crate) fn check_base_url(url: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("`{}` is not a valid base URL: {why}", without_user(url)));
    let no_scheme = "it must start with https:// or http://";
    let Ok(uri) = url.trim().parse::<Uri>() else {
        let host = url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
        return wrong(match host {
            Some(host) if !host.is_ascii() => "its host name has to be in its ASCII form (`xn--…`)",
            Some(_) => "it is not a URL",
            None => no_scheme,
        });
    };
    let (Some("http" | "https"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return wrong(no_scheme);
    };
    let (host, port) = (authority.host(), authority.as_str().strip_prefix(authority.host()).unwrap_or_default());
    if authority.as_str().contains('@') {
        return wrong("it contains a user; use `basic_auth`");
    }
    if uri.query().is_some() || url.contains('#') {
        return wrong("it has a query or a fragment");
    }
    let is_label = |label: &str| !label.is_empty();
    if !host.starts_with('[') && !host.strip_suffix('.').unwrap_or(host).split('.').all(is_label) {
        return wrong("its host name has an empty label");
    }
    if host.starts_with('[') && !is_ipv6(host) {
        return wrong("what is in its brackets is not an IPv6 address (one with a zone cannot be used)");
    }
    if !port.is_empty() && authority.port_u16().is_none() {
        return wrong("its port is not a number");
    }
    Ok(url.trim().trim_end_matches('/').to_owned())
}

/// Returns whether the host of a URL is an IPv6 address in brackets.
pub(crate) fn is_ipv6(host: &str) -> bool {
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inside.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
}

/// Checks that this build of the crate can speak to a URL.
pub(crate) fn check_tls(url: &str) -> Result<(), String> {
    match url.starts_with("https:") && !HAS_TLS {
        true => Err(format!("`{url}` cannot be reached: {NO_TLS}")),
        false => Ok(()),
    }
}

/// Returns a URL as it is shown: without the user and the password, the query and the fragment that it may contain.
fn without_user(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    url.rsplit_once('@').map_or(url, |(_, rest)| rest)
}
