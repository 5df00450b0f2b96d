//! The project speaks the words of its field: those of serde, hyper, reqwest and OpenAPI.
//!
//! [`words`] lists the private ones that are refused, each with the word to use in its place. They are looked for
//! in identifiers, string literals (messages among them), comments and documentation of all code that ships, in the
//! names of files, and in the prose that people read: the definition's descriptions and the Markdown files.

mod read;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use read::Piece;
use words::{EXCEPTIONS, Exception, In, SHARED_TYPES, WORDS};

/// The folders of code that ships.
const CODE: &[&str] = &["generator/src", "generator/parts", "generated-client/src", "generated-client/examples", "xtask/src"];
/// The prose beside it.
const PROSE: &[&str] =
    &["README.md", "generated-client/README.md", "generated-client/src/guide", "generator/conformance/reasons.txt", "spec", ".github"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A private word, where it was found.
struct Finding {
    file: String,
    line: usize,
    word: &'static str,
    instead: &'static str,
    text: String,
}

fn findings(file: &str, pieces: &[Piece]) -> Vec<Finding> {
    let sought: Vec<_> = WORDS.iter().map(|(word, places, instead)| (format!(" {word} "), *word, *places, *instead)).collect();
    let mut found = Vec::new();
    for piece in pieces {
        let words = piece.words();
        for (between_blanks, word, places, instead) in &sought {
            if places.hold(piece.kind) && words.contains(between_blanks) {
                found.push(Finding { file: file.to_owned(), line: piece.line, word, instead, text: piece.text.clone() });
            }
        }
    }
    found
}

fn is_excepted(finding: &Finding, exception: &Exception) -> bool {
    finding.word == exception.word && finding.file.starts_with(exception.file) && finding.text.to_lowercase().contains(exception.text)
}

#[test]
fn private_words_are_refused() {
    let mut found = Vec::new();
    for (path, file) in CODE.iter().chain(PROSE).flat_map(|place| read::files(&root(), place)) {
        found.extend(findings(&file, &read::pieces(&path, &file)));
    }
    let mut used = vec![false; EXCEPTIONS.len()];
    let mut faults = Vec::new();
    for finding in &found {
        let exception = EXCEPTIONS.iter().position(|exception| is_excepted(finding, exception));
        match exception.and_then(|index| used.get_mut(index)) {
            Some(used) => *used = true,
            None => {
                let Finding { file, line, word, instead, text } = finding;
                faults.push(format!("{file}:{line}: `{word}`: say {instead}: {}", text.trim().chars().take(100).collect::<String>()));
            }
        }
    }
    let idle = EXCEPTIONS.iter().zip(used).filter(|(_, used)| !used);
    faults.extend(idle.map(|(Exception { file, word, .. }, _)| format!("the exception for `{word}` in {file} excepts nothing")));
    assert!(faults.is_empty(), "{} private words\n{}", faults.len(), faults.join("\n"));
}

/// The types that the modules of a folder define, each with its files.
fn types(folder: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, file) in read::files(&root(), folder).into_iter().filter(|(_, file)| file.ends_with(".rs")) {
        let code = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
        for item in code.items {
            let name = match item {
                syn::Item::Struct(item) => item.ident,
                syn::Item::Enum(item) => item.ident,
                syn::Item::Trait(item) => item.ident,
                syn::Item::Type(item) => item.ident,
                _ => continue,
            };
            found.entry(name.to_string()).or_default().push(file.clone());
        }
    }
    found
}

/// A word that two modules mean different things by has to be looked up each time.
#[test]
fn a_type_has_a_name_of_its_own_in_its_crate() {
    let mut faults = Vec::new();
    let mut used = vec![false; SHARED_TYPES.len()];
    for folder in ["generator/src", "generated-client/src/runtime", "xtask/src"] {
        let types = types(folder);
        assert!(types.len() > 30, "{folder}: {types:?}");
        for (name, files) in types.into_iter().filter(|(_, files)| files.len() > 1) {
            match SHARED_TYPES.iter().position(|(shared, _)| *shared == name).and_then(|index| used.get_mut(index)) {
                Some(used) => *used = true,
                None => faults.push(format!("`{name}` is defined in {}", files.join(" and "))),
            }
        }
    }
    let idle = SHARED_TYPES.iter().zip(used).filter(|(_, used)| !used);
    faults.extend(idle.map(|((name, _), _)| format!("the exception for `{name}` excepts nothing")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_kind_of_place_is_read() {
    let code = r##"
        //! A misfit in the documentation.
        // A spot in a comment.
        fn take_note_of_heirs() { println!("expected a text, {}", r#"parted"#) }
        macro_rules! told { ($heir:ident) => { $heir } }
        struct FieldMisfit;
    "##;
    let words: Vec<&str> = findings("some.rs", &read::of_code(code)).iter().map(|finding| finding.word).collect();
    for word in ["misfit", "spot", "heirs", "heir", "a text", "parted", "told"] {
        assert!(words.contains(&word), "{word}: {words:?}");
    }
    assert_eq!(words.iter().filter(|word| **word == "misfit").count(), 2, "in the documentation and in a name: {words:?}");
    assert!(findings("heirs.rs", &[read::name_of("lower/heirs.rs")]).iter().any(|finding| finding.word == "heirs"));
    let clean = "/// Returns the response of the subtype. A heiress is somebody else.\nfn response() {}";
    assert!(findings("some.rs", &read::of_code(clean)).is_empty());
    assert!(In::Anywhere.hold(read::Kind::Name));
}
