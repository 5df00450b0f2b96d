//! Programs that do the same: with the client, and by hand with reqwest and with hyper. Each is built as applications are.

mod browser;
mod build;
mod throughput;

use std::fs;
use std::path::{Path, PathBuf};

pub use self::browser::browser_size;
pub use self::build::{crates, sizes};
pub use self::throughput::throughput;

/// A program.
pub struct Program {
    pub name: &'static str,
    source: &'static str,
    dependencies: &'static str,
}

const MAIN: &str = include_str!("sources/main.rs.in");
const GROUP: &str = include_str!("sources/group.rs.in");

/// With the client.
pub const WITH_CLIENT: Program = Program {
    name: "with-client",
    source: include_str!("sources/with_client.rs.in"),
    dependencies: r#"tallyfy = { path = "CLIENT", default-features = false, features = ["default-tls", "groups"] }"#,
};

/// With the client, and a transport of the program's own.
pub const WITHOUT_TRANSPORT: Program = Program {
    name: "without-transport",
    source: include_str!("sources/with_client.rs.in"),
    dependencies: r#"tallyfy = { path = "CLIENT", default-features = false, features = ["groups"] }"#,
};

/// By hand, with reqwest.
pub const BY_REQWEST: Program = Program {
    name: "by-reqwest",
    source: include_str!("sources/by_reqwest.rs.in"),
    dependencies: r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
rustls-platform-verifier = "0.7"
serde = { version = "1", features = ["derive"] }
serde_json = "1""#,
};

/// By hand, with hyper and the client of hyper-util.
pub const BY_HYPER: Program = Program {
    name: "by-hyper",
    source: include_str!("sources/by_hyper.rs.in"),
    dependencies: r#"bytes = "1"
http = "1"
http-body-util = "0.1"
hyper = { version = "1", features = ["client", "http1"] }
hyper-rustls = { version = "0.27", default-features = false, features = ["http1", "ring", "tls12"] }
hyper-util = { version = "0.1", features = ["client-legacy", "http1", "tokio"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
rustls-platform-verifier = "0.7"
serde = { version = "1", features = ["derive"] }
serde_json = "1""#,
};

/// What all of them ask.
const SERVER: Program = Program { name: "server", source: include_str!("sources/server.rs.in"), dependencies: "" };

impl Program {
    /// Writes the package. Returns its folder.
    fn write(&self, root: &Path) -> Result<PathBuf, String> {
        let folder = root.join("target/programs").join(self.name);
        let manifest = format!(
            r#"[package]
name = "{}"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[profile.release]
strip = true

[dependencies]
tokio = {{ version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "time"] }}
{}
"#,
            self.name,
            self.dependencies.replace("CLIENT", &root.join("generated-client").display().to_string().replace('\\', "/"))
        );
        let source = self.source.replace("MAIN", MAIN).replace("GROUP", GROUP);
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            let parent = path.parent().unwrap_or(&folder);
            fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).map_err(|error| format!("{}: {error}", path.display()))
        };
        write("Cargo.toml", &manifest)?;
        write("src/main.rs", &source)?;
        Ok(folder)
    }
}
