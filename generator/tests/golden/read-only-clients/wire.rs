use crate::server::{Server, run};
use ::read_only_clients::{Async, Client, Delivery, Error, ReadOnly, things::Things};

/// Takes what only reads.
fn is_read_only(_: Things<'_, Async, ReadOnly>) {}

#[test]
fn a_read_only_client_reads() {
    let server = Server::silent();
    let client = client!(server).read_only();
    is_read_only(client.things());
    for (call, line) in [(client.things().probe(), "HEAD /things")] {
        run(call).unwrap();
        assert_eq!(server.asked().line, line);
    }
    run(client.things().search()).unwrap();
    assert_eq!(server.asked().line, "POST /things/search");
    // A resource that only writes has nothing to call.
    let _ = client.access_mode();
}

#[test]
fn a_dry_run_sends_what_only_reads_and_shows_the_rest() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).dry_run(true).build().unwrap();
    for error in [
        run(client.things().create()).unwrap_err(),
        run(client.things().remind()).unwrap_err(),
        run(client.things().login()).unwrap_err(),
        run(client.access_mode().delete_notes()).unwrap_err(),
    ] {
        assert!(matches!(error, Error::DryRun(_)), "{error}");
        let shown = error.preview().unwrap_or_default().to_owned();
        assert!(shown.starts_with("curl ") && error.to_string().contains("a dry run sends nothing"), "{error}");
        assert_eq!((error.attempts(), error.delivery()), (0, Delivery::NeverSent));
    }
    // The first that comes is the first that reads.
    run(client.things().search()).unwrap();
    run(client.things().probe()).unwrap();
    assert_eq!(server.asked().line, "POST /things/search");
    assert_eq!(server.asked().line, "HEAD /things");
}
