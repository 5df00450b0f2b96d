//! Cookies that a server sets during a call. They are sent with the next attempt of the call.
//!
//! Load balancers use a cookie to send all attempts to the same server. Cookies are not kept after the call, and are sent
//! only to the URL that they came from.

use http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};

/// Adds the cookies of a response to the headers of the next attempt. Returns whether there are any.
pub(crate) fn keep(sent: &mut HeaderMap, received: &HeaderMap) -> bool {
    let mut known: Vec<(String, String)> = Vec::new();
    let own = sent.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (name, value) in own.split(';').filter_map(pair) {
        set(&mut known, name, value);
    }
    let mut changed = false;
    for cookie in received.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
        let mut parts = cookie.split(';');
        let Some((name, value)) = parts.next().and_then(pair) else {
            continue;
        };
        changed = true;
        if parts.filter_map(pair).any(|(name, value)| is_over(name, value)) {
            known.retain(|(other, _)| other != name);
        } else {
            set(&mut known, name, value);
        }
    }
    if !changed {
        return false;
    }
    let text: Vec<String> = known.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    match HeaderValue::from_str(&text.join("; ")) {
        Ok(mut value) if !text.is_empty() => {
            value.set_sensitive(true);
            sent.insert(COOKIE, value);
        }
        _ => drop(sent.remove(COOKIE)),
    }
    true
}

fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    Some((name.trim(), value.trim())).filter(|(name, _)| !name.is_empty())
}

/// Returns whether an attribute removes the cookie.
fn is_over(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("max-age") && value.parse::<i64>().is_ok_and(|seconds| seconds <= 0)
}

fn set(known: &mut Vec<(String, String)>, name: &str, value: &str) {
    match known.iter_mut().find(|(other, _)| other == name) {
        Some((_, old)) => value.clone_into(old),
        None => known.push((name.to_owned(), value.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(own: &[&str], received: &[&str]) -> Option<String> {
        let headers = |name: http::HeaderName, values: &[&str]| -> HeaderMap {
            values.iter().filter_map(|value| Some((name.clone(), HeaderValue::from_str(value).ok()?))).collect()
        };
        let mut sent = headers(COOKIE, own);
        keep(&mut sent, &headers(SET_COOKIE, received));
        sent.get(COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    #[test]
    fn what_is_set_comes_back() {
        assert_eq!(after(&[], &["a=1; Path=/; HttpOnly", "b=2"]).as_deref(), Some("a=1; b=2"));
        assert_eq!(after(&["a=0; own=x"], &["a=1"]).as_deref(), Some("a=1; own=x"));
    }

    #[test]
    fn what_is_taken_back_or_no_cookie_is_left_out() {
        assert_eq!(after(&["a=1; b=2"], &["a=; Max-Age=0"]).as_deref(), Some("b=2"));
        assert_eq!(after(&["a=1"], &["a=; max-age=-1"]), None);
        assert_eq!(after(&["a=1"], &["nonsense", "=2"]).as_deref(), Some("a=1"));
        assert_eq!(after(&[], &[]), None);
    }
}
