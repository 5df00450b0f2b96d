//! `cargo xtask generate` and the folder that it writes to. What it writes is compiled and called by `cargo xtask ci`
//! (`our own documents`).

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

const DOCUMENT: &str = "swagger: '2.0'
info: {title: Zoo, version: '1', license: {name: Apache 2.0}, contact: {url: 'https://zoo.example'}}
host: h.example
externalDocs: {url: 'https://docs.zoo.example'}
paths:
  /v1/pets:
    get: {operationId: listPets, tags: [Pets], responses: {'204': {description: Done.}}}
  /v1/cages:
    get: {operationId: listCages, tags: [Cages], responses: {'204': {description: Done.}}}
";

/// A folder with the document, in which the command runs.
struct Zoo {
    folder: tempfile::TempDir,
}

/// How a run of the command ended.
struct Ended {
    code: Option<i32>,
    out: String,
    error: String,
}

impl Zoo {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("zoo.yaml"), DOCUMENT).expect("a file");
        Self { folder }
    }

    /// With a crate that was just made.
    fn made() -> Self {
        let zoo = Self::new();
        let made = zoo.generate(&[]);
        assert_eq!(made.code, Some(0), "{}", made.error);
        zoo
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn generate(&self, args: &[&str]) -> Ended {
        self.generate_from("zoo.yaml", args)
    }

    fn generate_from(&self, spec: &str, args: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["generate", spec, "--out", "crate"]).args(args).current_dir(self.folder.path());
        let output = command.output().expect("xtask runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended { code: output.status.code(), out: text(&output.stdout), error: text(&output.stderr) }
    }

    /// All files of the crate with their texts.
    fn all(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut found, mut open) = (Vec::new(), vec![self.path("crate")]);
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() { open.push(path) } else { found.push((path.clone(), fs::read(&path).expect("a file"))) }
            }
        }
        found.sort();
        found
    }
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let zoo = Zoo::new();
    fs::create_dir(zoo.path("crate")).expect("a folder");
    fs::write(zoo.path("crate/notes.txt"), "mine").expect("a file");
    let ended = zoo.generate(&[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.error.contains("notes.txt"), "{}", ended.error);
    assert_eq!(zoo.all().len(), 1, "nothing was written");
}

#[test]
fn a_crate_has_what_cargo_and_people_ask_of_it() {
    let zoo = Zoo::made();
    let manifest = zoo.read("crate/Cargo.toml");
    for part in [
        "name = \"zoo\"",
        "description = \"Client for Zoo\"",
        "license = \"Apache-2.0\"",
        "homepage = \"https://zoo.example\"",
        "documentation = \"https://docs.zoo.example\"",
        "\npets = []",
    ] {
        assert!(manifest.contains(part), "{part}: {manifest}");
    }
    let readme = zoo.read("crate/README.md");
    for part in ["# zoo\n", "zoo::Client::builder()", "`cages`, `pets`", "cargo xtask generate zoo.yaml --out crate\n", "Apache-2.0"] {
        assert!(readme.contains(part), "{part}: {readme}");
    }
    let samples = zoo.read("crate/tests/generated/samples/mod.rs");
    assert!(samples.contains("\"listPets\"") && samples.contains("\"listCages\""), "{samples}");
    let definition: serde_json::Value = serde_json::from_str(&zoo.read("crate/tests/generated/definition.json")).expect("it is JSON");
    assert_eq!(definition["operations"].as_object().map(serde_json::Map::len), Some(2), "{definition}");
    assert!(zoo.read("crate/tests/generated/operations/mod.rs").contains("use zoo as api;"));
    assert!(zoo.read("crate/tests/wire.rs").contains("mod generated;"));
    let other = Zoo::new();
    assert_eq!(other.generate(&["--license", "MIT OR Apache-2.0", "--name", "our-zoo"]).code, Some(0));
    let manifest = other.read("crate/Cargo.toml");
    assert!(manifest.contains("license = \"MIT OR Apache-2.0\"") && manifest.contains("name = \"our-zoo\""), "{manifest}");
    let refused = Zoo::new().generate(&["--license", "\"free\""]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.error.contains("no expression of licences"), "{}", refused.error);
}

