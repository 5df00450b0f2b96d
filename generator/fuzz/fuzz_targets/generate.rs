//! Any bytes as a document: `cargo +nightly fuzz run generate` in `generator/`.
//!
//! `corpus/generate` may hold documents to begin with, such as those of `tests/`.

#![no_main]

use generator::{NoFiles, Options, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::from_bytes("spec.yaml", bytes.to_vec()) else {
        return;
    };
    match generator::generate(&source, None, &NoFiles, &Options::default()) {
        Ok(generated) => assert_eq!(generated.emitted, generated.operations),
        Err(found) => {
            assert!(found.iter().any(generator::Diagnostic::is_error));
            assert!(found.iter().all(|found| found.position.is_some()));
        }
    }
});
