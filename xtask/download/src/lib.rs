//! Downloads a document, within bounds.
//!
//! The content type is not trusted: what comes is bytes, and whoever reads them decides what they are.

use std::io::Read as _;
use std::time::Duration;

use ureq::Agent;
use ureq::http::StatusCode;
use ureq::http::header::LOCATION;
use ureq::tls::{RootCerts, TlsConfig};
use url::Url;

/// The bounds of a download.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many redirects are followed.
    pub redirects: usize,
    /// The most bytes of a document.
    pub bytes: u64,
    /// How long all of it may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { redirects: 5, bytes: 64 << 20, time: Duration::from_secs(60) }
    }
}

/// A document, and where it came from in the end.
#[derive(Debug)]
pub struct Downloaded {
    /// The last of the redirects.
    pub url: Url,
    /// As they came.
    pub bytes: Vec<u8>,
}

/// The URL of a document, or of one that a path leads to from there.
///
/// # Errors
///
/// It is no URL, or none of `http` or `https`.
pub fn address(base: &str, relative: Option<&str>) -> Result<Url, String> {
    let url = Url::parse(base).map_err(|error| format!("`{base}` is no URL: {error}"))?;
    let url = match relative {
        Some(relative) => url.join(relative).map_err(|error| format!("`{relative}` leads nowhere from {}: {error}", shown(&url)))?,
        None => url,
    };
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(format!("{} is not of http or https", shown(&url))) }
}

/// Downloads a document.
///
/// # Errors
///
/// There is none, or not within the bounds; in words that name the URL, without what is secret in it.
pub fn download(mut url: Url, limits: Limits) -> Result<Downloaded, String> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(limits.time)).http_status_as_error(false);
    // Followed here: not each of them is.
    let agent = config.max_redirects(0).max_redirects_will_error(false).user_agent("cargo-xtask").build().new_agent();
    for _ in 0..=limits.redirects {
        let mut response = agent.get(url.as_str()).call().map_err(|error| format!("cannot download {}: {error}", shown(&url)))?;
        let status = response.status();
        if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            url = target(&url, location.unwrap_or_default())?;
            continue;
        }
        if status != StatusCode::OK {
            return Err(format!("cannot download {}: the server answers {status}", shown(&url)));
        }
        let too_large = || format!("cannot download {}: it is larger than {} MiB", shown(&url), limits.bytes >> 20);
        if response.body().content_length().is_some_and(|length| length > limits.bytes) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut body = response.body_mut().as_reader().take(limits.bytes + 1);
        body.read_to_end(&mut bytes).map_err(|error| format!("cannot download {}: {error}", shown(&url)))?;
        if bytes.len() as u64 > limits.bytes {
            return Err(too_large());
        }
        return Ok(Downloaded { url, bytes });
    }
    Err(format!("cannot download {}: more than {} redirects", shown(&url), limits.redirects))
}

/// Where a redirect leads.
fn target(from: &Url, location: &str) -> Result<Url, String> {
    if location.is_empty() {
        return Err(format!("cannot download {}: a redirect that leads nowhere", shown(from)));
    }
    let to = from.join(location).map_err(|error| format!("cannot download {}: a redirect to no URL: {error}", shown(from)))?;
    match (from.scheme(), to.scheme()) {
        ("https", "http") => Err(format!("cannot download {}: it redirects to {}, which is not encrypted", shown(from), shown(&to))),
        (_, "http" | "https") => Ok(to),
        (_, other) => Err(format!("cannot download {}: it redirects to a URL of {other}", shown(from))),
    }
}

