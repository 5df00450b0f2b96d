//! Futures that are dropped after each number of polls, in memory and over a socket: nothing is lost.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use serde_json::json as value;

use crate::api::{API, PAGES};
use crate::runtime::{
    Binary, Bytes, Call, Client, ClientBuilder, Download, Error, File, Items, Json, Method, Paged, Pages, Renewing, Retry, Secret,
    TokenFuture, TokenSource, Tokens, Value,
};
use crate::support::folder::Folder;
use crate::support::server::Received;
use crate::support::service::{STEP, Service, dropped_after};

/// Where a service is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Over {
    /// In memory, under a clock that skips what is waited for.
    Memory,
    Socket,
}

impl Over {
    /// Runs a test until it says that its future came to its end. Returns the number of places at which it was dropped.
    fn drop_points<F: Future<Output = bool>>(self, test: impl Fn(usize) -> F) -> usize {
        (0..2000).find(|polls| self.run(test(*polls))).expect("it comes to its end")
    }

    fn run<F: Future>(self, test: F) -> F::Output {
        // With one thread for them, blocking tasks end in order.
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(self == Self::Memory).max_blocking_threads(1).build();
        runtime.expect("a runtime can be made").block_on(test)
    }

    fn builder(self, service: &Service) -> ClientBuilder {
        let builder = ClientBuilder::new(&API).retry(Retry::default().backoff(Duration::from_millis(2), Duration::from_millis(2)));
        match self {
            Self::Memory => builder.base_url("http://things.example").transport(service.clone()),
            Self::Socket => builder.base_url(service.listen()),
        }
    }

    /// Lets everything run that has begun, until this holds.
    async fn settle(self, done: impl Fn() -> bool) {
        if self == Self::Memory {
            tokio::time::sleep(100 * STEP).await;
        }
        while !done() {
            tokio::task::yield_now().await;
        }
    }
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

/// Checks the number of places: each test has some in memory, and at least one over a socket.
fn report(test: &str, over: Over, points: usize, least_in_memory: usize) {
    println!("{test} over {over:?}: {points} drop points");
    let least = if over == Over::Memory { least_in_memory } else { 1 };
    assert!(points >= least, "{test} over {over:?}: {points}");
}

#[test]
fn a_call_that_waits_for_its_retry_gives_the_retry_back() {
    for over in [Over::Memory, Over::Socket] {
        let points = over.drop_points(async |polls| {
            // The first attempt of each call fails.
            let service = Service::new(|request| match request.header("x-attempt") {
                Some("1") => (503, String::new()),
                _ => (200, "{}".to_owned()),
            });
            let attempts = Arc::<AtomicUsize>::default();
            let count = attempts.clone();
            let builder =
                over.builder(&service).retry(Retry::default().budget(1).backoff(STEP, STEP)).on_attempt(move |attempt, headers| {
                    headers.insert("x-attempt", attempt.number.into());
                    count.fetch_add(1, Ordering::SeqCst);
                });
            let client = builder.build().expect("all is given");
            let ended = dropped_after(polls, get(&client)).await.is_some();
            if attempts.load(Ordering::SeqCst) < 2 {
                // The only retry of the budget is still there.
                get(&client).await.unwrap_or_else(|error| panic!("{over:?}, {polls}: {error}"));
            }
            ended
        });
        report("a call with a retry", over, points, 6);
    }
}

/// Gives tokens for refresh tokens that are good once: `r0`, then `r1`, … with the access tokens `a1`, `a2`, …
#[derive(Clone, Default)]
struct Account {
    issued: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    /// The access tokens up to this one are not accepted.
    revoked: Arc<AtomicUsize>,
    /// The refresh tokens that the callback was given.
    kept: Arc<Mutex<Vec<String>>>,
}

impl Account {
    fn service(&self) -> Service {
        let account = self.clone();
        Service::new(move |request: &Received| account.answer(request))
    }

    fn answer(&self, request: &Received) -> (u16, String) {
        if request.target != "/token" {
            let newest = format!("Bearer a{}", self.issued());
            let valid = request.header("authorization") == Some(&newest) && self.issued() > self.revoked.load(Ordering::SeqCst);
            let status = if valid { 200 } else { 401 };
            return (status, "{}".to_owned());
        }
        if !String::from_utf8_lossy(&request.body).contains(&format!("\"r{}\"", self.issued())) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return (400, value!({ "error": "invalid_grant" }).to_string());
        }
        let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
        (200, value!({ "access_token": format!("a{number}"), "refresh_token": format!("r{number}") }).to_string())
    }

    fn issued(&self) -> usize {
        self.issued.load(Ordering::SeqCst)
    }

