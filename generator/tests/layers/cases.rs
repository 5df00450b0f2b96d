//! The checker itself: every way to name something is seen, and what is in order is let through.

use crate::sources::Sources;
use crate::table::{Checked, Inside, folder, layer};

/// `low` stands before `high`; `mid` is a folder between them, with an order of its own.
const TABLE: Inside = Inside::Ordered(&[layer("low"), folder("mid", &[layer("one"), layer("two")]), layer("high")]);

/// A crate in memory whose files are these, and empty ones where none is given.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let rest = [
        ("src/lib.rs", "mod low; mod mid; mod high; pub use high::High; pub use low::Low;"),
        ("src/low.rs", "pub struct Low;"),
        ("src/mid/mod.rs", "mod one; mod two; pub use one::One; pub use two::Two;"),
        ("src/mid/one.rs", "pub struct One;"),
        ("src/mid/two.rs", "pub struct Two;"),
        ("src/high.rs", "pub struct High; pub const HIGH: u8 = 1; pub fn high() {} pub enum Kind { A } pub mod inner { pub struct Deep; }"),
    ];
    let mut all: Vec<(&str, &str)> = rest.into_iter().filter(|(path, _)| !files.iter().any(|(given, _)| given == path)).collect();
    all.extend(files);
    let sources = Sources::in_memory(&all);
    let read = Checked::read(&sources, "src/lib.rs", &[], &[]).unwrap_or_else(|error| panic!("{error}"));
    read.faults(&sources, TABLE)
}

/// A text as `low.rs` in which the second line names `high`.
fn upward(code: &str) {
    let text = format!("pub struct Low;\n{code}\n");
    let found = faults(&[("src/low.rs", &text)]);
    let expected = "src/low.rs:2: `low` imports `high` (";
    let is_expected = |fault: &String| fault.starts_with(expected) && fault.ends_with("`low` stands before `high`");
    assert!(!found.is_empty() && found.iter().all(is_expected), "{code}\nexpected {expected}\nfound {found:#?}");
}

fn clean(files: &[(&str, &str)]) {
    let found = faults(files);
    assert!(found.is_empty(), "{files:?}\n{found:#?}");
}

#[test]
fn an_empty_crate_is_in_order() {
    clean(&[]);
}

#[test]
fn every_form_of_use_is_seen() {
    upward("use crate::high::High;");
    upward("use crate::high::High as Renamed;");
    upward("use crate::{high::High};");
    upward("use crate::{low::Low as _, high::{self as there}};");
    upward("use crate::high;");
    upward("use crate::high as there;");
    upward("use super::high::inner::Deep;");
    upward("use self::super::high::High;");
    upward("use crate::high::*;");
    upward("pub use crate::high::High;");
    upward("pub(crate) use super::high::{HIGH, high};");
    upward("fn f() { use crate::high::Kind::A; }");
    upward("use crate::high::Kind::*;");
}

#[test]
fn a_nested_use_is_found_on_its_own_line() {
    let text = "use crate::{\n    low::Low as _,\n    // high::None\n    high::{\n        High,\n    },\n};\npub struct Low;";
    let found = faults(&[("src/low.rs", text)]);
    assert_eq!(found, ["src/low.rs:5: `low` imports `high` (crate::high::High): `low` stands before `high`"]);
}

#[test]
fn inline_paths_are_seen() {
    upward("fn f() -> u8 { crate::high::HIGH }");
    upward("fn f() { crate::high::high(); }");
    upward("fn f(high: &crate::high::High) {}");
    upward("struct Holds { high: Vec<Option<super::high::High>> }");
    upward("impl From<super::high::High> for Low { fn from(_: super::high::High) -> Self { Low } }");
    upward("fn f(x: u8) -> bool { match x { crate::high::HIGH => true, _ => false } }");
    upward("fn f() { let _ = <crate::high::High as Clone>::clone; }");
    upward("fn f() -> impl Iterator<Item = crate::high::High> { std::iter::empty() }");
    upward("type Alias = crate::high::Kind;");
    upward("const X: u8 = crate::high::HIGH;");
    upward("fn f(at: usize) { let _ = 0..crate::high::HIGH; }");
    upward("static TEXT: &[u8] = { let _ = r#\"crate\"#; crate::high::NAME };");
}

#[test]
fn attributes_are_seen() {
    upward("#[derive(crate::high::Derive)] struct X;");
    upward("#[crate::high::attribute] struct X;");
    upward("struct X { #[serde(with = \"crate::high\")] x: u8 }".replace("crate::high", "crate::high::dates").as_str());
}

#[test]
fn macros_are_seen() {
    upward("fn f() { println!(\"{}\", crate::high::HIGH); }");
    upward("fn f() { vec![super::high::High]; }");
    upward("macro_rules! make { ($x:ident) => { struct $x { high: $crate::high::High } }; }");
    upward("macro_rules! make { () => { use $crate::high::{High}; }; }");
    upward("macro_rules! make { ($($x:ty),*) => { $(impl $crate::high::Trait for $x {})* }; }");
    upward("macro_rules! make { () => { $crate::High }; }");
}

