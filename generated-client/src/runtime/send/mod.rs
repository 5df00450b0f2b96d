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

use self::attempt::{AttemptOutcome, attempt};
use crate::runtime::client::{BEARER, Core, secret_header};
use crate::runtime::error::{Error, Failure, credentials_error, deadline_error, status_error, token_error, transport_error};
use crate::runtime::json::input::DriftRecorder;
use crate::runtime::policy::{AttemptFailure, FailedAttempt, retry_after, within};
use crate::runtime::request::{PreparedRequest, Request, RequestState, prepare};
use crate::runtime::response::RawResponse;
use crate::runtime::secret::Secret;

/// The future of a response.
pub(crate) type SendFuture = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// Sends a request, with the retries and redirects that the policies of the client allow.
pub(crate) fn send(request: Request) -> SendFuture {
    let span = trace::of_call(request.state());
    Box::pin(trace::call(span, run(request), |response: &RawResponse| response.attempts))
}

async fn run(request: Request) -> Result<RawResponse, Error> {
    let state = request.state();
    let core = state.client.core();
    let mut prepared = prepare(state).map_err(|problem| state.failure(0).argument(problem))?;
    let uri = prepared.uri.clone();
    let mut run = CallProgress { state, core, until: state.until(), attempts: 0, retries: 0, redirects: 0, refused: None };
    if run.is_late(Duration::ZERO) {
        return Err(deadline_error(state.failure(0)));
    }
    let mut renewed = None;
    loop {
        let token = match renewed.take() {
            Some(token) => Some(token),
            None => run.token(&mut prepared).await?,
        };
        run.attempts += 1;
        let again = match trace::attempt(run.attempts, attempt(state, &prepared, run.attempts, state.attempt_timeout(run.until))).await {
            AttemptOutcome::ResponseBody { status, headers, body, stream } => {
                if status.is_success() {
                    if run.retries > 0 {
                        core.budget.refund()
                    } else {
                        core.budget.credit()
                    }
                    let findings = core.on_drift.as_ref().map(|_| RefCell::new(DriftRecorder::new(core.drift_values)));
                    return Ok(RawResponse { attempts: run.attempts, findings, request, status, headers, body, stream, uri });
                }
                if run.follows(&mut prepared, status, &headers) {
                    continue;
                }
                renewed = run.renew(&mut prepared, status, token).await?;
                if renewed.is_some() {
                    continue;
                }
                cookies::keep(&mut prepared.headers, &headers);
                let delay = run.delay(&prepared, AttemptFailure::Status(status), Some(&headers));
                delay.map_err(|failure| status_error(failure, state.error_response(status, headers, body)))
            }
            AttemptOutcome::AttemptFailure { error, status } => {
                let delay = run.delay(&prepared, AttemptFailure::from(error.kind), None);
                delay.map_err(|failure| transport_error(failure, &state.secrets(), &error, status))
            }
        };
        let wait = again?;
        trace::again(wait, run.retries);
        let waiting = core.budget.waiting();
        core.clock.sleep(wait).await;
        waiting.made();
        run.retries += 1;
    }
}

/// The progress of a call.
struct CallProgress<'r> {
    state: &'r RequestState,
    core: &'r Core,
    /// The deadline.
    until: Option<Duration>,
    attempts: u32,
    /// The number of retries.
    retries: u32,
    redirects: u32,
    /// The token that the server has refused.
    refused: Option<Secret>,
}

impl CallProgress<'_> {
    /// Asks the provider for the token of the next attempt, if there is one, and adds it to the request. It has as much time
    /// as an attempt.
    async fn token(&self, prepared: &mut PreparedRequest) -> Result<Option<Secret>, Error> {
        let Some(provider) = self.state.client.provider().filter(|_| prepared.wants_token) else {
            return Ok(None);
        };
        let wrong = |error: &Error| credentials_error(self.state.failure(self.attempts), &self.state.secrets(), error);
        let limit = self.state.attempt_timeout(self.until);
        let client = self.state.client.without_provider();
        let asked = provider.token(&client, self.refused.as_ref());
        let given = within(&*self.core.clock, limit, asked).await;
        let late = || Err(token_error(format!("no token was provided within {limit:?}"), true));
        let token = given.unwrap_or_else(late).map_err(|error| wrong(&error))?;
        let invalid = || wrong(&Error::credentials("the token contains characters that are not allowed in a header"));
        let value = secret_header(BEARER, token.expose_secret()).ok_or_else(invalid)?;
        prepared.headers.insert(AUTHORIZATION, value);
        self.core.note_issued(&token);
        Ok(Some(token))
    }

    /// Returns whether the response is a redirect that is followed.
    fn follows(&mut self, prepared: &mut PreparedRequest, status: StatusCode, headers: &HeaderMap) -> bool {
        let Some(next) = redirect::follow(prepared, status, headers, self.redirects) else {
            return false;
        };
        *prepared = next;
        self.redirects += 1;
        self.attempts -= 1;
        true
    }

    /// Asks for another token after the first one was refused. Returns `None` if it is the same one.
    async fn renew(&mut self, prepared: &mut PreparedRequest, status: StatusCode, token: Option<Secret>) -> Result<Option<Secret>, Error> {
        if status != StatusCode::UNAUTHORIZED || token.is_none() || self.refused.is_some() || prepared.body.is_consumed() {
            return Ok(None);
        }
        self.refused = token;
        let other = self.token(prepared).await?;
        Ok(other.filter(|other| Some(other) != self.refused.as_ref()))
    }

    /// Returns the wait before the next attempt, or the details of the error if there is none.
    fn delay(&self, prepared: &PreparedRequest, failed: AttemptFailure, headers: Option<&HeaderMap>) -> Result<Duration, Box<Failure>> {
        let core = self.core;
        let own = self.state.retries.map(|retries| core.retry.clone().retries(retries));
        let delay = own.as_ref().unwrap_or(&core.retry).delay(&FailedAttempt {
            retries_before: self.retries,
            failure: failed,
            repeat_is_safe: self.state.repeatable(),
            retry_after: headers.and_then(|headers| retry_after(headers, core.clock.unix_seconds())),
            random: core.clock.random(),
        });
        let mut failure = Box::new(self.state.failure(self.attempts));
        match delay.filter(|delay| !prepared.body.is_consumed() && !self.is_late(*delay)) {
            Some(delay) if core.budget.take() => return Ok(delay),
            wanted => failure.no_budget = wanted.is_some(),
        }
        Err(failure)
    }

    /// Returns whether the deadline will have passed after a wait.
    fn is_late(&self, delay: Duration) -> bool {
        self.until.is_some_and(|until| self.core.clock.now().saturating_add(delay) >= until)
    }
}
