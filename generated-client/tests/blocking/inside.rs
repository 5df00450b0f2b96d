//! In asynchronous code: calls work, and nothing panics when it is dropped.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tallyfy::{Error, blocking};

use crate::support::server::{Act, Server};
use crate::{builder, bytes, client, group, page};

/// A server for one round of [`everything`].
fn server() -> Server {
    Server::start([
        group("1"),
        page(1, 2, 3, &["1", "2"]),
        page(2, 2, 3, &["3"]),
        Act::Reply(bytes(b"a logo")),
        group("uploaded"),
        page(1, 2, 3, &["1", "2"]),
        Act::Reply(bytes(b"another logo")),
    ])
}

/// Makes calls of every kind, and drops things half-way.
fn everything(client: &blocking::Client) {
    assert_eq!(client.groups().get("1").send().expect("a group").id, "1");
    let ids: Result<Vec<_>, Error> = client.groups().list().items().map(|group| Ok(group?.id)).collect();
    assert_eq!(ids.expect("three groups"), ["1", "2", "3"]);
    let mut text = String::new();
    client.groups().download_logo("l").download().send().expect("a logo").read_to_string(&mut text).expect("all of it");
    assert_eq!(text, "a logo");
    let file = tallyfy::File::from_reader("logo.png", Some(4), &b"logo"[..]);
    assert_eq!(client.groups().upload_logo("1", file).send().expect("it is taken").id, "uploaded");
    // Dropped half-way, within whatever runtime this is.
    let mut items = client.groups().list().items();
    assert_eq!(items.next().expect("an item").expect("a group").id, "1");
    drop(items);
    let mut download = client.groups().download_logo("l").download().send().expect("a logo");
    download.read_exact(&mut [0; 2]).expect("two bytes");
    drop(download);
}

fn round() {
    let server = server();
    let client = client(&server.url());
    everything(&client);
    assert_eq!(server.received().len(), 7);
}

#[test]
fn outside_of_a_runtime() {
    round();
}

#[tokio::test(flavor = "current_thread")]
async fn in_a_runtime_of_one_thread() {
    round();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn in_a_runtime_of_many_threads() {
    round();
}

/// Nothing goes on in the other runtime before the call returns: it must not wait for it.
#[tokio::test(flavor = "current_thread")]
async fn with_a_connection_that_was_idle() {
    let server = Server::start([group("1"), group("2")]);
    let retry = tallyfy::Retry::never();
    let client = builder(&server.url()).timeout(Duration::from_secs(3)).retry(retry).build().expect("all is given");
    assert_eq!(client.groups().get("1").send().expect("a group").id, "1");
    // So long that the connection is looked at before it is used again.
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(client.groups().get("2").send().expect("a group").id, "2");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn in_the_main_function_of_a_program() {
    #[tokio::main(flavor = "current_thread")]
    async fn main_of_one_thread() {
        round();
    }
    #[tokio::main]
    async fn main_of_many() {
        round();
    }
    main_of_one_thread();
    main_of_many();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_tasks_and_on_threads_that_may_wait() {
    tokio::spawn(async { round() }).await.expect("a task may block its thread");
    tokio::task::spawn_blocking(round).await.expect("no panic");
    tokio::task::block_in_place(round);
}

#[tokio::test(flavor = "current_thread")]
async fn in_tasks_of_one_thread() {
    let local = tokio::task::LocalSet::new();
    local.run_until(async { tokio::task::spawn_local(async { round() }).await.expect("no panic") }).await;
}

/// Actix runs such a runtime on each thread of a server.
#[test]
fn in_an_actor_system() {
    actix_rt::System::new().block_on(async {
        round();
        actix_rt::spawn(async { round() }).await.expect("no panic");
    });
}

#[tokio::test]
async fn in_a_branch_of_select() {
    let other = async {
        round();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        biased;
        () = other => {}
        () = std::future::ready(()) => {}
    }
}

/// A task has a budget of operations, after which its sockets and timers say that they are not ready.
#[tokio::test]
async fn many_calls_in_one_poll_of_a_task() {
    let server = Server::start((0..400).map(|_| group("1")));
    let client = client(&server.url());
    for _ in 0..400 {
        client.groups().get("1").send().expect("a group");
    }
}

/// Runs the function within runtimes of both kinds, and without one.
fn everywhere(run: impl Fn()) {
    run();
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async { run() });
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(async {
        run();
        // Where a runtime could not be dropped.
        tokio::task::block_in_place(&run);
    });
}

#[test]
fn clients_are_dropped_everywhere() {
    everywhere(|| {
        let server = Server::start([group("1"), group("2")]);
        let client = client(&server.url());
        let other = client.for_org_id("other");
        drop(builder(&server.url()).build()); // It has made no call.
        client.groups().get("1").send().expect("a group");
        drop(client);
        other.groups().get("2").send().expect("a clone goes on");
    });
}

#[test]
fn iterators_and_readers_outlive_their_client_everywhere() {
    everywhere(|| {
        let server = Server::start([page(1, 2, 3, &["1", "2"]), Act::Reply(bytes(&[7; 100_000])), page(2, 2, 3, &["3"])]);
        let client = client(&server.url());
        let mut items = client.groups().list().items();
        items.next().expect("an item").expect("a group");
        let mut download = client.groups().download_logo("l").download().send().expect("a logo");
        drop(client);
        assert_eq!(items.by_ref().map(|item| item.expect("a group").id).collect::<Vec<_>>(), ["2", "3"]);
        drop(items);
        let mut all = Vec::new();
        download.read_to_end(&mut all).expect("all of it");
        assert_eq!(all, [7; 100_000]);
    });
}

/// What calls when it is dropped does so at any time: while a panic goes up, too.
#[test]
fn a_call_in_a_drop() {
    struct Deletes(blocking::Client);
    impl Drop for Deletes {
        fn drop(&mut self) {
            self.0.groups().delete("1").send().expect("it is deleted");
        }
    }
    everywhere(|| {
        let server = Server::start([crate::support::server::json(200, ""), crate::support::server::json(200, "")]);
        drop(Deletes(client(&server.url())));
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _deletes = Deletes(client(&server.url()));
            resume_unwind(Box::new("goes up"));
        }));
        assert!(caught.is_err());
        assert_eq!(server.received().len(), 2);
    });
}

