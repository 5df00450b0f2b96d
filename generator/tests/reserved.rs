//! No generated name meets a name of the runtime: generated methods are added to its types.

use std::fs;
use std::path::{Path, PathBuf};

use generator::names::{Case, NameScope, Reserved};
use syn::{ImplItem, Item, ItemImpl, Type};

/// Every file of the runtime, those in folders too.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the runtime is there").map(|entry| entry.expect("a name").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// All items of the runtime.
fn items() -> Vec<Item> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/runtime");
    let parse = |file: PathBuf| syn::parse_file(&fs::read_to_string(file).expect("a text")).expect("Rust").items;
    files(&runtime).into_iter().flat_map(parse).collect()
}

/// The functions that the runtime itself gives a type.
fn functions(of: &str) -> Vec<String> {
    let is_own = |item: &Item| matches!(item, Item::Impl(block) if block.trait_.is_none() && is_of(block, of));
    items()
        .iter()
        .filter(|item| is_own(item))
        .flat_map(|item| if let Item::Impl(block) = item { names(block) } else { Vec::new() })
        .collect()
}

/// The functions of a block.
fn names(block: &ItemImpl) -> Vec<String> {
    let names = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    });
    names.collect()
}

fn is_of(block: &ItemImpl, of: &str) -> bool {
    let Type::Path(ty) = &*block.self_ty else {
        return false;
    };
    ty.path.segments.last().is_some_and(|last| last.ident == of)
}

fn check(of: &str, reserved: Reserved, least: usize, free: &[&str]) {
    let functions = functions(of);
    assert!(functions.len() >= least, "{of}: {functions:?}");
    let taken =
        |name: &&String| NameScope::new(reserved).claim(name, Case::Snake).as_str() == name.as_str() && !free.contains(&name.as_str());
    let taken: Vec<_> = functions.iter().filter(taken).collect();
    assert!(taken.is_empty(), "a document can take these names of {of}: {taken:?}");
}

/// The methods that a type has by traits: those that the runtime implements or derives for it, and those that all types have.
fn methods_of_traits(of: &str) -> Vec<String> {
    let mut found: Vec<String> = ["borrow", "borrow_mut", "into", "try_into"].map(str::to_owned).to_vec();
    for item in items() {
        match item {
            Item::Impl(block) if block.trait_.is_some() && is_of(&block, of) => found.extend(names(&block)),
            Item::Struct(item) if item.ident == of => {
                let derived: String = item.attrs.iter().map(|attribute| quote::quote!(#attribute).to_string()).collect();
                let has = |name: &str| derived.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
                let methods = DERIVED.iter().filter(|(name, _)| has(name)).flat_map(|(_, methods)| *methods);
                found.extend(methods.map(|name| (*name).to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// Traits that are derived, and their methods.
const DERIVED: &[(&str, &[&str])] = &[
    ("Clone", &["clone", "clone_from", "to_owned", "clone_into"]),
    ("Debug", &["fmt"]),
    ("Default", &["default"]),
    ("PartialEq", &["eq", "ne"]),
];

#[test]
fn what_a_document_names_hides_no_method_of_a_trait() {
    // A call is made of a request by generated code alone.
    for (of, reserved, free) in
        [("Call", Reserved::Setters, &["from"][..]), ("ClientBuilder", Reserved::Builder, &[]), ("Client", Reserved::Modules, &[])]
    {
        let methods = methods_of_traits(of);
        assert!(methods.len() >= 5, "{of}: {methods:?}");
        let taken =
            |name: &&String| NameScope::new(reserved).claim(name, Case::Snake).as_str() == name.as_str() && !free.contains(&name.as_str());
        let taken: Vec<_> = methods.iter().filter(taken).collect();
        assert!(taken.is_empty(), "a document can take these names of {of}: {taken:?}");
    }
    let derived = DERIVED.iter().flat_map(|(_, methods)| *methods).copied();
    for name in derived.chain(["borrow", "borrow_mut", "from", "into", "try_from", "try_into", "new", "serialize", "deserialize"]) {
        assert_ne!(NameScope::new(Reserved::Fields).claim(name, Case::Snake).as_str(), name);
    }
}

#[test]
fn options_meet_no_method_of_a_call() {
    // These belong to calls that no document describes.
    check("Call", Reserved::Setters, 15, &["path", "query", "json", "body"]);
}

#[test]
fn what_is_bound_meets_no_method_of_the_builder() {
    check("ClientBuilder", Reserved::Builder, 15, &[]);
}

#[test]
fn handles_meet_no_method_of_the_client() {
    check("Client", Reserved::Modules, 4, &[]);
}

/// A tag named like a feature that every crate has gets a feature of another name.
#[test]
fn no_tag_takes_a_feature_of_the_runtime() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest of the client");
    let features = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let features = features.take_while(|line| !line.starts_with("all =")).filter(|line| !line.starts_with('#'));
    let mut own: Vec<&str> = features.filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    own.extend(["all", generator::ir::UNUSED]);
    own.extend(generator::ir::PARTS);
    assert!(own.len() >= 12, "{own:?}");
    let path =
        |(index, feature): (usize, &&str)| format!("  /{index}: {{get: {{tags: [{feature}], responses: {{204: {{description: D}}}}}}}}\n");
    let paths: String = own.iter().enumerate().map(path).collect();
    let text = format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nhost: h.example\npaths:\n{paths}");
    let document = generator::Source::parse("s.yaml", text).expect("a document");
    let generated = generator::generate(&document, None, &generator::NoFiles, &generator::Options::default()).expect("a crate");
    assert_eq!(generated.features.len(), own.len(), "{:?}", generated.features);
    for feature in own {
        assert!(!generated.features.contains_key(feature), "{feature}");
    }
}
