//! One renewal of a token, which all calls that need it share, and which goes on without them.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use super::Client;
use super::renewing_token::{TokenSource, Tokens};
use super::shared_future::SharedFuture;
use crate::runtime::error::{Error, NoToken, token_error};
use crate::runtime::maybe_send::maybe_sync;
use crate::runtime::observer::observe;
use crate::runtime::platform::spawn_detached;
use crate::runtime::policy::within;
use crate::runtime::secret::{REDACTED, Secret};

/// The seconds before its expiry at which a token is renewed.
const EARLY: i64 = 60;

/// The seconds between a failed renewal and the next one, as long as the token is valid.
const PAUSE: i64 = 10;

/// A renewal may take this many times the client's timeout: each call of the source has retries.
const TIMEOUTS: u32 = 4;

/// A renewal that calls wait for.
pub(super) type Renewal = SharedFuture<Renewed>;

/// The callback that stores new tokens.
pub(super) type OnRenewal = Arc<maybe_sync!(dyn Fn(&Tokens))>;

/// What a renewal ends with.
#[derive(Clone)]
pub(super) enum Renewed {
    Token(Secret),
    /// Why there is no token.
    Failed {
        problem: Arc<str>,
        no_token: NoToken,
    },
    /// The source has panicked. The panic goes to one of the calls that wait.
    Panicked(Arc<Mutex<Option<Box<dyn Any + Send>>>>),
}

impl Renewed {
    /// Returns the token.
    ///
    /// # Panics
    ///
    /// Panics if the source has panicked, unless another call did.
    pub(super) fn token(self) -> Result<Secret, Error> {
        match self {
            Self::Token(token) => Ok(token),
            Self::Failed { problem, no_token } => Err(token_error(&*problem, no_token)),
            Self::Panicked(panic) => match lock(&panic).take() {
                Some(panic) => resume_unwind(panic),
                None => Err(token_error("the token source panicked", NoToken::Unknown)),
            },
        }
    }

    fn failed(problem: &str, no_token: NoToken) -> Self {
        Self::Failed { problem: problem.into(), no_token }
    }
}

/// The tokens, and their renewal.
#[derive(Default)]
pub(super) struct TokenState {
    pub tokens: Option<Tokens>,
    /// When the tokens were requested, in seconds since 1970.
    since: Option<i64>,
    /// No renewal before this time, as long as the tokens are valid.
    not_before: i64,
    /// The renewal that is under way.
    pub renewal: Option<Renewal>,
}

impl TokenState {
    /// Returns the tokens, unless they have to be renewed.
    pub(super) fn good(&self, now: i64, refused: Option<&Secret>) -> Option<&Tokens> {
        let tokens = self.valid(now, refused)?;
        let Some(end) = tokens.expires_at else { return Some(tokens) };
        let life = end.saturating_sub(self.since.unwrap_or(now));
        let early = if self.since.is_some() { EARLY.min(life / 10) } else { EARLY };
        (now < self.not_before || now < end.saturating_sub(early)).then_some(tokens)
    }

    /// Returns the tokens, if they are valid.
    pub(super) fn valid(&self, now: i64, refused: Option<&Secret>) -> Option<&Tokens> {
        let tokens = self.tokens.as_ref()?;
        (refused != Some(&tokens.access_token) && tokens.expires_at.is_none_or(|end| now < end)).then_some(tokens)
    }
}

/// What a renewal needs, for as long as it takes.
pub(super) struct RenewalParts<S> {
    pub source: Arc<S>,
    pub state: Arc<Mutex<TokenState>>,
    pub on_renewal: Option<OnRenewal>,
    pub client: Client,
    /// Whether the task of the renewal has ended: if it did so before the renewal, with its runtime.
    pub task_ended: Arc<AtomicBool>,
}

/// Reports that the task of a renewal has ended, also when its runtime drops it.
struct TaskGuard(Arc<AtomicBool>);

impl Drop for TaskGuard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl<S: TokenSource> RenewalParts<S> {
    /// Fetches tokens, hands them to the callback and keeps them. It runs as a task of its own as well, if there is a runtime
    /// to run it, so that it goes on when all calls that wait for it are dropped.
    pub(super) fn start(self, refresh_token: Option<Secret>) -> Renewal {
        let task_ended = Arc::clone(&self.task_ended);
        let renewal = Renewal::new(self.run(refresh_token));
        let (shared, guard) = (renewal.clone(), TaskGuard(task_ended));
        spawn_detached(async move {
            shared.await;
            drop(guard);
        });
        renewal
    }

    async fn run(self, refresh_token: Option<Secret>) -> Renewed {
        let renewed = match caught(self.renew(refresh_token)).await {
            Ok(renewed) => renewed,
            // Timers and sockets of a runtime that has ended panic when they are polled.
            Err(_) if self.task_ended.load(Ordering::Acquire) => {
                Renewed::failed("the runtime that renewed the token has ended", NoToken::Unknown)
            }
            Err(panic) => Renewed::Panicked(Arc::new(Mutex::new(Some(panic)))),
        };
        let ended = lock(&self.state).renewal.take();
        drop(ended);
        renewed
    }

    async fn renew(&self, refresh_token: Option<Secret>) -> Renewed {
        let core = self.client.core();
        let since = core.clock.unix_seconds();
        let limit = core.timeout.saturating_mul(TIMEOUTS);
        let problem = match within(&*core.clock, limit, self.source.fetch(&self.client, refresh_token.as_ref())).await {
            // What a server says that answers with success and nothing else: to keep it would lose the refresh token.
            Some(Ok(tokens)) if is_blank(&tokens.access_token) => {
                Renewed::failed("the token source returned an empty token", NoToken::Unknown)
            }
            Some(Ok(mut tokens)) => {
                // If the server issues no new refresh token, the old one stays valid.
                tokens.refresh_token = tokens.refresh_token.filter(|token| !is_blank(token)).or(refresh_token);
                return self.keep(tokens, since);
            }
            Some(Err(error)) => Renewed::failed(&self.scrubbed(&error.to_string(), refresh_token.as_ref()), error.no_token()),
            None => Renewed::failed(&format!("the token source took longer than {limit:?}"), NoToken::TimedOut),
        };
        let not_before = core.clock.unix_seconds().saturating_add(PAUSE);
        lock(&self.state).not_before = not_before;
        problem
    }

    /// Returns the description of an error without the tokens.
    fn scrubbed(&self, problem: &str, refresh_token: Option<&Secret>) -> String {
        let mut secrets = (*self.client.core().secrets).clone();
        let access_token = lock(&self.state).tokens.as_ref().map(|tokens| tokens.access_token.clone());
        access_token.iter().chain(refresh_token).for_each(|token| secrets.add(token.expose_secret()));
        secrets.scrub(problem, REDACTED).into_owned()
    }

    /// Keeps tokens, after the callback has stored them.
    fn keep(&self, tokens: Tokens, since: i64) -> Renewed {
        if let Some(keep) = &self.on_renewal {
            observe(|| keep(&tokens));
        }
        let token = tokens.access_token.clone();
        let mut state = lock(&self.state);
        (state.tokens, state.since, state.not_before) = (Some(tokens), Some(since), 0);
        Renewed::Token(token)
    }
}

/// Runs a future, and returns its panic if it panics.
async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

/// Locks what is never locked while code of the application runs.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_blank(token: &Secret) -> bool {
    token.expose_secret().trim().is_empty()
}
