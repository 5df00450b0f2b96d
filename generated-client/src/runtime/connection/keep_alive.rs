//! The header `Keep-Alive`: how long a server keeps an idle connection.

use std::time::Duration;

use http::HeaderMap;

/// A request on its way must not meet the end of the connection.
const MARGIN: Duration = Duration::from_secs(1);

/// Returns how long a connection may be idle: less than the server keeps it, and at most the client's own limit.
pub(super) fn idle_limit(headers: &HeaderMap, own: Duration) -> Duration {
    match announced(headers) {
        Some(seconds) => own.min(Duration::from_secs(seconds).saturating_sub(MARGIN)),
        None => own,
    }
}

/// Returns the least `timeout` of the header, in seconds. What cannot be read says nothing.
fn announced(headers: &HeaderMap) -> Option<u64> {
    let values = headers.get_all("keep-alive").into_iter().filter_map(|value| value.to_str().ok());
    let parameters = values.flat_map(|value| value.split([',', ';']));
    let timeouts = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_timeout = name.trim().eq_ignore_ascii_case("timeout");
        is_timeout.then(|| value.trim().trim_matches('"').parse().ok()).flatten()
    });
    timeouts.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_and_the_client_both_limit_the_idle_time() {
        let own = Duration::from_secs(50);
        let cases = [
            ("timeout=5, max=100", 4),
            ("timeout=5", 4),
            ("max=100, Timeout = 7", 6),
            ("timeout=\"5\"", 4),
            ("timeout=0", 0),
            ("timeout=1", 0),
            ("timeout=600", 50),
            ("timeout=5; max=3", 4),
            ("timeout=-1", 50),
            ("timeout=soon", 50),
            ("timeout", 50),
            ("", 50),
        ];
        for (value, seconds) in cases {
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static("keep-alive"), value.parse().expect("a header"))]);
            assert_eq!(idle_limit(&headers, own), Duration::from_secs(seconds), "{value}");
        }
        assert_eq!(idle_limit(&HeaderMap::new(), own), own);
    }
}
