//! What an earlier attempt may have done is not forgotten when a later one fails.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::api::{call, client};
use crate::runtime::{Body, Client, Delivery, Error, Method, Retry, Transport, TransportError, TransportErrorKind, TransportFuture};
use crate::support::clock::FakeClock;

/// How an attempt ends.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    Fails(TransportErrorKind),
    Status(u16),
    /// To the same address, with this status.
    Redirect(u16),
}

use Attempt::{Fails, Redirect, Status};

struct Attempts(Mutex<VecDeque<Attempt>>);

impl Transport for Attempts {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let attempt = self.0.lock().expect("no test panics here").pop_front().expect("one attempt too many");
        let mut response = http::Response::new(Body::default());
        match attempt {
            Fails(kind) => return Box::pin(async move { Err(TransportError::new(kind, "it fails")) }),
            Status(status) => *response.status_mut() = http::StatusCode::from_u16(status).expect("a status"),
            Redirect(status) => {
                *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
                response.headers_mut().insert("location", http::HeaderValue::from_static("/there"));
            }
        }
        Box::pin(async { Ok(response) })
    }
}

fn after(method: Method, attempts: &[Attempt]) -> Error {
    let transport = Attempts(Mutex::new(attempts.iter().copied().collect()));
    let retry = Retry::default().retries(u32::try_from(attempts.len()).expect("few") - 1);
    let client: Client = client().transport(transport).clock(FakeClock::default()).retry(retry).build().expect("all is given");
    call(client.call(method, "/things")).expect_err("all attempts fail")
}

#[test]
fn the_attempts_of_a_call_add_up() {
    let (unsent, broken, late) =
        (Fails(TransportErrorKind::NotSent), Fails(TransportErrorKind::Broken), Fails(TransportErrorKind::TimedOut));
    for (attempts, delivery) in [
        (&[unsent, unsent][..], Delivery::NeverSent),
        (&[Status(429), unsent], Delivery::Refused),
        (&[unsent, Status(422)], Delivery::Refused),
        (&[Status(429), Status(404)], Delivery::Refused),
        (&[broken, unsent], Delivery::Unknown),
        (&[late, unsent], Delivery::Unknown),
        (&[late, Status(404)], Delivery::Unknown),
        (&[Status(503), Status(404)], Delivery::Unknown),
        (&[Status(503), unsent], Delivery::Unknown),
        (&[Status(408), Status(429), Status(401)], Delivery::Unknown),
        (&[Status(429), broken], Delivery::Unknown),
        (&[unsent, Status(500)], Delivery::Unknown),
    ] {
        let error = after(Method::PUT, attempts);
        assert_eq!(error.delivery(), delivery, "{attempts:?}: {error}");
        assert_eq!(error.to_string().contains("nothing was sent"), delivery == Delivery::NeverSent, "{attempts:?}: {error}");
    }
}

#[test]
fn a_write_that_led_to_a_read_was_carried_out() {
    for (attempts, delivery) in [
        (&[Redirect(303), Status(404)][..], Delivery::Done),
        (&[Redirect(303), Status(403)], Delivery::Done),
        (&[Redirect(307), Status(422)], Delivery::Refused),
        (&[Redirect(308), Status(422)], Delivery::Refused),
    ] {
        let error = after(Method::POST, attempts);
        assert_eq!((error.delivery(), error.is_safe_to_retry()), (delivery, delivery == Delivery::Refused), "{attempts:?}: {error}");
    }
}
