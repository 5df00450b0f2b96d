//! Programs that use what the client uses, in other ways. `cargo xtask ci --only "programs beside"` builds them: here, their
//! dependencies would have the features of all.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Test;
use crate::servers::certificates::{authority, server};
use crate::servers::nginx::Nginx;
use crate::servers::{Folder, GZIP, NGINX, OPENSSL, Program, shown};

/// Names the folder in which they are.
const FOLDER: &str = "COUNTERPARTS_BESIDE";

/// What they need.
const NEEDS: &[Program] = &[GZIP, NGINX, OPENSSL];

pub fn trials() -> Vec<Test> {
    let is_built = std::env::var_os(FOLDER).is_some();
    let tests: [(&str, fn()); 7] = [
        ("beside::two_providers_and_none_installed", || two_providers("none")),
        ("beside::two_providers_and_the_other_installed", || two_providers("aws-lc-rs")),
        ("beside::reqwest_with_no_features", || beside_reqwest("beside-reqwest")),
        ("beside::reqwest_as_the_transport", || beside_reqwest("beside-reqwest,adapter")),
        ("beside::reqwest_that_unpacks", || beside_reqwest("beside-reqwest,adapter,unpacking")),
        ("beside::reqwest_with_native_tls", || beside_reqwest("beside-reqwest,adapter,native-tls")),
        ("beside::reqwest_with_rustls", || beside_reqwest("beside-reqwest,adapter,rustls")),
    ];
    tests.map(|(name, run)| Test::new(name, NEEDS, run).if_there(is_built, FOLDER)).to_vec()
}

fn program(name: &str) -> Command {
    let folder = std::env::var_os(FOLDER).expect("the test is ignored without it");
    Command::new(PathBuf::from(folder).join(name))
}

/// Runs a program to its end. Returns what it printed.
fn run(mut command: Command) -> String {
    let output = command.stdin(Stdio::null()).output().expect("it starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    printed
}

fn two_providers(installed: &str) {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    let nginx = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), "");
    let mut command = program("two-providers");
    command.args([&nginx.url("https", "127.0.0.1"), installed]).arg(&root.certificate);
    let printed = run(command);
    assert!(!printed.contains("CryptoProvider"), "{printed}");
    assert_eq!(nginx.requests(3).len(), 3);
}

/// A program that uses reqwest itself, and the client against the same servers.
fn beside_reqwest(name: &str) {
    let folder = Folder::new();
    let root = authority(&folder, "root");
    // A megabyte, and a kilobyte of it.
    let plain = folder.write("packed", vec![0; 1 << 20]);
    let status = GZIP.command().arg("-n").arg(&plain).status().expect("it starts");
    assert!(status.success());
    let file = folder.path("packed.gz");
    let location = format!("location = /organizations/acme/file/packed/dl {{ alias {}; add_header Content-Encoding gzip; }}", shown(&file));
    let http = Nginx::start(&format!("{location} location / {{ return 200 '{{ }}'; }}"));
    let https = Nginx::tls(&server(&folder, "server", "IP:127.0.0.1", &root), &location);
    let mut command = program(name);
    command.args([http.url("http", "127.0.0.1"), https.url("https", "127.0.0.1")]).arg(&root.certificate).arg(&file);
    run(command);
}
