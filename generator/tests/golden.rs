//! Every folder of `tests/golden` is a document of our own with one behaviour, and what is generated for it, in short.
//!
//! `expected.txt` has every method with the request it makes, every type, and what was reported about the document.
//! `UPDATE=1 cargo test -p generator --test golden` rewrites them; the difference is reviewed. `cargo xtask ci`
//! compiles each of them against the runtime, and makes the calls in the `wire.rs` of a folder.

#[path = "support/expected.rs"]
mod expected;
#[path = "golden/surface.rs"]
mod surface;

use std::fs;
use std::path::Path;

use generator::{Generated, Options, Source};

use surface::surface;

fn document(folder: &Path) -> Source {
    let name = if folder.join("spec.json").exists() { "spec.json" } else { "spec.yaml" };
    Source::from_bytes(name, fs::read(folder.join(name)).unwrap()).unwrap_or_else(|found| panic!("{}: {found:?}", folder.display()))
}

fn generate(document: &Source, folder: &Path) -> Generated {
    let beside = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
    let options = Options { header: "// @generated".to_owned(), ..Options::default() };
    generator::generate(document, None, &beside, &options)
        .unwrap_or_else(|found| panic!("{}:\n{}", folder.display(), generator::render_all(&found)))
}

#[test]
fn every_behaviour_is_as_expected() {
    expected::compare(&expected::folders("tests/golden", 70), |folder| {
        let generated = generate(&document(folder), folder);
        assert_eq!(generated.emitted, generated.operations, "{}", folder.display());
        surface(&generated)
    });
}
