//! The default transport against servers and proxies that others wrote.

use std::path::Path;
use std::process::{Command, Stdio};

use super::fast::extras;
use super::step::{Ended, JSON_OF_OTHERS};
use crate::tools::{self, cargo, run};

/// The programs, and the Debian packages that have them.
const PROGRAMS: [(&str, &str); 10] = [
    ("danted", "dante-server"),
    ("haproxy", "haproxy"),
    ("ip", "iproute2"),
    ("microsocks", "microsocks"),
    ("nghttpd", "nghttp2-server"),
    ("nginx", "nginx"),
    ("openssl", "openssl"),
    ("squid", "squid"),
    ("tinyproxy", "tinyproxy"),
    ("unshare", "util-linux"),
];

/// The server that people and applications sign in at, from npm.
const OIDC_PROVIDER: &str = "oidc-provider";

/// The program with several providers of cryptography, a workspace of its own.
pub const TWO_PROVIDERS: &str = "generated-client/tests/counterparts/two-providers/Cargo.toml";

/// The tests with the SDK of OpenTelemetry, a workspace of its own.
pub const OPENTELEMETRY: &str = "generated-client/tests/opentelemetry/Cargo.toml";

/// Installs what is missing, where that can be done, and runs the tests. Those that still miss something are ignored, by name.
pub fn all(root: &Path) -> Result<Ended, String> {
    if let Err(error) = install(&missing()) {
        println!("    {error}");
    }
    let mut without = missing();
    let provider = match tools::from_npm(root, OIDC_PROVIDER, "generated-client/tests/counterparts/oidc-provider") {
        Ok(packages) => packages.display().to_string(),
        Err(error) => {
            println!("    {error}");
            without.push(OIDC_PROVIDER);
            String::new()
        }
    };
    tests(root, &[], &[("COUNTERPARTS_OIDC_PROVIDER", &provider)])?;
    Ok(Ended::Passed(match without {
        without if without.is_empty() => "every program is there".to_owned(),
        without => format!("without {}", without.join(", ")),
    }))
}

/// Builds the program with several providers, whose cryptography takes a minute to compile, and runs the tests of it.
pub fn two_providers(root: &Path) -> Result<Ended, String> {
    install(&missing())?;
    let target = root.join("target/two-providers");
    let shown = target.display().to_string();
    let env = [("CARGO_TARGET_DIR", shown.as_str()), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")];
    cargo(root, &["build", "--locked", "--manifest-path", TWO_PROVIDERS], &env)?;
    let program = target.join("debug/two-providers").display().to_string();
    tests(root, &["tls::two_providers"], &[("COUNTERPARTS_TWO_PROVIDERS", &program)])?;
    Ok(Ended::Passed("ring and aws-lc-rs".to_owned()))
}

/// Tests spans and the trace context with the SDK of OpenTelemetry.
pub fn opentelemetry(root: &Path) -> Result<Ended, String> {
    let target = root.join("target/opentelemetry").display().to_string();
    let env = [("CARGO_TARGET_DIR", target.as_str()), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")];
    cargo(root, &["test", "--locked", "--manifest-path", OPENTELEMETRY], &env)?;
    Ok(Ended::Passed("the SDK of OpenTelemetry".to_owned()))
}

fn tests(root: &Path, filter: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    // The features of another check, so that nothing is built again.
    let features = format!("{},{JSON_OF_OTHERS}", extras());
    let test = ["test", "--package", "tallyfy", "--package", "xtask", "--features", &features, "--test", "counterparts", "--"];
    cargo(root, &[&test, filter].concat(), env)
}

/// The packages of the programs that are not there.
fn missing() -> Vec<&'static str> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &str| {
        let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(Into::into));
        folders.into_iter().any(|folder| folder.join(name).is_file())
    };
    PROGRAMS.iter().filter(|(name, _)| !is_there(name)).map(|(_, package)| *package).collect()
}

fn install(packages: &[&str]) -> Result<(), String> {
    if packages.is_empty() {
        return Ok(());
    }
    let wanted = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    // The lists of packages may never have been read here.
    apt(&wanted).or_else(|_| apt(&["update"]).and_then(|()| apt(&wanted)))
}

fn apt(args: &[&str]) -> Result<(), String> {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()).stderr(Stdio::null());
    // The tests start servers of their own: those of the system stay as they are.
    command.env("SYSTEMD_OFFLINE", "1");
    run(&mut command, &format!("apt-get {}", args.join(" ")))
}
