//! Sessions and their stores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Account, app, get, signed_in};
use crate::runtime::Tokens;
use crate::runtime::oauth::{Session, StoreFuture, TokenStore};
use crate::support::clock::UNIX_SECONDS;
use crate::support::memory::block_on;
use crate::support::service::dropped_after;

/// A store in memory, which outlives a client as a file outlives a process.
#[derive(Clone, Default)]
struct Shelf(Arc<ShelfState>);

#[derive(Default)]
struct ShelfState {
    tokens: Mutex<Option<Tokens>>,
    /// The saves that will fail.
    failing_saves: AtomicUsize,
    failing_loads: AtomicUsize,
    saves: AtomicUsize,
    /// What is called before a save.
    before_save: Mutex<Option<Box<dyn FnMut() + Send>>>,
}

impl Shelf {
    fn with(access_token: &str, refresh_token: &str, expires_at: i64) -> Self {
        let shelf = Self::default();
        shelf.put(access_token, refresh_token, expires_at);
        shelf
    }

    fn put(&self, access_token: &str, refresh_token: &str, expires_at: i64) {
        *self.0.tokens.lock().expect("no panic") = Some(Tokens::new(access_token, Some(refresh_token.into()), Some(expires_at)));
    }

    fn access_token(&self) -> Option<String> {
        self.0.tokens.lock().expect("no panic").as_ref().map(|tokens| tokens.access_token.expose_secret().to_owned())
    }

    fn session(&self, errors: &Errors) -> Session {
        let errors = errors.clone();
        app().session().store(self.clone()).on_store_error(move |error| errors.lock().expect("no panic").push(error.to_string()))
    }
}

type Errors = Arc<Mutex<Vec<String>>>;

fn fails(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

impl TokenStore for Shelf {
    fn load(&self) -> StoreFuture<'_, Option<Tokens>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            if fails(&self.0.failing_loads) { Err("the disk is gone".into()) } else { Ok(self.0.tokens.lock().expect("no panic").clone()) }
        })
    }

    fn save<'s>(&'s self, tokens: &'s Tokens) -> StoreFuture<'s, ()> {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.0.saves.fetch_add(1, Ordering::SeqCst);
            if let Some(before) = &mut *self.0.before_save.lock().expect("no panic") {
                before();
            }
            if fails(&self.0.failing_saves) {
                return Err("the disk is full".into());
            }
            *self.0.tokens.lock().expect("no panic") = Some(tokens.clone());
            Ok(())
        })
    }
}

#[test]
fn tokens_survive_a_restart() {
    let (account, shelf, errors) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS + 600), Errors::default());
    account.state().issued = 1;
    let (client, clock) = signed_in(&account.service(), shelf.session(&errors));
    block_on(get(&client)).expect("the stored token is valid");
    assert_eq!(account.requests(), 0);
    clock.advance(Duration::from_secs(600));
    block_on(get(&client)).expect("refreshed");
    let (client, _) = signed_in(&account.service(), shelf.session(&errors));
    block_on(get(&client)).expect("the new tokens were stored");
    assert_eq!((account.requests(), shelf.access_token().as_deref()), (1, Some("access-2")));
    assert!(errors.lock().expect("no panic").is_empty());
}

#[test]
fn new_tokens_are_stored_before_they_are_used() {
    let (account, shelf) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1));
    account.state().issued = 1;
    let service = account.service();
    let (seen, uses) = (service.clone(), Arc::new(Mutex::new(Vec::new())));
    let noted = uses.clone();
    let uses_so_far = move || seen.received().iter().filter(|request| request.target == "/things").count();
    *shelf.0.before_save.lock().expect("no panic") = Some(Box::new(move || noted.lock().expect("no panic").push(uses_so_far())));
    let (client, _) = signed_in(&service, shelf.session(&Errors::default()));
    block_on(get(&client)).expect("refreshed");
    assert_eq!((uses.lock().expect("no panic").clone(), shelf.access_token().as_deref()), (vec![0], Some("access-2")));
}

#[test]
fn new_tokens_are_stored_also_if_nobody_waits_for_them() {
    for polls in 1..12 {
        let (account, shelf) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1));
        account.state().issued = 1;
        let (client, _) = signed_in(&account.service(), shelf.session(&Errors::default()));
        block_on(async {
            let _ = dropped_after(polls, get(&client)).await;
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        });
        assert_eq!((account.issued(), shelf.access_token().as_deref()), (2, Some("access-2")), "{polls}");
    }
}

#[test]
fn a_store_that_fails_once_gets_the_tokens_later() {
    let (account, shelf, errors) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1), Errors::default());
    account.state().issued = 1;
    shelf.0.failing_saves.store(2, Ordering::SeqCst);
    let (client, clock) = signed_in(&account.service(), shelf.session(&errors));
    for _ in 0..3 {
        block_on(get(&client)).expect("the session goes on");
    }
    assert_eq!(*errors.lock().expect("no panic"), ["the tokens could not be saved: the disk is full"]);
    assert_eq!((shelf.access_token().as_deref(), shelf.0.saves.load(Ordering::SeqCst)), (Some("access-1"), 1));
    for (saves, stored) in [(2, "access-1"), (3, "access-2"), (3, "access-2")] {
        clock.advance(Duration::from_secs(10));
        block_on(get(&client)).expect("the session goes on");
        assert_eq!((shelf.0.saves.load(Ordering::SeqCst), shelf.access_token().as_deref()), (saves, Some(stored)));
    }
    let (client, _) = signed_in(&account.service(), shelf.session(&errors));
    block_on(get(&client)).expect("nobody has to sign in again");
    assert_eq!((account.requests(), errors.lock().expect("no panic").len()), (1, 2));
}

