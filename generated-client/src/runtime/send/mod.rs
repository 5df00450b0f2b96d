//! Sending: one loop for all calls, compiled once.

mod attempt;
pub(crate) mod cookies;
mod framing;
pub(crate) mod redirect;
mod trace;
#[cfg(feature = "opentelemetry-033")]
mod trace_context;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, StatusCode};

use self::attempt::{Attempted, Received, attempt};
use self::trace::AttemptScene;
use crate::runtime::client::{BEARER, Core, check_tls, is_for_tokens, secret_header};
use crate::runtime::error::{
    Error, Failure, NoToken, credentials_error, deadline_error, decode_error, delivery_of, dry_run_error, status_error, throttle_error,
    token_error, too_large_error, transport_error,
};
use crate::runtime::hooks::{AttemptFacts, AttemptWatch};
use crate::runtime::log::{AttemptLog, Log};
use crate::runtime::maybe_send::maybe_send;
use crate::runtime::policy::{AttemptFailure, FailedAttempt, Permit, retry_after, within};
use crate::runtime::request::{PreparedRequest, Request, RequestState, host_of, origin_of, prepare, preview, same_origin};
use crate::runtime::response::{RawResponse, drift_recorder};
use crate::runtime::secret::Secret;
use crate::runtime::transport::{Delivery, HAS_TLS};

/// The future of a response.
pub(crate) type SendFuture = Pin<Box<maybe_send!(dyn Future<Output = Result<RawResponse, Error>>)>>;

/// Sends a request, with the retries and redirects that the policies of the client allow.
pub(crate) fn send(request: Request) -> SendFuture {
    let span = trace::of_call(request.state());
    Box::pin(trace::call(span, run(request), |response: &RawResponse| response.attempts))
}

/// What an error says after a shutdown.
const SHUT_DOWN: &str = "the client was shut down, and makes no more calls";