    fn kept(&self) -> Vec<String> {
        self.kept.lock().expect("not poisoned").clone()
    }

    /// A token that has ended, with the refresh token `r0`.
    fn provider(&self) -> Renewing<SignIn> {
        let kept = self.kept.clone();
        let provider = Renewing::new(SignIn).starting_with(Tokens::new("old", Some("r0".into()), Some(0)));
        provider.on_renewal(move |tokens| {
            let token = tokens.refresh_token.as_ref().map(|token| token.expose_secret().to_owned());
            kept.lock().expect("not poisoned").extend(token);
        })
    }

    /// Checks that nothing is lost: one renewal was enough, the client has its refresh token for the next one, the callback
    /// had them all, and none was sent twice.
    async fn check(&self, client: &Client, context: &str) {
        for number in 1..=2 {
            get(client).await.unwrap_or_else(|error| panic!("{context}: {error}"));
            let all: Vec<_> = (1..=number).map(|number| format!("r{number}")).collect();
            assert_eq!((self.kept(), self.refused.load(Ordering::SeqCst)), (all, 0), "{context}");
            self.revoked.store(number, Ordering::SeqCst);
        }
    }
}

struct SignIn;

impl TokenSource for SignIn {
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        let body = value!({ "refresh_token": refresh_token.map(Secret::expose_secret) });
        let call = Call::<Json<Value>>::from(client.call(Method::POST, "/token").json(&body));
        Box::pin(async move {
            let granted = call.await?;
            let text = |name: &str| granted[name].as_str().unwrap_or_default().to_owned();
            Ok(Tokens::new(text("access_token"), Some(text("refresh_token").into()), None))
        })
    }
}

#[test]
fn a_renewal_goes_on_without_the_call_that_began_it() {
    for over in [Over::Memory, Over::Socket] {
        let points = over.drop_points(async |polls| {
            let account = Account::default();
            let client = over.builder(&account.service()).token_provider(account.provider()).build().expect("all is given");
            let ended = dropped_after(polls, get(&client)).await.is_some();
            over.settle(|| account.kept().len() == account.issued()).await;
            if over == Over::Memory {
                assert_eq!(account.kept().len(), usize::from(polls > 0), "{polls}: it has gone on");
            }
            account.check(&client, &format!("{over:?}, {polls}")).await;
            ended
        });
        report("a renewal", over, points, 6);
    }
}

#[test]
fn a_renewal_goes_on_without_its_client() {
    for over in [Over::Memory, Over::Socket] {
        let points = over.drop_points(async |polls| {
            let account = Account::default();
            let client = over.builder(&account.service()).token_provider(account.provider()).build().expect("all is given");
            let ended = dropped_after(polls, get(&client)).await.is_some();
            drop(client);
            if polls > 0 {
                over.settle(|| account.kept() == ["r1"]).await;
            }
            ended
        });
        report("a renewal without its client", over, points, 6);
    }
}

#[test]
fn a_renewal_goes_on_after_a_timeout_or_deadline_of_the_call_that_began_it() {
    type Limit = fn(Call<Json<Value>>, Duration) -> Call<Json<Value>>;
    let limits: [Limit; 2] = [|call, limit| call.timeout(limit), |call, limit| call.deadline(limit)];
    for limit in limits {
        let mut ended_early = 0;
        for steps in 1..=12 {
            Over::Memory.run(async {
                let account = Account::default();
                let client = Over::Memory.builder(&account.service()).token_provider(account.provider()).build().expect("all is given");
                let call = limit(client.call(Method::GET, "/things").into(), STEP / 2 * steps);
                ended_early += usize::from(call.retries(0).await.is_err_and(|error| error.is_timeout()));
                Over::Memory.settle(|| true).await;
                assert_eq!(account.kept(), ["r1"], "{steps}");
                account.check(&client, &format!("{steps} half steps")).await;
            });
        }
        assert!(ended_early >= 6, "{ended_early}");
    }
}

#[test]
fn those_who_still_wait_get_the_token_when_one_of_them_is_dropped() {
    for over in [Over::Memory, Over::Socket] {
        let points = over.drop_points(async |polls| {
            let account = Account::default();
            let client = over.builder(&account.service()).token_provider(account.provider()).build().expect("all is given");
            let others: Vec<_> = (0..3)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { get(&client).await })
                })
                .collect();
            let ended = dropped_after(polls, get(&client)).await.is_some();
            for other in others {
                other.await.expect("no panic").unwrap_or_else(|error| panic!("{over:?}, {polls}: {error}"));
            }
            account.check(&client, &format!("{over:?}, {polls}")).await;
            ended
        });
        report("a renewal for several", over, points, 6);
    }
}

fn file_service() -> Service {
    Service::new(|_| (200, "0123456789".repeat(30)))
}

