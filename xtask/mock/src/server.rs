//! Requests in, responses out.

use std::future::{Future as _, poll_fn};
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use tokio::net::TcpListener;

use crate::checks::{Asked, Unreadable};
use crate::definition::{Definition, Found, Served};
use crate::errors::Refusal;
use crate::resources::Resources;

/// How large a request may be.
const LARGEST: usize = 64 << 20;

/// How many requests the rate headers speak of.
const RATE: u64 = 600;

/// The server.
pub struct Mock {
    pub definition: Definition,
    pub resources: Resources,
    pub faults: Faults,
    pub latency: Duration,
}

/// Which requests are refused as one too many: every so often one, the same ones in each run.
pub struct Faults {
    rate: f64,
    seen: AtomicU64,
}

impl Faults {
    pub fn new(rate: f64) -> Self {
        Self { rate: rate.clamp(0.0, 1.0), seen: AtomicU64::new(0) }
    }

    /// The number of this request, and whether it is refused.
    fn next(&self) -> (u64, bool) {
        let number = self.seen.fetch_add(1, Ordering::Relaxed);
        let refused = |number: u64| (number as f64 * self.rate).floor();
        (number, refused(number + 1) > refused(number))
    }
}

/// Serves until the program is interrupted.
pub async fn serve(mock: Mock, port: u16) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let listener = listener.map_err(|error| format!("error: cannot listen on port {port}: {error}"))?;
    let address = listener.local_addr().map_err(|error| format!("error: cannot listen: {error}"))?;
    let mut ended = Box::pin(async {
        let _ = tokio::signal::ctrl_c().await;
    });
    // Whoever reads the address may interrupt it at once: it has to listen for that before.
    poll_fn(|context| Poll::Ready(ended.as_mut().poll(context).is_ready())).await;
    // Who waits for the line may be gone.
    let _ = writeln!(std::io::stdout(), "http://{address}{}", mock.definition.base);
    let router = Router::new().fallback(answer).with_state(Arc::new(mock));
    axum::serve(listener, router).with_graceful_shutdown(ended).await.map_err(|error| format!("error: {error}"))
}

async fn answer(State(mock): State<Arc<Mock>>, request: Request) -> Response {
    let (number, is_refused) = mock.faults.next();
    if !mock.latency.is_zero() {
        tokio::time::sleep(mock.latency).await;
    }
    let (parts, body) = request.into_parts();
    let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
    let method = parts.method.as_str();
    let body = match to_bytes(body, LARGEST).await {
        Ok(body) => body,
        Err(_) => return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.").answer(&mock.definition, None),
    };
    let mut response = match mock.definition.find(path, query, method) {
        Found::Nothing => Refusal::not_found("Path").answer(&mock.definition, None),
        Found::OtherMethods(allowed) => Refusal::other_methods(allowed).answer(&mock.definition, None),
        Found::Operation(served, _, _) if is_refused => Refusal::too_many(1).answer(&mock.definition, Some(served)),
        Found::Operation(served, values, path) => {
            let asked = Asked { path: &values, query, headers: &parts.headers, body: &body };
            mock.carried_out(served, &path, &asked).await.unwrap_or_else(|refusal| refusal.answer(&mock.definition, Some(served)))
        }
    };
    let left = if is_refused { 0 } else { RATE - 1 - number % RATE };
    response.headers_mut().insert("x-ratelimit-limit", HeaderValue::from(RATE));
    response.headers_mut().insert("x-ratelimit-remaining", HeaderValue::from(left));
    if method == "HEAD" {
        *response.body_mut() = Body::empty();
    }
    response
}

impl Mock {
    async fn carried_out(&self, served: &'static Served, path: &str, asked: &Asked<'_>) -> Result<Response, Refusal> {
        if !asked.is_allowed(&self.definition, &served.security) {
            return Err(Refusal::no_credentials());
        }
        let mut faults = asked.parameter_faults(&self.definition, served);
        let body = match asked.body(&self.definition, served).await {
            Ok(body) => body,
            Err(Unreadable::MediaType(media)) => {
                return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("`{media}` is not accepted here.")));
            }
            Err(Unreadable::Faults(found)) => {
                faults.extend(found);
                None
            }
        };
        if !faults.is_empty() {
            return Err(Refusal::invalid(served, faults));
        }
        self.resources.carry_out(&self.definition, served, path, asked, body.as_ref())
    }
}
