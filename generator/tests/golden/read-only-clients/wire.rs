use crate::server::{Server, run};
use ::read_only_clients::{Async, Client, ReadOnly, things::Things};

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
