//! The default transport against servers and proxies that others wrote.

use std::path::Path;

use super::fast::extras;
use super::step::{Ended, JSON_OF_OTHERS};
use crate::tools::{self, cargo};

/// The programs, and the Debian packages that have them.
const PROGRAMS: [(&str, &str); 11] = [
    ("danted", "dante-server"),
    ("gzip", "gzip"),
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

/// Programs that use what the client uses, in other ways, and the features that each is built with. Each is a workspace of its own.
pub const BESIDE: [(&str, &[&str]); 2] =
    [("two-providers", &[""]), ("beside-reqwest", &["", "adapter", "adapter,unpacking", "adapter,native-tls", "adapter,rustls"])];

/// Returns the manifest of one of them.
pub fn manifest(program: &str) -> String {
    format!("generated-client/tests/counterparts/{program}/Cargo.toml")
}

/// The tests with the SDK of OpenTelemetry, a workspace of its own.
pub const OPENTELEMETRY: &str = "generated-client/tests/opentelemetry/Cargo.toml";

/// Installs the programs that are missing, and returns those that cannot be installed.
pub fn install() -> Vec<&'static str> {
    tools::install(&PROGRAMS)
}

/// Installs what is missing, where that can be done, and runs the tests. Those that still miss something are ignored, by name.
pub fn all(root: &Path) -> Result<Ended, String> {
    let mut without = install();
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

/// Builds the programs beside which the client has to work, and runs the tests of them. Their cryptography takes minutes to compile.
pub fn beside(root: &Path) -> Result<Ended, String> {
    let missing = install();
    if !missing.is_empty() {
        return Err(format!("{} cannot be installed here", missing.join(", ")));
    }
    tools::from_system(&["pkg-config", "--exists", "openssl"], "libssl-dev")?;
    let target = root.join("target/beside");
    let shown = target.display().to_string();
    let env = [("CARGO_TARGET_DIR", shown.as_str()), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")];
    let mut built = 0;
    for (program, choices) in BESIDE {
        for features in choices {
            cargo(root, &["build", "--locked", "--manifest-path", &manifest(program), "--features", features], &env)?;
            // Each choice has its name: `beside-reqwest,adapter`.
            let name = [program, features].join(",");
            let place = target.join(name.trim_end_matches(','));
            let from = target.join("debug").join(program);
            std::fs::copy(&from, &place).map_err(|error| format!("cannot copy {}: {error}", from.display()))?;
            built += 1;
        }
    }
    tests(root, &["beside::"], &[("COUNTERPARTS_BESIDE", &shown)])?;
    Ok(Ended::Passed(format!("{built} programs")))
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
