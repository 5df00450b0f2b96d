//! The dependencies that a document's hints ask for, beside those of the runtime.

use std::collections::{BTreeMap, BTreeSet};

use generator::Dependency;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

/// A manifest that has them. What the runtime depends on as well has the features of both.
pub fn with_declared(manifest: &str, declared: &BTreeMap<String, Dependency>) -> Result<String, String> {
    let mut document: DocumentMut = manifest.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    for (name, dependency) in declared {
        let table = document.get_mut("dependencies").and_then(Item::as_table_mut).ok_or("there is no [dependencies]")?;
        match table.get_mut(name) {
            None => drop(table.insert(name, Item::Value(written(dependency)))),
            Some(known) => {
                let of_runtime = known.as_value().cloned().ok_or_else(|| format!("`{name}` is no dependency on a line"))?;
                let (shared, was_optional) = shared(name, of_runtime, dependency)?;
                *known = Item::Value(shared);
                if was_optional {
                    always(&mut document, name);
                }
            }
        }
    }
    Ok(document.to_string())
}

/// A dependency as Cargo reads it.
fn written(dependency: &Dependency) -> Value {
    let mut table = InlineTable::new();
    let texts = [
        ("package", &dependency.package),
        ("version", &dependency.version),
        ("path", &dependency.path),
        ("git", &dependency.git),
        ("rev", &dependency.rev),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            table.insert(key, text.into());
        }
    }
    if let Some(given) = dependency.default_features {
        table.insert("default-features", given.into());
    }
    if !dependency.features.is_empty() {
        table.insert("features", Value::Array(dependency.features.iter().collect::<Array>()));
    }
    match (table.len(), &dependency.version) {
        (1, Some(version)) => version.into(),
        _ => Value::InlineTable(table),
    }
}

/// What both ask for, and whether the runtime needs it for a feature alone.
fn shared(name: &str, of_runtime: Value, dependency: &Dependency) -> Result<(Value, bool), String> {
    if [&dependency.package, &dependency.path, &dependency.git].into_iter().any(Option::is_some) {
        return Err(format!("the runtime depends on `{name}` already: `x-rust-dependencies` can ask for its version and features alone"));
    }
    let mut table = match of_runtime {
        Value::InlineTable(table) => table,
        version => InlineTable::from_iter([("version", version)]),
    };
    let known = table.get("version").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(version) = dependency.version.as_ref().filter(|version| **version != known) {
        table.insert("version", format!("{known}, {version}").into());
    }
    if dependency.default_features != Some(false) {
        table.remove("default-features");
    }
    let features = table.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
    let features: BTreeSet<String> =
        features.iter().filter_map(Value::as_str).map(str::to_owned).chain(dependency.features.iter().cloned()).collect();
    if !features.is_empty() {
        table.insert("features", Value::Array(features.into_iter().collect::<Array>()));
    }
    let was_optional = table.remove("optional").is_some();
    table.fmt();
    Ok((Value::InlineTable(table), was_optional))
}

/// Lets features do without a dependency that is there anyway.
fn always(document: &mut DocumentMut, name: &str) {
    let (turned_on, weak) = (format!("dep:{name}"), format!("{name}?/"));
    let features = document.get_mut("features").and_then(Item::as_table_mut).into_iter().flat_map(|table| table.iter_mut());
    for enables in features.filter_map(|(_, item)| item.as_array_mut()) {
        enables.retain(|one| one.as_str() != Some(&turned_on));
        for one in enables.iter_mut() {
            if let Some(feature) = one.as_str().and_then(|text| text.strip_prefix(&weak)) {
                *one = format!("{name}/{feature}").into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNTIME: &str = "[features]\ntls = [\"dep:rustls\", \"tracing?/log\"]\ntracing = [\"dep:tracing\"]\n\n[dependencies]\n\
        serde = { version = \"1\", default-features = false, features = [\"std\"] }\nhttp = \"1\"\ntracing = { version = \"0.1\", optional = true }\n";

    fn with(name: &str, dependency: Dependency) -> Result<String, String> {
        with_declared(RUNTIME, &BTreeMap::from([(name.to_owned(), dependency)]))
    }

    fn version(text: &str) -> Dependency {
        Dependency { version: Some(text.to_owned()), ..Dependency::default() }
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_new_dependency_is_written_as_people_write_it() {
        assert!(with("uuid", version("1")).unwrap().ends_with("uuid = \"1\"\n"));
        let all = Dependency { features: strings(&["v4", "serde"]), default_features: Some(false), ..version("1") };
        let text = with("uuid", all).unwrap();
        assert!(text.ends_with("uuid = { version = \"1\", default-features = false, features = [\"v4\", \"serde\"] }\n"), "{text}");
        let beside = Dependency { path: Some("../money".to_owned()), ..Dependency::default() };
        assert!(with("money", beside).unwrap().ends_with("money = { path = \"../money\" }\n"));
    }

    #[test]
    fn what_the_runtime_needs_as_well_serves_both() {
        let text = with("serde", Dependency { features: strings(&["derive"]), ..version("1") }).unwrap();
        assert!(text.contains("serde = { version = \"1\", features = [\"derive\", \"std\"] }\n"), "{text}");
        assert!(with("http", version("1.2")).unwrap().contains("http = { version = \"1, 1.2\" }\n"));
        let text = with("tracing", version("0.1")).unwrap();
        assert!(text.contains("tracing = { version = \"0.1\" }\n"), "{text}");
        assert!(text.contains("tls = [\"dep:rustls\", \"tracing/log\"]\ntracing = []\n"), "{text}");
        let other = Dependency { git: Some("https://example.com/http".to_owned()), ..Dependency::default() };
        assert!(with("http", other).unwrap_err().contains("`http` already"));
    }
}