async fn download(client: &Client) -> Result<Download, Error> {
    Call::<Binary>::from(client.call(Method::GET, "/files/1")).download().await
}

#[test]
fn a_download_that_is_dropped_leaves_nothing_behind() {
    for over in [Over::Memory, Over::Socket] {
        for busy in [false, true] {
            let folder = Folder::new(&format!("dropped-{over:?}-{busy}"));
            let points = over.drop_points(async |polls| {
                let client = over.builder(&file_service()).build().expect("all is given");
                let (release, released) = std::sync::mpsc::channel::<()>();
                let path = folder.0.join("copy.txt");
                let begun = download(&client).await.expect("begun");
                let disk = busy.then(|| tokio::task::spawn_blocking(move || released.recv()));
                let saved = if busy {
                    // The disk does nothing until the download has been dropped, or waits for it.
                    let mut saving = Box::pin(begun.save(&path));
                    let early = dropped_after(polls.min(1), &mut saving).await;
                    drop(release);
                    match early {
                        None if polls > 1 => dropped_after(polls - 1, saving).await,
                        early => early,
                    }
                } else {
                    dropped_after(polls, begun.save(&path)).await
                };
                if let Some(disk) = disk {
                    let _ = disk.await.expect("no panic");
                }
                // Blocking tasks end in order: all that the download has begun is over.
                tokio::task::spawn_blocking(|| ()).await.expect("no panic");
                tokio::task::spawn_blocking(|| ()).await.expect("no panic");
                let names = folder.names();
                assert!(names.is_empty() || names == ["copy.txt"], "{over:?}, {polls}: {names:?}");
                if names == ["copy.txt"] {
                    assert_eq!(std::fs::read(&path).expect("readable").len(), 300, "{over:?}, {polls}");
                    std::fs::remove_file(&path).expect("it is there");
                }
                saved.is_some_and(|saved| saved.is_ok())
            });
            report("a download to disk", over, points, 4);
        }
    }
}

#[test]
fn a_name_as_long_as_the_file_system_takes_can_be_saved() {
    let folder = Folder::new("long-names");
    for name in ["n".repeat(232), "n".repeat(233), "n".repeat(255), "ä".repeat(127), format!("{}ä", "n".repeat(63)), "x".to_owned()] {
        Over::Memory.run(async {
            let client = Over::Memory.builder(&file_service()).build().expect("all is given");
            let saved = download(&client).await.expect("begun").save(folder.0.join(&name)).await;
            assert_eq!(saved.expect(&name), 300);
        });
        assert_eq!(folder.names(), std::slice::from_ref(&name));
        std::fs::remove_file(folder.0.join(&name)).expect("it is there");
    }
}

#[test]
fn a_download_can_be_made_again_after_it_was_dropped() {
    type Get = fn(Client) -> Pin<Box<dyn Future<Output = usize>>>;
    let gets: [(&str, Get); 4] = [
        ("all at once", |client| {
            Box::pin(async move { Call::<Binary>::from(client.call(Method::GET, "/files/1")).await.expect("whole").len() })
        }),
        ("bytes", |client| Box::pin(async move { download(&client).await.expect("begun").bytes(300).await.expect("whole").len() })),
        ("a writer", |client| {
            Box::pin(async move {
                let mut written = Vec::new();
                download(&client).await.expect("begun").write_to(&mut written).await.expect("whole");
                written.len()
            })
        }),
        ("pieces", |client| {
            Box::pin(async move {
                let (mut download, mut size) = (download(&client).await.expect("begun"), 0);
                while let Some(piece) = download.next().await {
                    size += piece.expect("whole").len();
                }
                size
            })
        }),
    ];
    for (name, get) in gets {
        for over in [Over::Memory, Over::Socket] {
            let points = over.drop_points(async |polls| {
                let client = over.builder(&file_service()).build().expect("all is given");
                let ended = dropped_after(polls, get(client.clone())).await;
                assert!(ended.is_none_or(|size| size == 300));
                assert_eq!(get(client).await, 300, "{name} over {over:?}, {polls}");
                ended.is_some()
            });
            report(&format!("a download by {name}"), over, points, 6);
        }
    }
}

#[test]
fn the_pieces_of_a_download_come_all_when_waiting_for_one_is_dropped() {
    for over in [Over::Memory, Over::Socket] {
        over.run(async {
            let client = over.builder(&file_service()).build().expect("all is given");
            let (mut download, mut all) = (download(&client).await.expect("begun"), Vec::new());
            loop {
                match dropped_after(1, download.next()).await {
                    Some(Some(piece)) => all.extend_from_slice(&piece.expect("whole")),
                    Some(None) => break,
                    None if over == Over::Memory => tokio::time::sleep(STEP).await,
                    None => tokio::task::yield_now().await,
                }
            }
            assert_eq!(all, "0123456789".repeat(30).as_bytes(), "{over:?}");
        });
    }
}