#[test]
fn re_exports_count_as_what_they_export() {
    upward("use crate::High;");
    upward("use super::High;");
    upward("fn f(_: &crate::High) {}");
    let files = [
        ("src/lib.rs", "mod low; mod mid; mod high; pub use mid::*;"),
        ("src/mid/mod.rs", "mod one; mod two; pub use crate::mid::one::*; pub use two::Two;"),
        ("src/mid/one.rs", "pub struct One;"),
        ("src/mid/two.rs", "pub struct Two;"),
    ];
    for (code, path) in
        [("use crate::One;", "crate::One"), ("use crate::mid::Two;", "crate::mid::Two"), ("use crate::Two as T;", "crate::Two")]
    {
        let mut files = files.to_vec();
        files.push(("src/low.rs", code));
        assert_eq!(faults(&files), [format!("src/low.rs:1: `low` imports `mid` ({path}): `low` stands before `mid`")]);
    }
}

#[test]
fn a_re_export_of_something_lower_is_no_import_of_the_folder_that_passes_it_on() {
    clean(&[("src/high.rs", "pub use crate::low::Low; pub struct High;"), ("src/mid/one.rs", "use crate::high::Low; pub struct One;")]);
}

#[test]
fn names_through_a_glob_are_followed_to_where_they_are_defined() {
    let lib = "mod low; mod mid; mod high; mod all { pub use crate::low::*; pub use crate::high::*; }";
    let found = faults(&[("src/lib.rs", lib), ("src/low.rs", "pub struct Low;\nfn f(_: crate::all::High) {}")]);
    assert_eq!(found, ["src/low.rs:2: `low` imports `high` (crate::all::High): `low` stands before `high`"]);
}

#[test]
fn a_glob_of_the_parent_brings_in_all_that_it_sees() {
    let found = faults(&[("src/mid/one.rs", "use super::*;\npub struct One;")]);
    assert_eq!(found, ["src/mid/one.rs:1: `one` imports `two` in `mid` (super): `one` stands before `two`"]);
}

#[test]
fn folders_inside_folders_have_their_order() {
    let says = "imports `two` in `mid`";
    for code in ["use super::two::Two;", "use super::Two;", "use crate::mid::Two;", "fn f() { super::two::call(); }"] {
        let found = faults(&[("src/mid/one.rs", &format!("pub struct One;\n{code}"))]);
        assert!(found.len() == 1 && found[0].contains(says) && found[0].starts_with("src/mid/one.rs:2:"), "{code}: {found:?}");
    }
    clean(&[("src/mid/two.rs", "use super::One; use super::super::low::Low; pub struct Two;")]);
}

#[test]
fn super_super_reaches_the_parent_of_the_parent() {
    let found = faults(&[("src/mid/one.rs", "use super::super::high::High;\npub struct One;")]);
    assert_eq!(found, ["src/mid/one.rs:1: `mid` imports `high` (super::super::high::High): `mid` stands before `high`"]);
}

#[test]
fn what_stands_in_a_folder_may_not_import_the_folder_itself() {
    let found = faults(&[("src/mid/mod.rs", "mod one; mod two; pub struct Mid;"), ("src/mid/one.rs", "use super::Mid;")]);
    assert_eq!(found, ["src/mid/one.rs:1: `one` imports `mod` in `mid` (super::Mid): `one` stands before `mod`"]);
}

#[test]
fn a_circle_of_two_folders_is_found_from_one_side() {
    let found =
        faults(&[("src/low.rs", "use crate::mid::one::One; pub struct Low;"), ("src/mid/one.rs", "use crate::low::Low; pub struct One;")]);
    assert_eq!(found, ["src/low.rs:1: `low` imports `mid` (crate::mid::one::One): `low` stands before `mid`"]);
}

#[test]
fn a_name_that_a_macro_defines_belongs_to_its_module() {
    upward("fn f(_: crate::high::MadeByMacro) {}");
    upward("use crate::high::MadeByMacro;");
}

#[test]
fn macros_are_followed_to_where_they_are_made() {
    let high = "macro_rules! shout { () => {}; } pub(crate) use shout; pub struct High;";
    let found = faults(&[("src/high.rs", high), ("src/low.rs", "fn f() { crate::high::shout!(); }")]);
    assert_eq!(found, ["src/low.rs:1: `low` imports `high` (crate::high::shout): `low` stands before `high`"]);
    let by_order = "#[macro_use] mod high; mod low; mod mid; pub use low::Low;";
    let found = faults(&[("src/lib.rs", by_order), ("src/high.rs", high), ("src/low.rs", "pub struct Low;\nfn f() { shout!(); }")]);
    assert_eq!(found, ["src/low.rs:2: `low` imports `high` (shout): `low` stands before `high`"]);
}

