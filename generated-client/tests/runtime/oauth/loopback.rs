//! The listener that waits for a browser.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{app, client, field};
use crate::runtime::oauth::{AuthorizationCode, AuthorizationRequest, LoopbackListener, OAuthError, OAuthErrorCode};
use crate::runtime::{Client, ClientBuilder};
use crate::support::service::Service;

/// Longer than any of these tests takes.
const LIMIT: Duration = Duration::from_secs(20);

/// A sign-in whose listener runs, and what the test does meanwhile on a thread of its own.
struct SignIn {
    request: AuthorizationRequest,
    listener: LoopbackListener,
    address: String,
    state: String,
}

impl SignIn {
    async fn begin(client: &Client, listener: LoopbackListener) -> Self {
        let uri = listener.redirect_uri();
        let request = app().authorize(client, &uri).expect("all is given");
        let state = field(request.url().split_once('?').expect("a query").1.as_bytes(), "state").expect("there is a state");
        let address = uri.trim_start_matches("http://").split('/').next().expect("an address").to_owned();
        Self { request, listener, address, state }
    }

    /// Runs the listener, and what a browser does on a thread of its own. The browser gets the address and the state.
    async fn with<T: Send + 'static>(
        self,
        browser: impl FnOnce(&str, &str) -> T + Send + 'static,
    ) -> (Result<AuthorizationCode, OAuthError>, AuthorizationRequest, T) {
        let Self { request, listener, address, state } = self;
        let browsing = tokio::task::spawn_blocking(move || browser(&address, &state));
        let code = listener.code(&request, LIMIT).await;
        (code, request, browsing.await.expect("the browser does not panic"))
    }
}

fn run<F: Future>(test: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime").block_on(test)
}

/// A client whose clock is the real one.
fn real_client() -> Client {
    let body = json!({ "access_token": "the-access-token" }).to_string();
    let service = Service::new(move |_| (200, body.clone())).yielding();
    ClientBuilder::new(&super::API).transport(service).build().expect("all is given")
}

/// Sends a request as it is, and returns the whole response.
fn send(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(request.as_bytes()).expect("it takes the request");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it answers");
    response
}

fn visit(address: &str, target: &str) -> String {
    send(address, &format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\n\r\n"))
}

fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap_or(response)
}

#[test]
fn whatever_else_comes_the_sign_in_goes_on() {
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("loopback has free ports");
        let sign_in = SignIn::begin(&real_client(), listener).await;
        let (code, request, address) = sign_in
            .with(|address, state| {
                // Browsers connect before they know what for.
                let silent: Vec<TcpStream> = (0..5).map(|_| TcpStream::connect(address).expect("it listens")).collect();
                let mut slow = TcpStream::connect(address).expect("it listens");
                slow.write_all(b"GET /callback?code=").expect("it listens");
                let gone = TcpStream::connect(address).expect("it listens");
                gone.shutdown(Shutdown::Both).expect("connected");
                assert_eq!(status(&visit(address, "/favicon.ico")), "404");
                assert_eq!(status(&visit(address, "/")), "404");
                let head = send(address, &format!("HEAD /callback?code=abc&state={state} HTTP/1.1\r\nHost: x\r\n\r\n"));
                assert!(status(&head) == "404" && head.ends_with("\r\n\r\n"), "{head}");
                assert_eq!(status(&send(address, &format!("POST /callback?code=abc&state={state} HTTP/1.1\r\n\r\n"))), "404");
                let mut endless = TcpStream::connect(address).expect("it listens");
                let head = format!("GET /{} HTTP/1.1\r\n", "x".repeat(20_000));
                let _ = endless.write_all(head.as_bytes());
                assert!(matches!(endless.read(&mut [0]), Ok(0) | Err(_)), "it is closed");
                assert_eq!(status(&visit(address, "/callback?code=abc")), "400");
                assert_eq!(status(&visit(address, &format!("/callback?code=abc&state={}", state.to_lowercase()))), "400");
                let page = visit(address, &format!("/callback?code=the-code&state={state}"));
                assert_eq!(status(&page), "200");
                assert!(!page.contains("the-code") && !page.contains(state), "{page}");
                assert!(page.contains("Cache-Control: no-store\r\n") && page.contains("Referrer-Policy: no-referrer\r\n"), "{page}");
                drop(silent);
                address.to_owned()
            })
            .await;
        let tokens = request.exchange(code.expect("it has come")).await.expect("issued");
        assert_eq!(tokens.access_token.expose_secret(), "the-access-token");
        assert!(TcpStream::connect(address).is_err(), "it listens no more");
    });
}

