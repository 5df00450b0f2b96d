//! Every public item of the runtime has an example in its documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, UseTree};

/// What the runtime re-exports of other crates, whose documentation is theirs.
const OF_OTHERS: [&str; 5] = ["Bytes", "HeaderMap", "Method", "StatusCode", "Value"];

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/runtime")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the runtime is there").map(|entry| entry.expect("a name").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn parsed(path: &Path) -> syn::File {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names that a `use` brings in.
fn names(tree: &UseTree, found: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => names(&path.tree, found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| names(tree, found)),
        UseTree::Name(name) => drop(found.insert(name.ident.to_string())),
        UseTree::Rename(name) => drop(found.insert(name.rename.to_string())),
        UseTree::Glob(_) => panic!("what applications see is named one by one"),
    }
}

/// The documentation of an item.
fn documentation(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        if let Meta::NameValue(doc) = &attribute.meta
            && let Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) = &doc.value
        {
            text.push_str(&line.value());
            text.push('\n');
        }
    }
    text
}

/// Whether an item is left out of the documentation.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("doc") && list.tokens.to_string() == "hidden"))
}

/// Adds the documentation of a module that is public itself, and of what it makes public.
fn documented_module(path: &Path, of: &BTreeSet<String>, found: &mut BTreeMap<String, String>) {
    let module = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !path.ends_with("mod.rs") || !of.contains(&module) {
        return;
    }
    let file = parsed(path);
    let mut texts = vec![documentation(&file.attrs)];
    for item in &file.items {
        match item {
            Item::Fn(item) if matches!(item.vis, syn::Visibility::Public(_)) => texts.push(documentation(&item.attrs)),
            Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => {
                let mut names_of_types = BTreeSet::new();
                names(&item.tree, &mut names_of_types);
                let mut types = BTreeMap::new();
                let beside = files(path.parent().expect("a folder"));
                beside.iter().for_each(|path| documented(parsed(path), &names_of_types, &mut types));
                // Some are defined in another folder.
                let elsewhere = names_of_types.iter().filter(|name| !types.contains_key(*name)).cloned().collect();
                files(&runtime()).iter().for_each(|path| documented(parsed(path), &elsewhere, &mut types));
                texts.extend(names_of_types.iter().map(|name| types.remove(name).unwrap_or_default()));
            }
            _ => {}
        }
    }
    // One without an example is one too many.
    let without = texts.iter().position(|text| !text.contains("# Examples"));
    found.insert(module, without.map_or_else(|| texts.concat(), |at| texts[at].clone()));
}

/// The documentation of every type and trait of a file by its name; of namesakes, all of it. Of a macro's items it is all
/// that the macro is given.
fn documented(file: syn::File, of: &BTreeSet<String>, found: &mut BTreeMap<String, String>) {
    for item in file.items {
        let (name, attributes) = match item {
            Item::Struct(item) => (item.ident, item.attrs),
            Item::Enum(item) => (item.ident, item.attrs),
            Item::Trait(item) => (item.ident, item.attrs),
            Item::Type(item) => (item.ident, item.attrs),
            Item::Macro(item) => {
                let tokens = item.mac.tokens.to_string();
                for name in of.iter().filter(|name| tokens.split_whitespace().any(|word| word == name.as_str())) {
                    found.entry(name.clone()).or_default().push_str(&tokens);
                }
                continue;
            }
            _ => continue,
        };
        if is_hidden(&attributes) {
            found.entry(name.to_string()).or_default().push_str("# Examples");
        } else if of.contains(&name.to_string()) {
            found.entry(name.to_string()).or_default().push_str(&documentation(&attributes));
        }
    }
}

#[test]
fn every_public_item_has_an_example() {
    let mut public = BTreeSet::new();
    for item in parsed(&runtime().join("exports.rs")).items {
        if let Item::Use(item) = item {
            names(&item.tree, &mut public);
        }
    }
    OF_OTHERS.iter().for_each(|name| assert!(public.remove(*name), "{name} is not public any more"));
    assert!(public.len() > 50, "{public:?}");
    let mut found = BTreeMap::new();
    files(&runtime()).iter().for_each(|path| documented(parsed(path), &public, &mut found));
    files(&runtime()).iter().for_each(|path| documented_module(path, &public, &mut found));
    let without: Vec<&String> =
        public.iter().filter(|name| found.get(*name).is_none_or(|documentation| !documentation.contains("# Examples"))).collect();
    assert!(without.is_empty(), "no `# Examples` in the documentation of {without:?}");
}
