//! Clients from environment variables. Each case is a process of its own: this test, run again.

use std::ffi::OsString;
use std::process::Command;

use super::NAMED;
use crate::runtime::ClientBuilder;

/// The variables of an environment.
type Variables = Vec<(&'static str, OsString)>;

/// What is in the environment, and what becomes of the client.
fn cases() -> Vec<(Variables, Result<(), String>)> {
    let all = ["NAMED_TOKEN", "NAMED_URL", "NAMED_ORG", "NAMED_FILES"];
    let good = |name: &str| if matches!(name, "NAMED_URL" | "NAMED_FILES") { "http://named.example" } else { "value" };
    let with = |changed: &'static str, value: OsString| {
        let others = all.iter().filter(|name| **name != changed).map(|name| (*name, good(name).into()));
        others.chain([(changed, value)]).collect::<Vec<_>>()
    };
    let mut cases = vec![
        (all.iter().map(|name| (*name, good(name).into())).collect(), Ok(())),
        (vec![("NAMED_TOKEN", "t".into()), ("NAMED_URL", "http://named.example".into())], Ok(())),
        (
            vec![],
            Err("the environment variable NAMED_TOKEN is not set: set it to a token, or use `token`, `token_provider`, \
                 `api_key` or `basic_auth` of the builder"
                .to_owned()),
        ),
        (
            vec![("NAMED_TOKEN", "t".into())],
            Err("no base URL: set it with `base_url`, or in the environment variable NAMED_URL".to_owned()),
        ),
        (
            with("NAMED_URL", "named.example".into()),
            Err("`named.example` is not a valid base URL: it must start with https:// or http://; set it with `base_url`, or in the \
                 environment variable NAMED_URL"
                .to_owned()),
        ),
        (
            with("NAMED_FILES", "ftp://x".into()),
            Err("`ftp://x` is not a valid base URL: it must start with https:// or http://; set it with `files_url`, or in the \
                 environment variable NAMED_FILES"
                .to_owned()),
        ),
    ];
    for name in all {
        for empty in ["", " "] {
            let problem = format!("the environment variable {name} is set, but empty: give it a value, or unset it");
            cases.push((with(name, empty.into()), Err(problem)));
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStringExt;
            let problem = format!("the environment variable {name} is set, but not valid UTF-8: give it a value, or unset it");
            cases.push((with(name, OsString::from_vec(vec![0x61, 0xff])), Err(problem)));
        }
    }
    cases
}

/// Marks the process that makes a client.
const MARK: &str = "AT_FIRST_SIGHT";

#[test]
fn what_is_missing_or_empty_is_an_error_by_name() {
    if std::env::var_os(MARK).is_some() {
        let built = ClientBuilder::new(&NAMED).from_env().and_then(ClientBuilder::build);
        println!("made: {}", built.map_or_else(|error| format!("{error}\nmain: {error:?}"), |_| "a client".to_owned()));
        return;
    }
    let itself = std::env::current_exe().expect("a test has a file");
    for (variables, expected) in cases() {
        let mut command = Command::new(&itself);
        command.args(["--exact", "at_first_sight::environment::what_is_missing_or_empty_is_an_error_by_name", "--nocapture"]);
        let output = command.env(MARK, "1").envs(variables.clone()).output().expect("it runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = |start: &str| printed.lines().find_map(|line| line.strip_prefix(start)).map(str::to_owned);
        match &expected {
            Ok(()) => assert_eq!(line("made: ").as_deref(), Some("a client"), "{variables:?}: {printed}"),
            Err(problem) => {
                assert_eq!(line("made: ").as_ref(), Some(problem), "{variables:?}: {printed}");
                assert_eq!(line("main: ").as_ref(), Some(problem), "{variables:?}: {printed}");
            }
        }
    }
}

#[test]
fn what_is_set_in_code_is_not_read() {
    let given = ClientBuilder::new(&NAMED).token("t").base_url("http://x").bind("org", "acme").server("files", "http://y");
    assert!(given.from_env().and_then(ClientBuilder::build).is_ok());
}