/// Three pieces, each after another task has run.
struct Pieces(usize, bool);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from_static(b"0123456789"))))
    }
}

#[test]
fn an_upload_that_is_dropped_is_never_made_again_with_less() {
    for over in [Over::Memory, Over::Socket] {
        for (length, in_form) in [(None, false), (Some(30), false), (None, true)] {
            let points = over.drop_points(async |polls| {
                let service = Service::new(|_| (200, "{}".to_owned()));
                let client = over.builder(&service).build().expect("all is given");
                let file = File::from_stream("a.txt", length, Pieces(3, false));
                let upload = async |file: File| {
                    let request = client.call(Method::PUT, "/files");
                    let request = if in_form { request.part("file", file) } else { request.file("text/plain", file) };
                    Call::<Json<Value>>::from(request).await
                };
                let ended = dropped_after(polls, upload(file.clone())).await.is_some();
                let before = service.received().len();
                let again = upload(file).await;
                let context = format!("{over:?}, {length:?}, {in_form}, {polls}: {again:?}");
                match &again {
                    Ok(_) => assert!(!ended, "{context}"),
                    Err(error) => assert!(matches!(error, Error::Argument(_)) && !error.is_safe_to_retry(), "{context}"),
                }
                if over == Over::Memory {
                    assert_eq!(service.received().len() - before, usize::from(again.is_ok()), "{context}");
                }
                for request in service.received() {
                    let body = String::from_utf8_lossy(&request.body);
                    assert!(body.contains(&"0123456789".repeat(3)), "{context}: {body}");
                }
                ended
            });
            report("an upload", over, points, 4);
        }
    }
}

/// Seven items on three pages.
fn list_service() -> Service {
    Service::new(|request| {
        let number: usize = request.target.rsplit("page=").next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let items: Vec<_> = (1..=7).skip((number - 1) * 3).take(3).collect();
        let meta = value!({ "pagination": { "total": 7, "current_page": number, "total_pages": 3 } });
        (200, value!({ "data": items, "meta": meta }).to_string())
    })
}

fn items(client: &Client, ahead: usize) -> Items<i64> {
    let call: Call<Paged<i64>> = client.call(Method::GET, "/things").paging(&PAGES).into();
    call.stream().read_ahead(ahead)
}

fn pages(client: &Client, ahead: usize) -> Pages<i64> {
    let call: Call<Paged<i64>> = client.call(Method::GET, "/things").paging(&PAGES).into();
    call.pages().read_ahead(ahead)
}

async fn drain(items: &mut Items<i64>, all: &mut Vec<i64>) {
    while let Some(item) = items.next().await {
        all.push(item.expect("an item"));
    }
}

async fn drain_pages(pages: &mut Pages<i64>, all: &mut Vec<i64>) {
    while let Some(page) = pages.next().await {
        all.extend(page.expect("a page"));
    }
}

#[test]
fn a_walk_goes_on_where_it_was_dropped() {
    let whole: Vec<i64> = (1..=7).collect();
    for over in [Over::Memory, Over::Socket] {
        for ahead in [0, 2] {
            for anew in [false, true] {
                let points = over.drop_points(async |polls| {
                    let client = over.builder(&list_service()).build().expect("all is given");
                    let (mut walk, mut all) = (items(&client, ahead), Vec::new());
                    let ended = dropped_after(polls, drain(&mut walk, &mut all)).await.is_some();
                    if anew {
                        let kept = walk.bookmark().to_string();
                        walk = items(&client, ahead).resume(&kept.parse().expect("a bookmark"));
                    }
                    drain(&mut walk, &mut all).await;
                    assert_eq!(all, whole, "{over:?}, {ahead} ahead, {polls}");
                    ended
                });
                report("a walk over items", over, points, 6);
                let points = over.drop_points(async |polls| {
                    let client = over.builder(&list_service()).build().expect("all is given");
                    let (mut walk, mut all) = (pages(&client, ahead), Vec::new());
                    let ended = dropped_after(polls, drain_pages(&mut walk, &mut all)).await.is_some();
                    if anew {
                        let kept = walk.bookmark().to_string();
                        walk = pages(&client, ahead).resume(&kept.parse().expect("a bookmark"));
                    }
                    drain_pages(&mut walk, &mut all).await;
                    assert_eq!(all, whole, "{over:?}, {ahead} ahead, {polls}");
                    ended
                });
                report("a walk over pages", over, points, 6);
            }
        }
    }
}
