//! The parts of a `Cargo.toml` that follow from a definition.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

/// Cargo features by name, each with what it enables.
pub type Features = BTreeMap<String, Vec<String>>;

/// The feature that turns on every resource.
const ALL: &str = "all";

/// What a stand-alone crate is called, and what is said of it.
#[derive(Default)]
pub struct Package<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// An expression of licences.
    pub license: Option<&'a str>,
    pub homepage: Option<&'a str>,
    pub documentation: Option<&'a str>,
}

/// What stands on top of the manifest of a stand-alone crate.
const HEAD: &str = "# Yours. `cargo xtask generate` renews the features and dependencies that it wrote, and keeps all else.\n\n";

/// What the tests of a stand-alone crate need.
const TEST_DEPENDENCIES: [(&str, &str); 2] =
    [("serde_json", "\"1\""), ("tokio", "{ version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt\", \"time\"] }")];

/// A manifest whose generated features are `features`; everything else stays as it is.
///
/// The key `all` divides its `[features]`: what stands above it is written by hand, `all`
/// itself and what follows is ours.
pub fn with_features(manifest: &str, features: &Features) -> Result<String, String> {
    let mut document = parse(manifest)?;
    set_features(&mut document, features)?;
    Ok(document.to_string())
}

/// The manifest of a stand-alone crate that copies the runtime, made out of the runtime's own and of those of the
/// optional parts that it has.
pub fn stand_alone(manifest: &str, package: &Package, features: &Features, parts: &[String]) -> Result<String, String> {
    let mut document = parse(manifest)?;
    let parts = parts.iter().map(|part| parse(part)).collect::<Result<Vec<_>, _>>()?;
    let mut features = features.clone();
    for part in &parts {
        features.extend(features_of(part)?);
    }
    set_features(&mut document, &features)?;
    parts.iter().try_for_each(|part| add_part(&mut document, part))?;
    let minimum = document["package"].get("rust-version").cloned();
    let mut table = Table::new();
    table["name"] = value(package.name);
    table["version"] = value("0.1.0");
    table["edition"] = value("2024");
    table["description"] = value(format!("Client for {}", one_line(package.title)));
    let declared = [("license", package.license), ("homepage", package.homepage), ("documentation", package.documentation)];
    for (key, text) in declared.into_iter().filter_map(|(key, text)| Some((key, text?))) {
        table[key] = value(text);
    }
    table["publish"] = value(false);
    if let Some(minimum) = minimum {
        table["rust-version"] = minimum;
    }
    if let Some(metadata) = document["package"].get("metadata") {
        table["metadata"] = metadata.clone();
    }
    table.decor_mut().set_prefix(HEAD);
    document["package"] = Item::Table(table);
    // The crate stands alone even when it lies inside another workspace.
    document["workspace"] = Item::Table(Table::new());
    for key in ["lints", "dev-dependencies", "example", "test", "bench"] {
        document.remove(key);
    }
    let mut tests = Table::new();
    for (name, text) in TEST_DEPENDENCIES {
        tests[name] = value(text.parse::<Value>().map_err(|error| error.to_string())?);
    }
    document["dev-dependencies"] = Item::Table(tests);
    Ok(document.to_string())
}

/// A manifest by which these features are on, and no others.
pub fn with_default(manifest: &str, on: &[&str]) -> Result<String, String> {
    let mut document = parse(manifest)?;
    let features = document.get_mut("features").and_then(Item::as_table_mut).ok_or("there is no [features]")?;
    features["default"] = value(on.iter().copied().collect::<Array>());
    Ok(document.to_string())
}

/// What the features of a part enable.
fn features_of(part: &DocumentMut) -> Result<Features, String> {
    let table = part.get("features").and_then(Item::as_table).ok_or("a part without [features]")?;
    let enables = |item: &Item| item.as_array().map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    Ok(table.iter().map(|(name, item)| (name.to_owned(), enables(item).unwrap_or_default())).collect())
}

/// Adds what a part depends on, and what it says of its features.
fn add_part(document: &mut DocumentMut, part: &DocumentMut) -> Result<(), String> {
    let tables = |key: &str| part.get(key).and_then(Item::as_table);
    for (name, item) in tables("dependencies").into_iter().flat_map(Table::iter) {
        let table = document.get_mut("dependencies").and_then(Item::as_table_mut).ok_or("there is no [dependencies]")?;
        if table.contains_key(name) {
            return Err(format!("a part depends on `{name}`, which all crates depend on"));
        }
        table.insert(name, item.clone());
    }
    for (name, _) in tables("features").into_iter().flat_map(Table::iter) {
        let comment = tables("features").and_then(|table| table.key(name)).and_then(|key| key.leaf_decor().prefix().cloned());
        let table = document.get_mut("features").and_then(Item::as_table_mut);
        if let (Some(comment), Some(mut key)) = (comment, table.and_then(|table| table.key_mut(name))) {
            key.leaf_decor_mut().set_prefix(comment);
        }
    }
    Ok(())
}