async fn run(request: Request) -> Result<RawResponse, Error> {
    let state = request.state();
    let core = state.client.core();
    core.check_runtime().map_err(|problem| state.argument_error(problem))?;
    let running = core.running.begin(is_for_tokens(&state.client)).ok_or_else(|| state.argument_error(SHUT_DOWN))?;
    #[cfg(feature = "constraints")]
    state.check_constraints()?;
    let mut prepared = prepare(state).map_err(|problem| state.argument_error(&problem))?;
    if core.own_transport && !HAS_TLS {
        check_tls(&prepared.uri.to_string()).map_err(|problem| state.argument_error(&problem))?;
    }
    if is_for_tokens(&state.client) {
        state.hide_from_now_on();
    } else if core.dry_run && state.may_change() {
        return Err(dry_run_error(state.failure(0), preview(&request)?));
    }
    let uri = prepared.uri.clone();
    let mut run = CallProgress::new(state);
    if run.is_late(Duration::ZERO) {
        return Err(deadline_error(state.failure(0)));
    }
    let mut renewed = None;
    loop {
        let permit = run.turn(&prepared).await?;
        let token = match renewed.take() {
            Some(token) => Some(token),
            None => run.token(&mut prepared).await?,
        };
        run.attempts += 1;
        run.sent += 1;
        run.led_to = None;
        let mut watch = run.watch(&prepared.method);
        let attempted = attempt(state, &prepared, &mut watch, state.attempt_timeout(run.until), permit);
        let again = match trace::attempt(run.scene(&prepared), attempted).await {
            Attempted::Response { response: Received { status, headers, body, led_to }, stream } => {
                if led_to.is_some() && !state.redirects.is_empty() {
                    let response = state.error_response(status, headers, body);
                    return Err(decode_error(run.failure(), redirect::LOST.to_owned(), None, response));
                }
                run.led_to = led_to.filter(|url| !same_origin(&prepared.uri, url)).map(|url| host_of(&url));
                if state.is_success(status) {
                    run.succeeded();
                    if stream.is_none() {
                        watch.report(None);
                    }
                    if let Some(problem) = state.media_mismatch(&headers).filter(|_| stream.is_none() && !body.is_empty()) {
                        return Err(decode_error(run.failure(), problem, None, state.error_response(status, headers, body)));
                    }
                    let findings = drift_recorder(core);
                    let stream = stream.map(|body| body.with_guard(running));
                    return Ok(RawResponse { attempts: run.attempts, findings, request, status, headers, body, stream, watch, uri });
                }
                if run.follows(&mut prepared, status, &headers) {
                    watch.report(Some(Duration::ZERO));
                    continue;
                }
                let refusal = || state.error_response(status, headers.clone(), body.clone());
                renewed = run.renew(&mut prepared, status, token).await.map_err(|error| error.after(refusal()))?;
                if renewed.is_some() {
                    watch.report(Some(Duration::ZERO));
                    continue;
                }
                if cookies::keep(&mut prepared.headers, &headers) {
                    state.sent_secrets.add_headers(core.secrets.places(), &mut prepared.headers);
                }
                let failure = AttemptFailure::of_response(status, &headers);
                prepared.needs_fresh_connection = failure == AttemptFailure::NotSent;
                let delivery = Delivery::of_response(status, &headers);
                let delay = run.delay(&prepared, failure, Some(&headers));
                let failed = |failure| status_error(failure, state.error_response(status, headers, body));
                delay.map(|delay| (delay, delivery)).map_err(failed)
            }
            Attempted::TooLarge(Received { status, headers, body, .. }) => {
                let response = state.error_response(status, headers, body);
                return Err(too_large_error(state.failure(run.attempts), core.max_response_bytes, response));
            }
            Attempted::Failed { error, response } => {
                let delivery = delivery_of(&error, response.is_some());
                let known = |Received { status, headers, body, .. }| state.error_response(status, headers, body);
                // That a kept connection was dead says nothing about the server: a new one is tried at once.
                let at_once = error.is_stale() && !prepared.needs_fresh_connection;
                prepared.needs_fresh_connection = true;
                let delay = run.delay(&prepared, AttemptFailure::from(&error), None);
                let delay = delay.map(|delay| if at_once { Duration::ZERO } else { delay });
                let failed = |failure| transport_error(failure, &state.secrets(), &error, response.map(known));
                delay.map(|delay| (delay, delivery)).map_err(failed)
            }
        };
        let (wait, delivery) = again?;
        run.delivery = run.delivery.then(delivery);
        watch.report(Some(wait));
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
    /// The number of the call in the log.
    call: u64,
    /// The deadline.
    until: Option<Duration>,
    attempts: u32,
    /// The number of requests that were sent: attempts, and redirects.
    sent: u32,
    /// The number of retries.
    retries: u32,
    /// The hosts that redirects led to.
    hosts: Vec<String>,
    /// Why the last redirect was not followed.
    not_followed: Option<&'static str>,
    /// The other host to which the transport was led by redirects that it followed by itself.
    led_to: Option<String>,
    /// Whether a redirect led to another host, which gets no credentials.
    left_host: bool,
    /// The token that the server has refused.
    refused: Option<Secret>,
    /// What the attempts before this one did.
    delivery: Delivery,
}

impl<'r> CallProgress<'r> {
    fn new(state: &'r RequestState) -> Self {
        let (core, until, delivery) = (state.client.core(), state.until(), Delivery::NeverSent);
        Self {
            state,
            core,
            call: core.log.as_ref().map_or(0, Log::next_call),
            until,
            attempts: 0,
            sent: 0,
            retries: 0,
            hosts: Vec::new(),
            not_followed: None,
            led_to: None,
            left_host: false,
            refused: None,
            delivery,
        }
    }

    /// Returns what the span of the next attempt shows.
    fn scene<'s>(&'s self, prepared: &'s PreparedRequest) -> AttemptScene<'s> {
        let template = self.state.operation.filter(|_| self.hosts.is_empty()).map(|_| &*self.state.template);
        AttemptScene { state: self.state, prepared, number: self.sent, template }
    }

    /// Begins to watch the next attempt.
    fn watch(&self, method: &Method) -> AttemptWatch {
        let (state, core, number) = (self.state, self.core, self.sent);
        let log = core.log.as_ref().map(|log| AttemptLog::new(log, self.call, number, state.secrets()));
        AttemptWatch::new(&core.hooks, log, &core.clock, || AttemptFacts {
            method: method.clone(),
            path: state.shown_path().into_owned(),
            operation: state.operation,
            number,
        })
    }

    /// Gives back to the retry budget.
    fn succeeded(&self) {
        match self.retries {
            0 => self.core.budget.credit(),
            _ => self.core.budget.refund(),
        }
    }

    /// Returns the details that all errors of the call have.
    fn failure(&self) -> Failure {
        let mut failure = Failure { delivery: self.delivery, ..self.state.failure(self.attempts) };
        if let Some(host) = self.led_to.as_ref().or(self.hosts.last()) {
            failure.host = self.state.shown_host(host);
        }
        failure.left_host = self.left_host;
        let led = self.led_to.as_ref().map(|_| redirect::BY_TRANSPORT.to_owned());
        failure.problem = self.not_followed.map(|why| self.describe_redirect(why)).or(led);
        failure
    }

    /// Says why a redirect was not followed. Of a chain that is too long, the hosts are shown.
    fn describe_redirect(&self, why: &str) -> String {
        if self.hosts.len() < redirect::MOST_REDIRECTS {
            return why.to_owned();
        }
        let mut hosts: Vec<String> = self.hosts.iter().map(|host| self.state.shown_host(host)).collect();
        hosts.dedup();
        format!("{why} ({})", hosts.join(" → "))
    }

    /// Waits until the client's own limit lets the next attempt go, if there is one.
    async fn turn(&self, prepared: &PreparedRequest) -> Result<Option<Permit>, Error> {
        let Some(limit) = self.core.limit.clone() else { return Ok(None) };
        let origin = origin_of(&prepared.uri);
        if is_for_tokens(&self.state.client) {
            return Ok(Some(limit.at_once(origin)));
        }
        limit.turn(origin, self.until).await.map(Some).map_err(|wait| throttle_error(self.failure(), wait))
    }

    /// Asks the provider for the token of the next attempt, if there is one, and adds it to the request. It has as much time
    /// as an attempt.
    async fn token(&self, prepared: &mut PreparedRequest) -> Result<Option<Secret>, Error> {
        let Some(provider) = self.state.client.token_provider().filter(|_| prepared.wants_token) else {
            return Ok(None);
        };
        let wrong = |error: &Error| credentials_error(self.failure(), &self.state.secrets(), error);
        let limit = self.state.attempt_timeout(self.until);
        let client = self.state.client.without_token_provider();
        let asked = provider.token(&client, self.refused.as_ref());
        let given = within(&*self.core.clock, limit, asked).await;
        let late = || Err(token_error(format!("no token was provided within {limit:?}"), NoToken::TimedOut));
        let token = given.unwrap_or_else(late).map_err(|error| wrong(&error))?;
        let invalid = || wrong(&Error::credentials("the token contains characters that are not allowed in a header"));
        let value = secret_header(BEARER, token.expose_secret()).ok_or_else(invalid)?;
        prepared.headers.insert(AUTHORIZATION, value);
        self.core.note_issued(&token);
        self.state.sent_secrets.add(token.expose_secret());
        Ok(Some(token))
    }

    /// Returns whether the response is a redirect that is followed.
    fn follows(&mut self, prepared: &mut PreparedRequest, status: StatusCode, headers: &HeaderMap) -> bool {
        let is_redirect = status.is_redirection() && status != StatusCode::NOT_MODIFIED;
        let next = match redirect::follow(prepared, status, headers, self.hosts.len()) {
            Ok(_) if self.state.is_for_other_server => Err(redirect::NOT_FOLLOWED),
            next => next,
        };
        let next = match next {
            Ok(next) => next,
            Err(why) => {
                self.not_followed = is_redirect.then_some(why);
                return false;
            }
        };
        if next.method != prepared.method {
            self.delivery = self.delivery.then(Delivery::of_response(status, headers));
        }
        self.left_host |= prepared.headers.contains_key(AUTHORIZATION) && !next.headers.contains_key(AUTHORIZATION);
        *prepared = next;
        self.hosts.push(host_of(&prepared.uri));
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
        let mut failure = Box::new(self.failure());
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