/// A client is of no runtime: that in which it was built may end.
#[test]
fn a_client_outlives_the_runtime_that_it_was_built_in() {
    let server = server();
    let url = server.url();
    let build = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = build().block_on(async {
        let client = client(&url);
        client.groups().get("1").send().expect("a group");
        client
    });
    let ids: Vec<_> = build().block_on(async { client.groups().list().items().map(|group| group.expect("a group").id).collect() });
    assert_eq!(ids, ["1", "2", "3"]);
}

/// A panic of what polls a call goes up where the call is made, and the client is as good as before.
#[test]
fn a_panic_goes_up_in_the_caller() {
    everywhere(|| {
        let server = Server::start([group("1")]);
        let asked = AtomicBool::new(false);
        let provider = move || {
            let panics = !asked.swap(true, Ordering::SeqCst);
            async move { if panics { resume_unwind(Box::new("no token today")) } else { Ok("secret".into()) } }
        };
        let client = blocking::Client::builder().base_url(server.url()).org_id("acme").token_provider(provider);
        let client = client.build().expect("all is given");
        let caught = catch_unwind(AssertUnwindSafe(|| client.groups().get("1").send()));
        assert_eq!(caught.expect_err("a panic").downcast_ref::<&str>(), Some(&"no token today"));
        client.groups().get("1").send().expect("a group");
    });
}

#[test]
fn timeouts_and_deadlines_need_no_runtime_of_the_caller() {
    everywhere(|| {
        let server = Server::start((0..2).map(|_| Act::Stall(Vec::new(), Box::new(|| {}))));
        let client = client(&server.url());
        let error = client.groups().get("1").timeout(Duration::from_millis(20)).retries(0).send().expect_err("nothing comes");
        assert!(error.is_timeout(), "{error}");
        let error = client.groups().get("1").deadline(Duration::from_millis(20)).send().expect_err("nothing comes");
        assert!(error.is_timeout(), "{error}");
    });
}

#[test]
fn many_threads_share_one_client() {
    let server = Server::start((0..80).map(|_| group("1")));
    let client = client(&server.url());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..10).for_each(|_| drop(client.groups().get("1").send().expect("a group"))));
        }
    });
    assert_eq!(server.received().len(), 80);
}