/// The generated features of a manifest.
pub fn generated_features(manifest: &str) -> Result<Vec<String>, String> {
    let document = parse(manifest)?;
    let table = document.get("features").and_then(Item::as_table).ok_or("there is no [features]")?;
    Ok(table.iter().map(|(key, _)| key.to_owned()).skip_while(|key| key != ALL).skip(1).collect())
}

fn parse(manifest: &str) -> Result<DocumentMut, String> {
    manifest.parse().map_err(|error: toml_edit::TomlError| error.to_string())
}

fn set_features(document: &mut DocumentMut, features: &Features) -> Result<(), String> {
    let table = document.get_mut("features").and_then(Item::as_table_mut).ok_or("there is no [features]")?;
    let ours: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).skip_while(|key| key != ALL).collect();
    for key in ours {
        table.remove(&key);
    }
    let mut all = Array::new();
    for name in features.keys() {
        if table.contains_key(name) {
            return Err(format!("the feature `{name}` exists already, written by hand"));
        }
        all.push(name);
    }
    for item in all.iter_mut() {
        item.decor_mut().set_prefix("\n    ");
    }
    if !all.is_empty() {
        all.set_trailing("\n");
        all.set_trailing_comma(true);
    }
    table.insert(ALL, value(all));
    if let Some(mut key) = table.key_mut(ALL) {
        key.leaf_decor_mut().set_prefix("# Every resource of the API. This and all below is generated.\n");
    }
    for (name, enables) in features {
        table.insert(name, value(Value::from_iter(enables)));
    }
    Ok(())
}

/// Text that cannot end a comment or a line early.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_HAND: &str = "[package]\nname = \"x\"\n\n[features]\ndefault = [\"tls\", \"all\"]\n# Encryption.\ntls = []\n# old\nall = [\"old\"]\nold = []\n\n[dependencies]\nhttp = \"1\"\n";

    fn features(names: &[&str]) -> Features {
        names.iter().map(|name| (name.to_string(), Vec::new())).collect()
    }

    #[test]
    fn generated_features_replace_the_old_ones_only() {
        let text = with_features(BY_HAND, &features(&["groups", "tags"])).unwrap();
        assert!(text.contains("# Encryption.\ntls = []"), "{text}");
        assert!(text.contains("all = [\n    \"groups\",\n    \"tags\",\n]\ngroups = []\ntags = []\n"), "{text}");
        assert!(!text.contains("old"), "{text}");
        assert_eq!(with_features(&text, &features(&["groups", "tags"])).unwrap(), text);
    }

    #[test]
    fn a_resource_called_like_a_feature_by_hand_is_refused() {
        assert!(with_features(BY_HAND, &features(&["tls"])).unwrap_err().contains("`tls`"));
    }

    #[test]
    fn a_stand_alone_crate_keeps_the_dependencies() {
        let package = Package { name: "pets", title: "Pet\nStore", license: Some("MIT"), ..Package::default() };
        let text = stand_alone(BY_HAND, &package, &features(&["pets"]), &[]).unwrap();
        assert!(text.starts_with("# Yours."), "{text}");
        assert!(text.contains("license = \"MIT\"\npublish = false"), "{text}");
        assert!(!text.contains("homepage"), "{text}");
        assert!(text.contains("description = \"Client for Pet Store\""), "{text}");
        assert!(text.contains("[dependencies]\nhttp = \"1\""), "{text}");
        assert!(text.contains("[workspace]"), "{text}");
    }

    #[test]
    fn a_part_brings_its_features_and_dependencies() {
        let package = Package { name: "pets", title: "Pets", ..Package::default() };
        let part = "[features]\n# Bodies of cuneiform.\nclay = [\"dep:clay-tablet\"]\n\n[dependencies]\nclay-tablet = { version = \"1\", optional = true }\n";
        let text = stand_alone(BY_HAND, &package, &features(&["pets"]), &[part.to_owned()]).unwrap();
        assert!(
            text.contains("all = [\n    \"clay\",\n    \"pets\",\n]\n# Bodies of cuneiform.\nclay = [\"dep:clay-tablet\"]\n"),
            "{text}"
        );
        assert!(text.contains("http = \"1\"\nclay-tablet = { version = \"1\", optional = true }\n"), "{text}");
        let twice = "[features]\nclay = []\n\n[dependencies]\nhttp = \"2\"\n".to_owned();
        assert!(stand_alone(BY_HAND, &package, &features(&[]), &[twice]).unwrap_err().contains("`http`"));
        let taken = "[features]\ntls = []\n".to_owned();
        assert!(stand_alone(BY_HAND, &package, &features(&[]), &[taken]).unwrap_err().contains("`tls`"));
    }
}
