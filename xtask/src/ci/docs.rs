//! The documentation: it is built without a warning, and no signature in it shows what an application cannot name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::fast::extras;
use super::step::Ended;
use crate::repository;
use crate::tools::cargo;

/// What the runtime has for generated code.
const ITEMS: &str = "generated-client/src/runtime/mod.rs";
/// What of it applications can name: at the root, or in a module.
const EXPORTED: [&str; 2] = ["generated-client/src/runtime/exports.rs", "generated-client/src/runtime/test/mod.rs"];

/// What other crates have under the same name: a transport is given an `http::Request`, whose documentation is not built here.
const OF_OTHERS: [&str; 1] = ["Request"];

/// Builds the documentation, with every feature but `native-tls` and with none.
pub fn run(root: &Path) -> Result<Ended, String> {
    let deny = [("RUSTDOCFLAGS", "-D warnings")];
    cargo(root, &["doc", "--package", "tallyfy", "--no-deps", "--no-default-features"], &deny)?;
    cargo(root, &["doc", "--workspace", "--no-deps", "--features", &extras()], &deny)?;
    let read = |file: &str| fs::read_to_string(root.join(file)).map_err(|error| format!("cannot read {file}: {error}"));
    let (all, [exports, of_tests]) = (names(&read(ITEMS)?), EXPORTED.map(read));
    let exported: BTreeSet<String> = names(&exports?).into_iter().chain(names(&of_tests?)).collect();
    let hidden: BTreeSet<&str> = all.difference(&exported).map(String::as_str).filter(|name| !OF_OTHERS.contains(name)).collect();
    let mut pages = Pages { hidden: &hidden, pages: 0, signatures: 0, found: BTreeMap::new() };
    pages.folder(&repository::target_directory(root)?.join("doc/tallyfy"))?;
    match pages.found.iter().next() {
        None if pages.signatures == 0 => Err("no signature was found in the documentation".to_owned()),
        None => Ok(Ended::Passed(format!("{} signatures on {} pages", pages.signatures, pages.pages))),
        Some((name, place)) => Err(format!("{} names in signatures that nobody can name, such as `{name}`: {place}", pages.found.len())),
    }
}

/// The types and traits of the runtime that `use` declarations list: whatever has the case of one.
fn names(declarations: &str) -> BTreeSet<String> {
    let code: String = declarations.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    // Those of other crates have their documentation there.
    let own = code
        .split(';')
        .filter_map(|item| item.split_once("use "))
        .map(|(_, path)| path)
        .filter(|path| ["self::", "super::", "crate::runtime::"].iter().any(|own| path.starts_with(own)));
    own.flat_map(words).filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// What the pages of the documentation show.
struct Pages<'a> {
    hidden: &'a BTreeSet<&'a str>,
    pages: usize,
    signatures: usize,
    /// The first place of each name.
    found: BTreeMap<String, String>,
}

impl Pages<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                self.folder(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "html") {
                self.pages += 1;
                self.page(&path.display().to_string(), &fs::read_to_string(&path).map_err(failed)?);
            }
        }
        Ok(())
    }

    fn page(&mut self, path: &str, html: &str) {
        for signature in signatures(html) {
            self.signatures += 1;
            for name in words(&signature).filter(|word| self.hidden.contains(word)) {
                self.found.entry(name.to_owned()).or_insert_with(|| format!("{path}: {signature}"));
            }
        }
    }
}

/// The signatures of a page, without their markup and links: of the item itself, of its methods, and of what it implements.
fn signatures(html: &str) -> Vec<String> {
    let between = |begin: &'static str, end: &'static str| {
        html.split(begin).skip(1).map(move |rest| without_markup(rest.split(end).next().unwrap_or_default()))
    };
    let items = between("<pre class=\"rust item-decl\">", "</pre>");
    items.chain(between("class=\"code-header\">", "</h")).map(|item| without_names(&item)).collect()
}

/// A declaration without the names of variants, which may be those of types: they begin a line.
fn without_names(item: &str) -> String {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let line = |line: &str| {
        let text = line.trim_start();
        if text.starts_with(|c: char| c.is_ascii_uppercase()) { text.trim_start_matches(is_name).to_owned() } else { line.to_owned() }
    };
    item.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The text, without what is linked: that has a page, here or in the documentation of another crate.
fn without_markup(html: &str) -> String {
    let mut text = String::new();
    let mut pieces = html.split('<');
    text.push_str(pieces.next().unwrap_or_default());
    for (tag, after) in pieces.filter_map(|piece| piece.split_once('>')) {
        text.push_str(if tag.starts_with("a ") { "…" } else { after });
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<pre class=\"rust item-decl\"><code>pub struct <span>Pages</span>&lt;T&gt;;</code></pre><p>Read more</p>\
        <h3 class=\"code-header\">impl&lt;T: Read&gt; <a href=\"x\">Source</a>&lt;T&gt;</h3><h4 class=\"code-header\">fn of(&amp;self)</h4>";

    #[test]
    fn signatures_are_found_and_prose_is_not() {
        assert_eq!(signatures(PAGE), ["pub struct Pages<T>;", "impl<T: Read> …<T>", "fn of(&self)"]);
    }

    #[test]
    fn variants_may_be_called_as_a_type_is() {
        assert_eq!(without_names("pub enum Kind {\n    Object,\n    Other(Source),\n}"), "pub enum Kind {\n,\n(Source),\n}");
        assert_eq!(without_names("Object"), "");
    }

    #[test]
    fn a_name_of_the_runtime_alone_is_found() {
        let all = names(
            "// Not This.\npub use serde::Serialize;\npub use self::paging::{Page, Pages};\npub(crate) use self::json::{Read, Source, read_object};\n",
        );
        let exported = names("pub use super::{Page, Pages};");
        let hidden: BTreeSet<&str> = all.difference(&exported).map(String::as_str).collect();
        assert_eq!(Vec::from_iter(&hidden), [&"Read", &"Source"]);
        let mut pages = Pages { hidden: &hidden, pages: 0, signatures: 0, found: BTreeMap::new() };
        pages.page("p.html", PAGE);
        assert_eq!(pages.found, BTreeMap::from([("Read".to_owned(), "p.html: impl<T: Read> …<T>".to_owned())]));
    }
}
