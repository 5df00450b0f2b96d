//! Waits on loopback for the browser of a person who signs in (RFC 8252, section 7.3).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;

use super::authorization::{AuthorizationCode, AuthorizationRequest, CallbackCheck};
use super::error::OAuthError;
use super::page;
use crate::runtime::policy::within;

/// The most bytes of the head of a request.
const MOST_OF_HEAD: usize = 16 * 1024;

/// The wait after a connection that could not be accepted: there may be too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// Waits on this computer for the browser of a person who signs in: for programs that people run themselves.
///
/// It listens on the loopback interface only. It answers several connections at once, and whatever is not the callback of the sign-in:
/// requests for icons, connections on which nothing is sent, and callbacks of others. When the sign-in has come back, or the limit has
/// passed, it listens no more.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use tallyfy::oauth::{LoopbackListener, OAuthClient, OAuthError};
/// use tallyfy::{Client, Tokens};
///
/// async fn sign_in(app: &OAuthClient, client: &Client) -> Result<Tokens, OAuthError> {
///     let listener = LoopbackListener::bind(0).await?; // a port from the system
///     let request = app.authorize(client, listener.redirect_uri())?;
///     println!("open {}", request.url());
///     let code = listener.code(&request, Duration::from_secs(300)).await?;
///     request.exchange(code).await
/// }
/// ```
#[derive(Debug)]
pub struct LoopbackListener {
    listener: TcpListener,
    address: SocketAddr,
    is_named: bool,
    path: String,
}

impl LoopbackListener {
    /// Listens at `127.0.0.1`, on this port, or on a free one if it is 0.
    ///
    /// # Errors
    ///
    /// Returns [`OAuthError::Listener`], which names the address, if the port is taken.
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime with I/O enabled.
    pub async fn bind(port: u16) -> Result<Self, OAuthError> {
        Self::bind_to(Ipv4Addr::LOCALHOST.into(), port).await
    }

    /// Listens at `[::1]`.
    ///
    /// # Errors
    ///
    /// The same as those of [`bind`](Self::bind).
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime with I/O enabled.
    pub async fn bind_v6(port: u16) -> Result<Self, OAuthError> {
        Self::bind_to(Ipv6Addr::LOCALHOST.into(), port).await
    }

    async fn bind_to(address: IpAddr, port: u16) -> Result<Self, OAuthError> {
        let address = SocketAddr::new(address, port);
        let failed = |error| OAuthError::Listener { address, error };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, is_named: false, path: "/callback".to_owned() })
    }

    /// Calls the host `localhost` in the redirect URI: for servers that accept nothing else. The address is better, because the name may
    /// lead elsewhere.
    #[must_use]
    pub fn use_localhost(mut self) -> Self {
        self.is_named = true;
        self
    }

    /// Sets the path of the redirect URI. Default: `/callback`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.path = if path.starts_with('/') { path } else { format!("/{path}") };
        self
    }

    /// Returns the redirect URI, for [`OAuthClient::authorize`](crate::runtime::oauth::OAuthClient::authorize).
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        match self.is_named {
            true => format!("http://localhost:{}{}", self.address.port(), self.path),
            false => format!("http://{}{}", self.address, self.path),
        }
    }

    /// Waits until the browser has brought the code of this sign-in.
    ///
    /// # Errors
    ///
    /// Returns [`OAuthError::Refused`] if the person or the server has refused, and [`OAuthError::TimedOut`] when the limit has passed.
    pub async fn code(self, request: &AuthorizationRequest, limit: Duration) -> Result<AuthorizationCode, OAuthError> {
        let (sender, mut results) = channel(1);
        let awaited = Arc::new(Awaited { path: self.path, check: request.check.clone(), is_done: AtomicBool::new(false), sender });
        // Its tasks end when this future is dropped.
        let mut listening = JoinSet::new();
        listening.spawn(accept(self.listener, awaited));
        let result = within(&*request.client.core().clock, limit, results.recv()).await.flatten();
        listening.shutdown().await;
        result.unwrap_or(Err(OAuthError::TimedOut))
    }
}

/// The callback that is awaited.
struct Awaited {
    path: String,
    check: CallbackCheck,
    /// Whether it has come.
    is_done: AtomicBool,
    sender: Sender<CallbackResult>,
}

type CallbackResult = Result<AuthorizationCode, OAuthError>;

/// Serves all connections at once. Some browsers open several, and send nothing on most of them.
async fn accept(listener: TcpListener, awaited: Arc<Awaited>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(serve(stream, Arc::clone(&awaited)))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one request. Whatever breaks, the sign-in goes on.
async fn serve(mut stream: TcpStream, awaited: Arc<Awaited>) -> Option<()> {
    let head = read_head(&mut stream).await?;
    let (page, result) = awaited.response(&head);
    // Whoever was to read the page may have gone: the callback counts all the same.
    let _ = stream.write_all(page.as_bytes()).await;
    let _ = stream.shutdown().await;
    if let Some(result) = result {
        let _ = awaited.sender.send(result).await;
    }
    Some(())
}

/// Reads the head of a request, unless it is too long.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0 && head.len() < MOST_OF_HEAD)?;
        head.extend_from_slice(chunk.get(..read)?);
    }
    String::from_utf8(head).ok()
}

impl Awaited {
    /// Returns the response to a request, and how the sign-in ends if the request is its callback.
    fn response(&self, head: &str) -> (String, Option<CallbackResult>) {
        let mut words = head.split_ascii_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match method {
            "HEAD" => return (page::head_of(&page::not_found()), None),
            "GET" if path == self.path => {}
            _ => return (page::not_found(), None),
        }
        match self.check.check(query) {
            Err(OAuthError::StateMismatch) => (page::mismatch(), None),
            // It counts once.
            _ if self.is_done.swap(true, Ordering::AcqRel) => (page::mismatch(), None),
            Ok(code) => (page::signed_in(), Some(Ok(code))),
            Err(error) => (page::refused(&error), Some(Err(error))),
        }
    }
}