#[test]
fn tests_comments_strings_and_other_crates_are_left_out() {
    for code in [
        "#[cfg(test)] mod tests { use crate::high::High; }",
        "#[cfg(all(test, feature = \"x\"))] use crate::high::High;",
        "#[cfg(test)] impl Low { fn f(&self) -> u8 { crate::high::HIGH } }",
        "impl Low { #[cfg(test)] fn f(&self) -> u8 { crate::high::HIGH } fn g(&self) {} }",
        "//! use crate::high::High;\n/// See [`crate::high::High`].\npub struct Other;",
        "fn f() -> &'static str { \"crate::high::High\" }",
        "fn f() -> TokenStream { quote! { crate::high::High } }",
        "use std::fmt::Write; fn f(_: serde::Value, _: ::high::High) {}",
        "pub(in crate::low) fn f(high: u8, x: &X) { x.high(); let _ = high; }",
        "fn f<'high>(x: &'high str) -> impl Sized + use<'high> { 'a'; x }",
    ] {
        clean(&[("src/low.rs", &format!("{code}\npub struct Low;"))]);
    }
}

#[test]
fn what_only_some_tests_need_is_not_left_out() {
    upward("#[cfg(not(test))] use crate::high::High;");
    upward("#[cfg(any(test, feature = \"x\"))] use crate::high::High;");
}

#[test]
fn the_line_is_right_behind_what_was_left_out() {
    let text =
        "//! use crate::high::High;\n#[cfg(test)]\nmod tests {\n    use crate::high::High;\n}\n/* crate::high */\nuse crate::high::High;\n";
    let found = faults(&[("src/low.rs", text)]);
    assert_eq!(found, ["src/low.rs:7: `low` imports `high` (crate::high::High): `low` stands before `high`"]);
}

#[test]
fn tables_and_modules_agree() {
    let found = faults(&[("src/lib.rs", "mod low; mod mid; mod high; mod new;"), ("src/new.rs", "")]);
    assert_eq!(found, ["src/new.rs:1: `new` is not in the table"]);
    let found = faults(&[("src/lib.rs", "mod low; mod mid;")]);
    assert_eq!(found, ["src/lib.rs:1: the table names `high`, which is not there"]);
    let found = faults(&[("src/low.rs", "mod under;"), ("src/low/under.rs", "mod deep;"), ("src/low/under/deep.rs", "")]);
    assert_eq!(found, ["src/low/under.rs:1: the folder `under` is not in the table"]);
}

#[test]
fn only_what_a_layer_lists_may_be_imported() {
    const TABLE: Inside = Inside::Ordered(&[layer("low"), layer("mid").only(&["low"]), layer("high").only(&["mid"])]);
    let files = [
        ("src/lib.rs", "mod low; mod mid; mod high;"),
        ("src/low.rs", "pub struct Low;"),
        ("src/mid.rs", "use crate::low::Low; pub struct Mid;"),
        ("src/high.rs", "use crate::mid::Mid;\nuse crate::low::Low;"),
    ];
    let sources = Sources::in_memory(&files);
    let read = Checked::read(&sources, "src/lib.rs", &[], &[]).expect("Rust");
    let found = read.faults(&sources, TABLE);
    assert_eq!(found, ["src/high.rs:2: `high` imports `low` (crate::low::Low): `high` may import only from mid"]);
}

#[test]
fn a_folder_of_many_files_is_a_fault() {
    let names: Vec<String> = (0..21).map(|n| format!("src/low/f{n}.rs")).collect();
    let modules: String = (0..21).map(|n| format!("mod f{n};")).collect();
    let mut files = vec![("src/low.rs", modules.as_str())];
    files.extend(names.iter().map(|name| (name.as_str(), "")));
    assert_eq!(faults(&files), ["src/low:1: the folder holds 21 files, more than 20"]);
    files.pop();
    let fewer = modules.replace("mod f20;", "");
    files[0].1 = &fewer;
    clean(&files);
}

#[test]
fn a_part_of_a_crate_may_not_reach_outside() {
    const TABLE: Inside = Inside::Ordered(&[layer("low"), layer("high"), layer("xml")]);
    let files = [
        ("src/runtime/mod.rs", "mod low; mod high;"),
        ("src/runtime/low.rs", "use crate::runtime::high::High;\nuse crate::generated::Group;\nuse super::super::generated::Step;"),
        ("src/runtime/high.rs", "pub struct High; use super::super::runtime::low;"),
        ("parts/xml/mod.rs", "use super::low::X; use crate::runtime::high::High;"),
    ];
    let sources = Sources::in_memory(&files);
    let read = Checked::read(&sources, "src/runtime/mod.rs", &["runtime"], &[("xml", "parts/xml/mod.rs")]).expect("Rust");
    let found = read.faults(&sources, TABLE);
    let expected = [
        "src/runtime/low.rs:1: `low` imports `high` (crate::runtime::high::High): `low` stands before `high`",
        "src/runtime/low.rs:2: `low` imports `crate::generated::Group` from outside",
        "src/runtime/low.rs:3: `low` imports `super::super::generated::Step` from outside",
    ];
    assert_eq!(found, expected);
}
