//! Unix sockets.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;

use tallyfy::Proxy;

use super::lookups::may_unshare;
use crate::Test;
use crate::calls::{direct, final_error, get, repeated_error};
use crate::child::Child;
use crate::peers::origin;
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, NGINX, UNSHARE};

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("names::a_unix_socket_keeps_the_host", &[NGINX], a_unix_socket_keeps_the_host),
        Test::new("names::a_unix_socket_that_is_not_there", &[], a_unix_socket_that_is_not_there),
        Test::new("names::a_unix_socket_without_permission", &[UNSHARE], a_unix_socket_without_permission)
            .if_there(may_unshare(), "namespaces of ordinary users"),
        Test::new("names::a_redirect_leaves_the_unix_socket", &[NGINX], a_redirect_leaves_the_unix_socket),
    ]
}

/// nginx on a Unix socket, and on an address to see that it has started.
fn nginx(folder: &Folder, answer: &str) -> (Nginx, std::path::PathBuf) {
    let path = folder.path("api.sock");
    let nginx = Nginx::with(&["{}", &format!("unix:{}", path.display())], &format!("location / {{ {answer} }}"));
    (nginx, path)
}

fn a_unix_socket_keeps_the_host() {
    let folder = Folder::new();
    let (nginx, path) = nginx(&folder, "return 200 '[]';");
    let trap = origin();
    get("http://docker.test", direct().unix_socket("Docker.test", &path)).expect("through the socket");
    // Neither a proxy nor a given address takes its place.
    let transport = direct().proxy(Proxy::all(&trap.url()).expect("valid")).resolve("docker.test", [trap.address]);
    get("http://docker.test:8080", transport.unix_socket("docker.test", &path)).expect("through the socket");
    let requests = nginx.requests(2);
    for (request, host) in requests.iter().zip(["|docker.test|docker.test|", "|docker.test|docker.test:8080|"]) {
        assert!(request.starts_with("GET /things HTTP/1.1|") && request.contains(host), "{request}");
    }
    assert!(trap.seen().is_empty());
    // Other hosts do not go there.
    get(&trap.url(), direct().unix_socket("docker.test", &path)).expect("over TCP");
    assert_eq!(Child::new().socket("docker.test", &path).get(&["http://docker.test"]).calls, ["ok"]);
}

fn a_unix_socket_that_is_not_there() {
    let folder = Folder::new();
    let path = folder.path("nobody.sock");
    let shown = path.display().to_string();
    repeated_error("http://docker.test", direct().unix_socket("docker.test", &path), &["no connection", &shown, "No such file"]);
    // The file is there, and nobody listens any more.
    drop(UnixListener::bind(&path).expect("the folder can be written to"));
    repeated_error("http://docker.test", direct().unix_socket("docker.test", &path), &["no connection", &shown, "refused"]);
    // A handshake with a server that does not speak it.
    let path = folder.path("plain.sock");
    let listener = UnixListener::bind(&path).expect("the folder can be written to");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1024]).and_then(|_| stream.write_all(b"HTTP/1.1 400 No\r\n\r\n"));
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        }
    });
    final_error("https://docker.test", direct().unix_socket("docker.test", &path), &["TLS failed"]);
}

fn a_unix_socket_without_permission() {
    let folder = Folder::new();
    let path = folder.path("closed.sock");
    let _listener = UnixListener::bind(&path).expect("the folder can be written to");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("it is ours");
    // In a namespace of its own even root has no rights over it.
    let printed = Child::within(&["unshare", "-U"]).socket("docker.test", &path).get(&["http://docker.test"]);
    let line = &printed.calls[0];
    assert!(line.starts_with("NeverSent 3 ") && line.contains("no connection"), "{line}");
    assert!(line.contains(&path.display().to_string()) && line.contains("Permission denied"), "{line}");
}

fn a_redirect_leaves_the_unix_socket() {
    let (folder, other) = (Folder::new(), origin());
    let (nginx, path) = nginx(&folder, &format!("return 302 {}/elsewhere;", other.url()));
    get("http://docker.test", direct().unix_socket("docker.test", &path)).expect("the other host answers");
    assert_eq!(other.seen()[0].target, "/elsewhere");
    assert_eq!(nginx.requests(1).len(), 1);
}
