//! Sending: one loop for all calls, compiled once.

pub(crate) mod cookies;
pub(crate) mod redirect;
mod trace;

use std::borrow::Cow;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::{HeaderMap, Method, StatusCode, Uri};

use self::trace::added_headers;
use crate::runtime::client::{BEARER, Core, secret_header};
use crate::runtime::error::{Error, Failure, about, gave_up, message as explain, refused, too_late, undecodable, without_token};
use crate::runtime::json::input::Findings;
use crate::runtime::json::read::Read;
use crate::runtime::json::{Unreadable, decode};
use crate::runtime::policy::{Attempt, Failed};
use crate::runtime::request::{Outgoing, Parts, Request, prepare};
use crate::runtime::secret::{Secret, noted, take_note};
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

pub(crate) use self::redirect::{resolve, same_origin};
pub use self::trace::AttemptInfo;
pub(crate) use self::trace::OnAttempt;

/// A request that is being sent.
pub(crate) type SendFuture = Pin<Box<dyn Future<Output = Result<RawReply, Error>> + Send>>;

/// A successful reply, not read yet.
pub struct RawReply {
    pub(crate) request: Request,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body of a reply that is handed over before all of it has come.
    pub(crate) stream: Option<Body>,
    pub(crate) attempts: u32,
    /// What is found of drift, if somebody wants to know.
    pub(crate) findings: Option<RefCell<Findings>>,
    /// The address that was asked first, before any redirect.
    pub(crate) uri: Uri,
}

impl RawReply {
    /// Returns the body as text; bytes that are none are replaced.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        // `from_utf8` is several times as fast as the lossy way, which few replies need.
        std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
    }

    /// Returns the body as JSON.
    pub(crate) fn json_text(&self) -> Result<Cow<'_, str>, Unreadable> {
        match self.request.parts().syntax {
            Some(syntax) => syntax.to_json(&self.body).map(Cow::Owned).map_err(Unreadable::Other),
            None => Ok(self.text()),
        }
    }

    /// Reads the body as JSON, out of its envelope.
    pub(crate) fn json<T: Read>(&self) -> Result<T, Unreadable> {
        decode(&self.json_text()?, self.request.parts().envelope, self.findings.as_ref())
    }

    /// Reads the reply, or says that it is not what was promised. Secrets that were in it are not shown then either.
    pub(crate) fn read<T>(mut self, read: impl FnOnce(&Self) -> Result<T, Unreadable>) -> Result<(T, Self), Error> {
        take_note();
        let read = read(&self);
        let secrets = noted();
        let findings = self.findings.take();
        if read.is_err() || findings.is_some() {
            self.request.parts_mut().secrets.extend(secrets);
        }
        let parts = self.request.parts();
        if let (Some(findings), Some(on_drift)) = (findings, &parts.client.core().on_drift) {
            on_drift.tell(parts, findings.into_inner());
        }
        match read {
            Ok(value) => Ok((value, self)),
            Err(why) => Err(undecodable(self, why)),
        }
    }
}

/// What one attempt came to.
pub(crate) enum Ended {
    /// A whole reply, or the beginning of one that streams.
    Reply { status: StatusCode, headers: HeaderMap, body: Bytes, stream: Option<Body> },
    /// None, or the beginning of one.
    Failed { error: TransportError, status: Option<StatusCode> },
}

/// Sends a request, as often as the client's policies say.
pub(crate) fn send(request: Request) -> SendFuture {
    let span = trace::of_call(request.parts());
    Box::pin(trace::call(span, run(request), |reply: &RawReply| reply.attempts))
}

async fn run(request: Request) -> Result<RawReply, Error> {
    let parts = request.parts();
    let core = parts.client.core();
    let mut outgoing = prepare(parts).map_err(|problem| about(parts, 0).argument(problem))?;
    let uri = outgoing.uri.clone();
    let mut run = Run { parts, core, until: parts.until(), attempts: 0, retries: 0, redirects: 0, refused: None };
    if run.is_late(Duration::ZERO) {
        return Err(too_late(parts));
    }
    let mut renewed = None;
    loop {
        let token = match renewed.take() {
            Some(token) => Some(token),
            None => run.token(&mut outgoing).await?,
        };
        run.attempts += 1;
        let again = match trace::attempt(run.attempts, attempt(parts, &outgoing, run.attempts, parts.attempt_timeout(run.until))).await {
            Ended::Reply { status, headers, body, stream } => {
                if status.is_success() {
                    core.budget.give(run.retries > 0);
                    let findings = core.on_drift.as_ref().map(|_| RefCell::new(Findings::new(core.drift_values)));
                    return Ok(RawReply { attempts: run.attempts, findings, request, status, headers, body, stream, uri });
                }
                if run.follows(&mut outgoing, status, &headers) {
                    continue;
                }
                renewed = run.renew(&mut outgoing, status, token).await?;
                if renewed.is_some() {
                    continue;
                }
                cookies::keep(&mut outgoing.headers, &headers);
                let delay = run.delay(&outgoing, Failed::Status(status), Some(&headers));
                delay.map_err(|failure| refused(failure, parts, status, headers, body))
            }
            Ended::Failed { error, status } => {
                run.delay(&outgoing, Failed::from(error.kind), None).map_err(|failure| gave_up(failure, parts, &error, status))
            }
        };
        let wait = again?;
        trace::again(wait, run.retries);
        core.clock.sleep(wait).await;
        run.retries += 1;
    }
}

/// A call under way.
struct Run<'r> {
    parts: &'r Parts,
    core: &'r Core,
    /// When all of it has to be over.
    until: Option<Duration>,
    attempts: u32,
    /// The attempts that were made because another had failed.
    retries: u32,
    redirects: u32,
    /// The token that the server has refused.
    refused: Option<Secret>,
}

