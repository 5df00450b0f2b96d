//! The rate limit that a server reports in its headers.

use std::time::Duration;

use http::HeaderMap;

use super::retry_after::{seconds_until, server_time};

/// The rate limit of a server, at the time of a response. Each field is set only if the server reports it.
///
/// | header | fields |
/// |---|---|
/// | `RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset`; the same with `X-` before them, or as `X-Rate-Limit-…` | one each |
/// | `RateLimit: limit=100, remaining=42, reset=30` | all three |
/// | `RateLimit: "default";r=42;t=30` with `RateLimit-Policy: "default";q=100;w=60`, or with `RateLimit-Policy: 100;w=60` | all three |
///
/// The reset may be in seconds, in seconds since 1970, or a date. If a header has several limits, the first one is used.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
/// #         response.headers_mut().insert("x-ratelimit-limit", http::HeaderValue::from_static("100"));
/// #         response.headers_mut().insert("x-ratelimit-remaining", http::HeaderValue::from_static("42"));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let response = client.request(Method::GET, "/users/7").with_response().await?;
/// let limit = response.rate_limit.expect("the server reports one");
/// assert_eq!((limit.limit, limit.remaining), (Some(100), Some(42)));
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that are allowed in a period.
    pub limit: Option<u64>,
    /// The number of requests that are left.
    pub remaining: Option<u64>,
    /// The time from the response until all requests are allowed again.
    pub reset: Option<Duration>,
}

/// No server asks for such a long wait: a larger number is in seconds since 1970.
const LONGEST_WAIT: u64 = 1_000_000_000;

impl RateLimit {
    /// Reads the headers. `now` is in seconds since 1970; the `Date` of the response replaces it.
    pub(crate) fn of(headers: &HeaderMap, now: i64) -> Option<Self> {
        let now = server_time(headers, now);
        let text = |name: &str| headers.get(name)?.to_str().ok();
        let alone = |fact: &str| {
            ["", "x-"].iter().find_map(|x| text(&format!("{x}ratelimit-{fact}"))).or_else(|| text(&format!("x-rate-limit-{fact}")))
        };
        let together = |names: [&str; 2]| text("ratelimit").and_then(|facts| parameter(facts, names));
        let policy = || text("ratelimit-policy").map(|policy| parameter(policy, ["q", "limit"]).unwrap_or(policy));
        let found = Self {
            limit: alone("limit").or_else(|| together(["limit", "q"])).or_else(policy).and_then(number),
            remaining: alone("remaining").or_else(|| together(["r", "remaining"])).and_then(number),
            reset: alone("reset").or_else(|| together(["t", "reset"])).and_then(|text| reset(text, now)),
        };
        (found != Self::default()).then_some(found)
    }
}

/// Returns the first parameter with one of the names.
fn parameter<'t>(text: &'t str, names: [&str; 2]) -> Option<&'t str> {
    let pairs = text.split([',', ';']).filter_map(|part| part.split_once('='));
    pairs.map(|(name, value)| (name.trim(), value)).find(|(name, _)| names.contains(name)).map(|(_, value)| value)
}

/// Returns the number at the start of a string: `100, 100;w=60` is 100.
fn number(text: &str) -> Option<u64> {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

fn reset(text: &str, now: i64) -> Option<Duration> {
    match number(text) {
        Some(seconds) if seconds < LONGEST_WAIT => Some(Duration::from_secs(seconds)),
        Some(moment) => Some(Duration::from_secs(moment.saturating_sub(now.try_into().unwrap_or(0)))),
        None => seconds_until(text.trim(), now),
    }
}
