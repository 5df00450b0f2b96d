//! Tunnels through HTTP proxies: `CONNECT`.

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::address::{ProxyAddress, ProxyCredentials};
use crate::runtime::connection::stream::Stream;
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::text::base64;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The most bytes of the head of a proxy's response.
const MOST_OF_HEAD: usize = 64 * 1024;

/// The most bytes of a refusal's body that its error shows.
const MOST_OF_BODY: usize = 512;

/// Opens a tunnel to a host. `authority` is its host and port, `name` that of the proxy in errors.
pub(in crate::runtime::connection) async fn tunnel(
    mut stream: Stream,
    name: &str,
    authority: &str,
    proxy: &ProxyAddress,
) -> Result<Stream, TransportError> {
    let failed = |error: std::io::Error| proxy_error(name, &format!("the proxy closed the connection ({error})"));
    stream.write_all(&connect_request(authority, proxy.authorization().as_ref())).await.map_err(failed)?;
    stream.flush().await.map_err(failed)?;
    let mut received = BytesMut::new();
    loop {
        let (head, rest) = read_head(&mut stream, &mut received, name).await?;
        let status = status_of(&head).ok_or_else(|| proxy_error(name, "the proxy's response is not HTTP").permanent())?;
        match status {
            // Interim responses.
            100..=199 => received = BytesMut::from(&*rest),
            // What announces a body has no meaning here (RFC 9110, section 9.3.6): the rest belongs to the tunnel.
            200..=299 => return Ok(stream.with_prefix(rest)),
            407 => return Err(proxy_error(name, &refusal_of_credentials(&head)).permanent()),
            _ => {
                let line = first_line(&mut stream, rest).await;
                let error = proxy_error(name, &refusal(status, line.map(|line| without_secrets(&line, proxy))));
                return Err(if matches!(status, 502..=504) { error } else { error.permanent() });
            }
        }
    }
}

fn connect_request(authority: &str, authorization: Option<&HeaderValue>) -> Vec<u8> {
    let mut request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n").into_bytes();
    if let Some(value) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

/// Reads up to the blank line. Returns what is before and after it.
async fn read_head(stream: &mut Stream, received: &mut BytesMut, proxy: &str) -> Result<(Bytes, Bytes), TransportError> {
    loop {
        if let Some(end) = end_of_head(received) {
            let head = received.split_to(end).freeze();
            return Ok((head, received.split().freeze()));
        }
        if received.len() > MOST_OF_HEAD {
            return Err(proxy_error(proxy, "the head of the proxy's response is too large").permanent());
        }
        match stream.read_buf(received).await {
            Ok(0) => return Err(proxy_error(proxy, "the proxy closed the connection before it answered")),
            Ok(_) => {}
            Err(error) => return Err(proxy_error(proxy, &format!("the proxy's response broke off ({error})"))),
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let end = |end: &[u8]| bytes.windows(end.len()).position(|window| window == end).map(|start| start + end.len());
    match (end(b"\r\n\r\n"), end(b"\n\n")) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn status_of(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let mut words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    words.next().filter(|version| version.starts_with(b"HTTP/1."))?;
    let status = words.next()?.trim_ascii();
    let digits = std::str::from_utf8(status).ok().filter(|digits| digits.len() == 3)?;
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

/// Returns the values of a header.
fn values<'h>(head: &'h [u8], name: &'h str) -> impl Iterator<Item = String> + 'h {
    head.split(|byte| *byte == b'\n').filter_map(move |line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (known, value) = line.split_at_checked(colon)?;
        let is_it = known.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        is_it.then(|| String::from_utf8_lossy(value.get(1..).unwrap_or_default().trim_ascii()).into_owned())
    })
}

/// The text of a 407, with the schemes that it offers.
fn refusal_of_credentials(head: &[u8]) -> String {
    let mut text = refusal(407, None) + ", it asks for credentials";
    let offered = values(head, "proxy-authenticate").filter_map(|value| value.split_whitespace().next().map(str::to_owned));
    let offered: Vec<String> = offered.collect();
    if !offered.is_empty() {
        text.push_str(&format!(" ({})", offered.join(", ")));
    }
    text
}

/// The text of a refusal: its status, and the first line of its body.
fn refusal(status: u16, line: Option<String>) -> String {
    let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let text = format!("the proxy refused the tunnel: {status} {reason}").trim_end().to_owned();
    match line {
        Some(line) => format!("{text}: {line}"),
        None => text,
    }
}

/// A proxy may send back what it got.
fn without_secrets(line: &str, proxy: &ProxyAddress) -> String {
    let Some(ProxyCredentials { user, password }) = &proxy.credentials else { return line.to_owned() };
    let mut secrets = Secrets::default();
    secrets.add(&base64(format!("{user}:{password}").as_bytes()));
    if !password.is_empty() {
        secrets.add(password);
    }
    secrets.scrub(line, REDACTED).into_owned()
}

/// Reads the first line of a body, as far as it comes at once: an error does not wait for its details.
async fn first_line(stream: &mut Stream, rest: Bytes) -> Option<String> {
    const PATIENCE: std::time::Duration = std::time::Duration::from_millis(200);
    let mut body = BytesMut::from(&*rest);
    let more = async {
        while body.len() < MOST_OF_BODY && !body.trim_ascii_start().contains(&b'\n') {
            if !matches!(stream.read_buf(&mut body).await, Ok(1..)) {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(PATIENCE, more).await;
    body.truncate(MOST_OF_BODY);
    let text = String::from_utf8_lossy(&body);
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

/// An error of a proxy: nothing was sent to the host.
pub(super) fn proxy_error(proxy: &str, text: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Proxy, format!("{proxy}: {text}"))
}