#[test]
fn a_refusal_is_shown_and_typed() {
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("loopback has free ports");
        let sign_in = SignIn::begin(&real_client(), listener).await;
        let (code, _, page) = sign_in
            .with(|address, state| {
                let query = "error=access_denied&error_description=%3Cb%3Eno%3C%2Fb%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
                assert_eq!(status(&visit(address, &format!("/callback?{query}&state=other"))), "400", "the state is checked first");
                visit(address, &format!("/callback?{query}&state={state}"))
            })
            .await;
        let error = code.expect_err("refused");
        assert_eq!(error.code(), Some(&OAuthErrorCode::AccessDenied));
        assert!(page.contains("access_denied: &lt;b&gt;no&lt;/b&gt;&lt;script&gt;") && !page.contains("<b>"), "{page}");
    });
}

#[test]
fn two_sign_ins_at_once_have_ports_of_their_own() {
    run(async {
        let client = real_client();
        let one = SignIn::begin(&client, LoopbackListener::bind(0).await.expect("a port")).await;
        let other = SignIn::begin(&client, LoopbackListener::bind(0).await.expect("a port")).await;
        assert_ne!(one.address, other.address);
        let (address, state) = (one.address.clone(), one.state.clone());
        let (code, ..) = other
            .with(move |own, own_state| {
                assert_eq!(status(&visit(own, &format!("/callback?code=abc&state={state}"))), "400", "the state of the other");
                visit(own, &format!("/callback?code=abc&state={own_state}"))
            })
            .await;
        assert!(code.is_ok());
        let (code, ..) = one
            .with(move |own, state| {
                assert_eq!(own, address);
                visit(own, &format!("/callback?code=abc&state={state}"))
            })
            .await;
        assert!(code.is_ok());
    });
}

#[test]
fn a_port_that_is_taken_is_named() {
    run(async {
        let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = taken.local_addr().expect("an address");
        let error = LoopbackListener::bind(address.port()).await.expect_err("taken");
        assert!(matches!(error, OAuthError::Listener { address: named, .. } if named == address), "{error:?}");
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    });
}

#[test]
fn the_redirect_uri_is_an_address_unless_the_name_is_chosen() {
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("a port").path("signed/in");
        let uri = listener.redirect_uri();
        let port: u16 = uri.trim_start_matches("http://127.0.0.1:").trim_end_matches("/signed/in").parse().expect("a port");
        assert_eq!(listener.use_localhost().redirect_uri(), format!("http://localhost:{port}/signed/in"));
        match LoopbackListener::bind_v6(0).await {
            Ok(listener) => {
                assert!(listener.redirect_uri().starts_with("http://[::1]:"), "{}", listener.redirect_uri());
                let sign_in = SignIn::begin(&real_client(), listener).await;
                let (code, ..) = sign_in.with(|address, state| visit(address, &format!("/callback?code=abc&state={state}"))).await;
                assert!(code.is_ok());
            }
            Err(OAuthError::Listener { .. }) => println!("this system has no IPv6"),
            Err(other) => panic!("{other}"),
        }
    });
}

#[test]
fn nobody_is_waited_for_without_end() {
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("a port");
        let address = listener.redirect_uri().trim_start_matches("http://").split('/').next().expect("an address").to_owned();
        let request = app().authorize(&real_client(), listener.redirect_uri()).expect("all is given");
        let silent = TcpStream::connect(&address).expect("it listens");
        let start = Instant::now();
        let error = listener.code(&request, Duration::from_millis(50)).await.expect_err("nobody comes");
        assert!(matches!(error, OAuthError::TimedOut) && start.elapsed() < LIMIT, "{error}");
        drop(silent);
        assert!(TcpStream::connect(address).is_err(), "it listens no more");
    });
}

#[test]
fn a_callback_counts_once() {
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("a port");
        let sign_in = SignIn::begin(&real_client(), listener).await;
        let (code, _, pages) = sign_in
            .with(|address, state| {
                let target = format!("/callback?code=abc&state={state}");
                let mut streams: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(address).expect("it listens")).collect();
                for stream in &mut streams {
                    // Some may find it closed already.
                    let _ = stream.write_all(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes());
                }
                let read = |mut stream: TcpStream| {
                    let mut page = String::new();
                    let _ = stream.read_to_string(&mut page);
                    page
                };
                streams.into_iter().map(read).collect::<Vec<_>>()
            })
            .await;
        assert!(code.is_ok());
        assert_eq!(pages.iter().filter(|page| status(page) == "200").count(), 1, "{pages:?}");
    });
}

#[test]
fn a_limit_is_by_the_clock_of_the_client() {
    let (client, clock) = client(&Service::new(|_| (200, String::new())));
    run(async {
        let listener = LoopbackListener::bind(0).await.expect("a port");
        let request = app().authorize(&client, listener.redirect_uri()).expect("all is given");
        let waiting = tokio::spawn(async move { listener.code(&request, LIMIT).await.map(|_| ()) });
        while clock.limits() != [LIMIT] {
            tokio::task::yield_now().await;
        }
        clock.time_out();
        assert!(matches!(waiting.await.expect("no panic"), Err(OAuthError::TimedOut)));
    });
}
