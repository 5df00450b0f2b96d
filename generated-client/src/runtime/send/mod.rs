//! Sending: one loop for all calls, compiled once.

mod attempt;
pub(crate) mod cookies;
pub(crate) mod redirect;
mod trace;

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use self::attempt::{Ended, attempt, within};
use crate::runtime::client::{BEARER, Core, secret_header};
use crate::runtime::error::{Error, Failure, credentials_error, deadline_error, status_error, transport_error};
use crate::runtime::json::input::Findings;
use crate::runtime::policy::{Attempt, Failed, retry_after};
use crate::runtime::request::{Outgoing, Parts, Request, prepare};
use crate::runtime::response::RawReply;
use crate::runtime::secret::Secret;

/// A request that is being sent.
pub(crate) type SendFuture = Pin<Box<dyn Future<Output = Result<RawReply, Error>> + Send>>;

/// Sends a request, as often as the client's policies say.
pub(crate) fn send(request: Request) -> SendFuture {
    let span = trace::of_call(request.parts());
    Box::pin(trace::call(span, run(request), |reply: &RawReply| reply.attempts))
}

async fn run(request: Request) -> Result<RawReply, Error> {
    let parts = request.parts();
    let core = parts.client.core();
    let mut outgoing = prepare(parts).map_err(|problem| parts.failure(0).argument(problem))?;
    let uri = outgoing.uri.clone();
    let mut run = Run { parts, core, until: parts.until(), attempts: 0, retries: 0, redirects: 0, refused: None };
    if run.is_late(Duration::ZERO) {
        return Err(deadline_error(parts.failure(0)));
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
                delay.map_err(|failure| status_error(failure, parts.failed_reply(status, headers, body)))
            }
            Ended::Failed { error, status } => {
                let delay = run.delay(&outgoing, Failed::from(error.kind), None);
                delay.map_err(|failure| transport_error(failure, &parts.secrets(), &error, status))
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
        let wrong = |error: &Error| credentials_error(self.parts.failure(self.attempts), &self.parts.secrets(), error);
        let asked = provider.token(&self.parts.client, self.refused.as_ref());
        let limit = self.until.map(|until| until.saturating_sub(self.core.clock.now()));
        let given = match limit {
            Some(limit) => within(self.core, limit, asked).await.unwrap_or_else(|| Err(deadline_error(self.parts.failure(0)))),
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
            retry_after: headers.and_then(|headers| retry_after(headers, core.clock.unix_seconds())),
            random: core.clock.random(),
        });
        let mut failure = Box::new(self.parts.failure(self.attempts));
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
