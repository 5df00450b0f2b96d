//! Nothing of the API is missing: neither from the definition nor from the crate.

mod definition;

use std::collections::BTreeSet;

use definition::{Definition, repository};

/// Method and path of every row that is not legacy.
fn rows() -> BTreeSet<(String, String)> {
    let path = repository().join("../shared/tallyfy-api/endpoints.tsv");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = rows.filter(|row| row[2] != "Legacy" && row[0] != "UNKNOWN");
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

#[test]
#[ignore = "needs ../shared/tallyfy-api: `cargo xtask ci --only 'shared facts'`"]
fn every_known_endpoint_is_defined() {
    let rows = rows();
    assert!(rows.len() > 380, "only {} rows were read", rows.len());
    let definition = Definition::load();
    let defined: BTreeSet<_> =
        definition.operations().iter().map(|operation| (operation.method.clone(), operation.path.to_owned())).collect();
    let missing: Vec<_> = rows.difference(&defined).collect();
    assert!(missing.is_empty(), "missing from the definition: {missing:#?}");
}

/// The crate's operations by their ids. The table calls each of them, so what is in it and compiles is in the crate;
/// `tests/wire` compiles it.
fn emitted() -> BTreeSet<String> {
    let path = repository().join("generated-client/tests/generated/samples/mod.rs");
    let table = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let ids = table.lines().filter_map(|line| line.trim().strip_prefix("id: \"")?.strip_suffix("\","));
    ids.map(str::to_owned).collect()
}

#[test]
fn every_operation_is_in_the_crate() {
    let definition = Definition::load();
    let operations = definition.operations();
    let defined: BTreeSet<_> = operations.iter().map(|operation| operation.id.to_owned()).collect();
    assert_eq!(defined.len(), operations.len(), "ids are unique");
    let emitted = emitted();
    let missing: Vec<_> = defined.difference(&emitted).collect();
    let invented: Vec<_> = emitted.difference(&defined).collect();
    assert!(missing.is_empty() && invented.is_empty(), "missing from the crate: {missing:?}; not in the definition: {invented:?}");
}