#[test]
fn the_newest_tokens_are_refreshed_while_the_store_fails() {
    let (account, shelf, errors) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1), Errors::default());
    account.state().issued = 1;
    shelf.0.failing_saves.store(usize::MAX, Ordering::SeqCst);
    let (client, clock) = signed_in(&account.service(), shelf.session(&errors));
    for _ in 0..4 {
        block_on(get(&client)).expect("the session goes on");
        clock.advance(Duration::from_secs(3600));
    }
    // Never the old pair, which the store still has.
    assert_eq!(account.used(), ["refresh-1", "refresh-2", "refresh-3", "refresh-4"]);
    assert!(errors.lock().expect("no panic").len() >= 4);
}

#[test]
fn a_process_takes_over_what_another_has_stored() {
    let (account, shelf) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS + 100));
    account.state().issued = 1;
    let (one, clock) = signed_in(&account.service(), shelf.session(&Errors::default()));
    let (other, other_clock) = signed_in(&account.service(), shelf.session(&Errors::default()));
    block_on(get(&one)).expect("valid");
    block_on(get(&other)).expect("valid");
    for clock in [&clock, &other_clock] {
        clock.advance(Duration::from_secs(200));
    }
    block_on(get(&one)).expect("refreshed");
    block_on(get(&other)).expect("taken over");
    assert_eq!((account.requests(), account.used().len()), (1, 1));
}

#[test]
fn a_refused_refresh_reads_the_store_again() {
    let (account, shelf, errors) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1), Errors::default());
    // Another process has refreshed, and stores its tokens while this one is refused.
    account.state().issued = 2;
    let service = account.service();
    let (client, clock) = signed_in(&service, shelf.session(&errors));
    let (late, watched) = (shelf.clone(), clock.clone());
    let other = std::thread::spawn(move || {
        // After the first of the waits.
        while watched.waits().len() < 2 {
            std::thread::yield_now();
        }
        late.put("access-2", "refresh-2", UNIX_SECONDS + 3600);
    });
    let first = block_on(get(&client));
    other.join().expect("no panic");
    // The threads run as they like: what is stored too late for this call is there for the next one.
    assert!(first.as_ref().err().is_none_or(|error| error.is_sign_in_required()), "{first:?}");
    block_on(get(&client)).expect("taken over");
    assert_eq!((account.requests(), account.used().len()), (1, 0));

    let (account, shelf) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1));
    account.state().issued = 2;
    let (client, clock) = signed_in(&account.service(), shelf.session(&errors));
    assert!(block_on(get(&client)).expect_err("nobody has stored anything").is_sign_in_required());
    assert_eq!(clock.waits(), [0, 200, 1000]);
    assert_eq!(shelf.access_token().as_deref(), Some("access-1"), "nothing is wiped");
}

#[test]
fn what_another_process_has_stored_is_refreshed_if_it_has_expired() {
    let (account, shelf) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS - 1));
    account.state().issued = 1;
    let (client, clock) = signed_in(&account.service(), shelf.session(&Errors::default()));
    block_on(get(&client)).expect("refreshed");
    account.state().issued = 5;
    shelf.put("access-5", "refresh-5", UNIX_SECONDS + 3600);
    clock.advance(Duration::from_secs(3600));
    block_on(get(&client)).expect("refreshed");
    assert_eq!(account.used(), ["refresh-1", "refresh-5"]);
}

#[test]
fn a_store_that_cannot_be_read_is_reported() {
    let (account, shelf, errors) = (Account::default(), Shelf::with("access-1", "refresh-1", UNIX_SECONDS + 100), Errors::default());
    account.state().issued = 1;
    shelf.0.failing_loads.store(1, Ordering::SeqCst);
    let (client, clock) = signed_in(&account.service(), shelf.session(&errors));
    let error = block_on(get(&client)).expect_err("no token");
    assert!(error.is_transient() && !error.is_sign_in_required() && error.to_string().contains("the disk is gone"), "{error}");
    assert_eq!(*errors.lock().expect("no panic"), ["the tokens could not be loaded: the disk is gone"]);
    block_on(get(&client)).expect("it can be read now");
    // What is in memory is refreshed when the store cannot be read any more.
    shelf.0.failing_loads.store(1, Ordering::SeqCst);
    clock.advance(Duration::from_secs(100));
    block_on(get(&client)).expect("refreshed");
    assert_eq!((account.requests(), errors.lock().expect("no panic").len()), (1, 2));
}

#[test]
fn a_store_that_does_not_end_is_given_up() {
    /// A store on a disk that has gone to sleep.
    struct Stuck;
    impl TokenStore for Stuck {
        fn load(&self) -> StoreFuture<'_, Option<Tokens>> {
            Box::pin(async { Ok(None) })
        }

        fn save<'s>(&'s self, _: &'s Tokens) -> StoreFuture<'s, ()> {
            Box::pin(std::future::pending())
        }
    }
    let (account, errors) = (Account::default(), Errors::default());
    let reported = errors.clone();
    let session = app().client_credentials().store(Stuck);
    let session = session.on_store_error(move |error| reported.lock().expect("no panic").push(error.to_string()));
    let (client, clock) = signed_in(&account.service(), session);
    block_on(async {
        let calling = client.clone();
        let call = tokio::spawn(async move { get(&calling).await });
        // The request for the tokens has ended: what is left is the save, and what limits it and the call.
        while account.requests() == 0 {
            tokio::task::yield_now().await;
        }
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        clock.time_out();
        // The call has waited as long as it may. Its tokens are there for the next one.
        let _ = call.await.expect("no panic");
        get(&client).await.expect("the tokens are used all the same");
    });
    assert_eq!(account.requests(), 1);
}
