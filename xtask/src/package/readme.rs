//! The front page of a generated crate, as it is written first.

use std::fmt::Write as _;

use generator::Generated;

use super::manifest::Package;
use super::plain;

/// How a crate was made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// What the document is called, without the way to it.
    pub source: String,
    /// The command that makes it again.
    pub command: String,
}

/// The text.
pub fn readme(generated: &Generated, package: &Package, made: &Made) -> String {
    let (name, title) = (package.name, plain(&generated.title));
    let Made { source, command } = made;
    let operations = if generated.emitted == 1 { "one operation".to_owned() } else { format!("{} operations", generated.emitted) };
    let mut out = format!("# {name}\n\nA client for {title} (version {} of its definition): {operations}.\n", plain(&generated.version));
    if !generated.program.is_empty() {
        let _ = write!(
            out,
            "\n## A first call\n\n```toml\n[dependencies]\n{name} = {{ path = \"…\" }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n```\n\n```rust,no_run\n{}```\n\n\
             Make one client and clone it: clones share their connections. Each resource has a handle, each operation a method. What an\n\
             operation requires is an argument, what is optional is a setter on the call. `cargo doc --open` lists all of them.\n",
            generated.program
        );
    }
    out.push_str("\n## Features\n\n");
    let resources: Vec<String> = generated.features.keys().map(|feature| format!("`{feature}`")).collect();
    if !resources.is_empty() {
        let _ = writeln!(out, "Resources are features, and all of them are on by default: {}.\n", resources.join(", "));
    }
    out.push_str(
        "`default-tls` is rustls with ring, `native-tls` the library of the system. Off by default are `gzip`, `http2`, `tracing`,\n\
         `blocking` (a client for programs without `async`), `oauth` (signing in), `strict`, `drift`, `tokio-1`, `test-util` (a mock\n\
         for tests), conversions of dates (`chrono-04`, `jiff-02`, `jiff-1`, `time-03`), and `constraints`: with it,\n\
         `check_constraints(true)` on the client or on a call checks bounds, lengths and patterns before anything is sent.\n\
         `Cargo.toml` says what each is for.\n",
    );
    let _ = write!(
        out,
        "\n## How it was made\n\nFrom {source}, by a generator of clients for Swagger 2.0 and OpenAPI 3. In a clone of its repository, this makes it anew when\n\
         the definition has changed (`--check` tells what would be different):\n\n```sh\n{command}\n```\n\n\
         `src/generated/`, `src/runtime/` and `tests/generated/` are the generator's: what is changed there by hand is reported, and lost\n\
         when it is made anew. In `Cargo.toml`, the features and dependencies that the generator wrote are renewed. All else, this page\n\
         included, is yours, and stays.\n\n`cargo test` calls every operation over a socket, with all that it takes, and answers\n\
         all that it declares; `--features drift,strict` looks closer. `src/generated/llms.txt` is the crate on one page, for people who\n\
         write with an assistant.\n"
    );
    if let Some(license) = package.license {
        let _ = write!(out, "\n## Licence\n\n{license}\n");
    }
    out
}