/// A URL without user, password and query.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // It fails where there are none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};

    const LIMITS: Limits = Limits { redirects: 5, bytes: 1 << 20, time: Duration::from_secs(5) };

    /// A server on the loopback interface that answers a path as `answer` says: head and body.
    fn server(answer: fn(&str) -> (String, Vec<u8>)) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, answer);
            }
        });
        Url::parse(&url).unwrap()
    }

    fn serve(mut stream: TcpStream, answer: fn(&str) -> (String, Vec<u8>)) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let (mut first, mut line) = (String::new(), String::new());
        reader.read_line(&mut first)?;
        while reader.read_line(&mut line)? > 2 {
            line.clear();
        }
        let (head, body) = answer(first.split(' ').nth(1).unwrap_or_default());
        write!(stream, "HTTP/1.1 {head}\r\nconnection: close\r\n\r\n")?;
        stream.write_all(&body)
    }

    fn ok(body: &str) -> (String, Vec<u8>) {
        (format!("200 OK\r\ncontent-type: image/png\r\ncontent-length: {}", body.len()), body.as_bytes().to_vec())
    }

    fn documents(path: &str) -> (String, Vec<u8>) {
        let to = |target: &str| (format!("302 Found\r\nlocation: {target}\r\ncontent-length: 0"), Vec::new());
        match path {
            "/specs/pets.yaml" => ok("swagger: '2.0'"),
            "/specs/models/pet.yaml" => ok("type: object"),
            "/short" => to("specs/pets.yaml"),
            "/5" => to("/4"),
            "/4" => to("/3"),
            "/3" => to("/2"),
            "/2" => to("/1"),
            "/1" => to("/specs/pets.yaml"),
            "/6" => to("/5"),
            "/ftp" => to("ftp://h.example/a"),
            "/nowhere" => ("302 Found\r\ncontent-length: 0".to_owned(), Vec::new()),
            "/large" => (format!("200 OK\r\ncontent-length: {}", 2 << 20), Vec::new()),
            "/endless" => ("200 OK".to_owned(), vec![b'a'; 2 << 20]),
            _ => ("404 Not Found\r\ncontent-length: 0".to_owned(), Vec::new()),
        }
    }

    fn text(url: Url) -> Result<(String, String), String> {
        let found = download(url, LIMITS)?;
        Ok((found.url.path().to_owned(), String::from_utf8(found.bytes).unwrap()))
    }

    #[test]
    fn a_document_is_downloaded_whatever_it_is_said_to_be() {
        let server = server(documents);
        let expected = ("/specs/pets.yaml".to_owned(), "swagger: '2.0'".to_owned());
        for path in ["specs/pets.yaml", "short", "5"] {
            assert_eq!(text(server.join(path).unwrap()), Ok(expected.clone()), "{path}");
        }
        let beside = address(server.join("specs/pets.yaml?key=1").unwrap().as_str(), Some("models/pet.yaml")).unwrap();
        assert_eq!(text(beside).unwrap().1, "type: object");
    }

    #[test]
    fn what_is_out_of_bounds_is_told() {
        let server = server(documents);
        let cases = [
            ("6", "more than 5 redirects"),
            ("large", "it is larger than 1 MiB"),
            ("endless", "it is larger than 1 MiB"),
            ("gone?token=s3cret", "the server answers 404"),
            ("ftp", "it redirects to a URL of ftp"),
            ("nowhere", "a redirect that leads nowhere"),
        ];
        for (path, expected) in cases {
            let error = text(server.join(path).unwrap()).unwrap_err();
            assert!(error.contains(expected) && !error.contains("s3cret"), "{path}: {error}");
        }
    }

    #[test]
    fn a_server_that_says_nothing_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let error = download(url, Limits { time: Duration::from_millis(200), ..LIMITS }).unwrap_err();
        assert!(error.contains("timeout"), "{error}");
    }

    #[test]
    fn encryption_is_not_given_up_on_the_way() {
        let from = Url::parse("https://user:s3cret@h.example/a/b?c").unwrap();
        let error = target(&from, "http://h.example/a").unwrap_err();
        assert!(error.contains("which is not encrypted") && !error.contains("s3cret"), "{error}");
        assert_eq!(target(&from, "../c").unwrap().path(), "/c");
        assert_eq!(target(&from, "//other.example/c").unwrap().scheme(), "https");
        let plain = Url::parse("http://h.example/").unwrap();
        assert_eq!(target(&plain, "https://h.example/a").unwrap().scheme(), "https");
    }

    #[test]
    fn addresses_are_of_http() {
        for (base, relative, expected) in [
            ("pets.yaml", None, "is no URL"),
            ("file:///etc/passwd", None, "is not of http or https"),
            ("https://h.example/", Some("file:///etc/passwd"), "is not of http or https"),
        ] {
            let error = address(base, relative).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