#[test]
fn a_check_tells_what_is_out_of_step_and_writes_nothing() {
    let zoo = Zoo::new();
    let ended = zoo.generate(&["--check"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.error.contains("missing:   Cargo.toml"), "{}", ended.error);
    assert!(zoo.all().is_empty());

    let zoo = Zoo::made();
    let ended = zoo.generate(&["--check"]);
    assert_eq!(ended.code, Some(0), "{}", ended.error);
    assert!(ended.out.contains("crate is in step with zoo.yaml"), "{}", ended.out);
    fs::write(zoo.path("zoo.yaml"), DOCUMENT.replace("Cages", "Houses").replace("/v1/pets", "/v2/pets")).expect("a file");
    fs::write(zoo.path("crate/src/generated/mod.rs"), "// mine\n").expect("a file");
    let before = zoo.all();
    let ended = zoo.generate(&["--check", "--without", "/v3/**", "--name", "it's"]);
    assert!(ended.error.contains("is no package name"), "{}", ended.error);
    let ended = zoo.generate(&["--check"]);
    assert_eq!(ended.code, Some(1));
    for part in [
        "missing:   src/generated/houses.rs",
        "stale:     src/generated/cages.rs",
        "different: src/generated/pets.rs",
        "different: Cargo.toml",
        "edited:    src/generated/mod.rs",
        "\n    +",
        "help: run `cargo xtask generate zoo.yaml --out crate`",
    ] {
        assert!(ended.error.contains(part), "{part}: {}", ended.error);
    }
    let ended = zoo.generate(&["--dry-run"]);
    assert_eq!(ended.code, Some(0), "{}", ended.error);
    for part in ["missing:   src/generated/houses.rs", "nothing was written: ", "1 were edited"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
    assert_eq!(zoo.all(), before);
}

#[test]
fn an_edited_file_is_kept_until_it_is_given_up() {
    let zoo = Zoo::made();
    let pets = zoo.path("crate/src/generated/pets.rs");
    let edited = format!("{}\n// mine\n", zoo.read("crate/src/generated/pets.rs"));
    fs::write(&pets, &edited).expect("a file");
    let before = zoo.all();
    let ended = zoo.generate(&[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.error.contains("pets.rs was changed since it was generated"), "{}", ended.error);
    assert_eq!(zoo.all(), before);
    let ended = zoo.generate(&["--force"]);
    assert_eq!(ended.code, Some(0), "{}", ended.error);
    assert!(!zoo.read("crate/src/generated/pets.rs").contains("// mine"));
    assert_eq!(zoo.generate(&["--check"]).code, Some(0));
}

#[test]
fn what_people_wrote_stays() {
    let zoo = Zoo::made();
    let manifest = zoo.read("crate/Cargo.toml").replace("version = \"0.1.0\"", "version = \"3.0.0\"");
    let manifest =
        manifest.replace("\n[dependencies]\n", "\n[dependencies]\n# Ours.\nanyhow = \"1\"\n").replace("name = \"zoo\"", "name = \"ours\"");
    fs::write(zoo.path("crate/Cargo.toml"), manifest.replace("http = \"1\"", "http = \"0.2\"")).expect("a file");
    let lib = zoo.read("crate/src/lib.rs") + "pub mod mine;\n";
    for (name, text) in [("src/lib.rs", lib.as_str()), ("src/mine.rs", ""), ("README.md", "# Ours\n"), ("tests/mine.rs", "")] {
        fs::write(zoo.path("crate").join(name), text).expect("a file");
    }
    fs::remove_file(zoo.path("crate/tests/wire.rs")).expect("a file");
    let ended = zoo.generate(&["--only", "pets"]);
    assert_eq!(ended.code, Some(0), "{}", ended.error);
    assert!(ended.out.starts_with("ours: 1 of 1 operations (1 more are left out) in "), "{}", ended.out);
    assert!(ended.error.contains("`dependencies.http` was changed by hand"), "{}", ended.error);
    let renewed = zoo.read("crate/Cargo.toml");
    for part in ["version = \"3.0.0\"", "# Ours.\nanyhow = \"1\"", "name = \"ours\"", "http = \"1\"", "\npets = []"] {
        assert!(renewed.contains(part), "{part}: {renewed}");
    }
    assert!(!renewed.contains("cages"), "{renewed}");
    assert_eq!((zoo.read("crate/src/lib.rs"), zoo.read("crate/README.md")), (lib, "# Ours\n".to_owned()));
    assert!(zoo.path("crate/tests/mine.rs").exists() && !zoo.path("crate/tests/wire.rs").exists());
    assert!(!zoo.path("crate/src/generated/cages.rs").exists());
    assert!(zoo.read("crate/tests/generated/examples/mod.rs").contains("ours::Client"));
}

#[test]
fn a_selector_that_selects_nothing_writes_nothing() {
    let zoo = Zoo::new();
    let ended = zoo.generate(&["--only", "pet"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.error.contains("did you mean `Pets`?"), "{}", ended.error);
    assert!(zoo.all().is_empty());
}

#[test]
fn the_help_tells_of_every_option() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["generate", "--help"]).output().expect("xtask runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    for option in ["--check", "--dry-run", "--only", "--without", "--force", "--license"] {
        assert!(help.contains(option), "{option}: {help}");
    }
}

/// A server on the loopback interface: a document behind a redirect, and a file that it refers to beside it.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            while reader.read_line(&mut head).expect("a line") > 2 {}
            let answer = match head.split(' ').nth(1).unwrap_or_default() {
                "/zoo?token=of-the-test" => "302 Found\r\nlocation: /specs/zoo.yaml\r\ncontent-length: 0\r\n\r\n".to_owned(),
                "/specs/zoo.yaml" => {
                    let schema = "schema: {$ref: 'models/pet.yaml#/Pet'}}}}";
                    let text = DOCUMENT.replacen(
                        "responses: {'204': {description: Done.}}}",
                        &format!("responses: {{'200': {{description: Done., {schema}"),
                        1,
                    );
                    format!("200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{text}", text.len())
                }
                "/specs/models/pet.yaml" => {
                    let text = "Pet: {type: object, properties: {nickname: {type: string}}}\n";
                    format!("200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len())
                }
                _ => "404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(),
            };
            let _ = write!(stream, "HTTP/1.1 {}", answer.replacen("\r\n", "\r\nconnection: close\r\n", 1));
        }
    });
    url
}