impl Run<'_> {
    /// Asks for the token of the next attempt, where one is asked for, and puts it into the request.
    async fn token(&self, outgoing: &mut Outgoing) -> Result<Option<Secret>, Error> {
        let Some(provider) = self.core.provider.as_ref().filter(|_| outgoing.wants_token) else {
            return Ok(None);
        };
        let wrong = |error: &Error| without_token(self.parts, self.attempts, error);
        let asked = provider.token(&self.parts.client, self.refused.as_ref());
        let limit = self.until.map(|until| until.saturating_sub(self.core.clock.now()));
        let given = match limit {
            Some(limit) => within(self.core, limit, asked).await.unwrap_or_else(|| Err(too_late(self.parts))),
            None => asked.await,
        };
        let token = given.map_err(|error| wrong(&error))?;
        let unfit = || wrong(&Error::credentials("it holds characters that no header can carry"));
        let value = secret_header(BEARER, token.expose_secret()).ok_or_else(unfit)?;
        outgoing.headers.insert(AUTHORIZATION, value);
        self.core.note_issued(&token);
        Ok(Some(token))
    }

    /// Tells whether the answer is a redirect that is followed.
    fn follows(&mut self, outgoing: &mut Outgoing, status: StatusCode, headers: &HeaderMap) -> bool {
        let Some(next) = redirect::follow(outgoing, status, headers, self.redirects) else {
            return false;
        };
        *outgoing = next;
        self.redirects += 1;
        self.attempts -= 1;
        true
    }

    /// Asks for another token in place of one that was refused for the first time. The same one again is no other.
    async fn renew(&mut self, outgoing: &mut Outgoing, status: StatusCode, token: Option<Secret>) -> Result<Option<Secret>, Error> {
        if status != StatusCode::UNAUTHORIZED || token.is_none() || self.refused.is_some() || outgoing.body.is_gone() {
            return Ok(None);
        }
        self.refused = token;
        let other = self.token(outgoing).await?;
        Ok(other.filter(|other| Some(other) != self.refused.as_ref()))
    }

    /// Returns the wait before the next attempt, or the beginnings of an error where there is to be none.
    fn delay(&self, outgoing: &Outgoing, failed: Failed, headers: Option<&HeaderMap>) -> Result<Duration, Box<Failure>> {
        let core = self.core;
        let own = self.parts.retries.map(|retries| core.retry.clone().retries(retries));
        let delay = own.as_ref().unwrap_or(&core.retry).delay(&Attempt {
            retries_before: self.retries,
            failure: failed,
            repeat_is_safe: self.parts.repeatable(),
            retry_after: headers.and_then(|headers| explain::retry_after(headers, core.clock.unix_seconds())),
            random: core.clock.random(),
        });
        let mut failure = Box::new(about(self.parts, self.attempts));
        match delay.filter(|delay| !outgoing.body.is_gone() && !self.is_late(*delay)) {
            Some(delay) if core.budget.take() => return Ok(delay),
            wanted => failure.no_budget = wanted.is_some(),
        }
        Err(failure)
    }

    /// Tells whether nothing is left of the deadline after a wait.
    fn is_late(&self, delay: Duration) -> bool {
        self.until.is_some_and(|until| self.core.clock.now().saturating_add(delay) >= until)
    }
}

/// Sends the request once, and waits for the whole reply.
async fn attempt(parts: &Parts, outgoing: &Outgoing, number: u32, timeout: Duration) -> Ended {
    let mut status = None;
    let exchanged = within(parts.client.core(), timeout, exchange(parts, outgoing, number, &mut status)).await;
    let late = || TransportError::new(TransportErrorKind::TimedOut, format!("no whole reply within {timeout:?}"));
    match exchanged.unwrap_or_else(|| Err(late())) {
        Ok(reply) => reply,
        Err(error) => Ended::Failed { error, status },
    }
}

/// Waits for something, but not longer than this.
async fn within<T>(core: &Core, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut timer = core.clock.timer(limit);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

async fn exchange(parts: &Parts, outgoing: &Outgoing, number: u32, status: &mut Option<StatusCode>) -> Result<Ended, TransportError> {
    let transport = &parts.client.core().transport;
    let mut request = outgoing.request();
    request.headers_mut().extend(added_headers(parts, number));
    let (head, body) = transport.send(request).await?.into_parts();
    *status = Some(head.status);
    let (status, headers) = (head.status, head.headers);
    let watched = parts.on_download.as_ref().filter(|_| status.is_success());
    let body = match watched {
        Some(watcher) => watcher.watch(body),
        None => body,
    };
    if parts.streams && status.is_success() {
        return Ok(Ended::Reply { status, headers, body: Bytes::new(), stream: Some(body) });
    }
    let body = match body.collect().await {
        Ok(body) => body,
        // A refusal counts even when its explanation is cut short.
        Err(_) if !status.is_success() => Bytes::new(),
        Err(error) => return Err(error),
    };
    match whole_length(parts, status, &headers).filter(|length| status.is_success() && (body.len() as u64) < *length) {
        Some(length) => Err(TransportError::new(TransportErrorKind::Broken, format!("{} of {length} bytes came", body.len()))),
        None => Ok(Ended::Reply { status, headers, body, stream: None }),
    }
}

/// Returns how long a body has to be, where its reply says so. Not every transport sees to it that all of it comes.
pub(crate) fn whole_length(parts: &Parts, status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let bodiless = parts.method == Method::HEAD || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let length = headers.get(CONTENT_LENGTH).filter(|_| !bodiless)?;
    length.to_str().ok()?.trim().parse().ok()
}