#[test]
#[ignore = "builds the program that downloads: `cargo xtask ci --only downloads`"]
fn a_document_and_the_files_beside_it_come_from_a_url() {
    let zoo = Zoo::new();
    let url = server();
    let ended = zoo.generate_from(&format!("{url}/zoo?token=of-the-test"), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.error);
    let all: String = zoo.all().into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
    assert!(all.contains("pub nickname: ") && !all.contains("of-the-test"));
    assert!(all.contains(&format!("from {url}/zoo. Do not edit.")));
    let gone = zoo.generate_from(&format!("{url}/gone"), &["--force"]);
    assert_eq!(gone.code, Some(1));
    assert!(gone.error.contains("the server answers 404"), "{}", gone.error);
}

/// What a document declares is the generator's, and what somebody wrote beside it stays.
#[test]
fn declared_dependencies_are_in_the_manifest() {
    let zoo = Zoo::new();
    let with = |hints: &str| fs::write(zoo.path("zoo.yaml"), format!("{hints}\n{DOCUMENT}")).expect("a file");
    with("x-rust-dependencies: {uuid: {version: '1', features: [serde]}, serde: {version: '1', features: [derive]}}");
    assert_eq!(zoo.generate(&[]).code, Some(0));
    let manifest = zoo.read("crate/Cargo.toml");
    assert!(manifest.contains("uuid = { version = \"1\", features = [\"serde\"] }\n"), "{manifest}");
    assert!(manifest.contains("serde = { version = \"1\", features = [\"derive\", \"std\"] }\n"), "{manifest}");
    fs::write(zoo.path("crate/Cargo.toml"), manifest.replace("[dependencies]\n", "[dependencies]\nclap = \"4\"\n")).expect("a file");
    with("x-rust-dependencies: {uuid: '1.2'}");
    assert_eq!(zoo.generate(&[]).code, Some(0));
    let manifest = zoo.read("crate/Cargo.toml");
    assert!(manifest.contains("uuid = \"1.2\"\n") && manifest.contains("clap = \"4\"\n"), "{manifest}");
    assert!(manifest.contains("serde = { version = \"1\", default-features = false, features = [\"std\"] }\n"), "{manifest}");
    with("");
    assert_eq!(zoo.generate(&[]).code, Some(0));
    let manifest = zoo.read("crate/Cargo.toml");
    assert!(!manifest.contains("uuid") && manifest.contains("clap = \"4\"\n"), "{manifest}");
}
