//! The manifest of a crate that somebody keeps: what the generator wrote is renewed, all else stays.
//!
//! The generator's own keys are those of the features that it makes (not `default`), of the dependencies of what it writes, and
//! the oldest compiler. All others are only written when the crate is made.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// What became of a manifest.
#[derive(Debug)]
pub struct Merged {
    pub text: String,
    /// The generator's own keys that somebody has changed: they are as the generator wants them again.
    pub overwritten: Vec<String>,
}

/// A key of a manifest: the tables on the way, and the key.
type Path = Vec<String>;

/// The generator's own keys, and what they are worth.
pub fn own_keys(manifest: &str) -> Result<BTreeMap<String, String>, String> {
    let document = parse(manifest)?;
    Ok(paths(&document).iter().filter_map(|path| Some((shown(path), canonical(find(&document, path)?)))).collect())
}

/// Renews the generator's own keys of `current` by those of `new`. What was written before is known from `recorded`; `name` is
/// the name of the package, where it is to change.
pub fn merge(current: &str, new: &str, recorded: &BTreeMap<String, String>, name: Option<&str>) -> Result<Merged, String> {
    let (mut current, new) = (parse(current)?, parse(new)?);
    let mut overwritten = Vec::new();
    let wanted = paths(&new);
    for path in &wanted {
        let Some(item) = find(&new, path) else { continue };
        let (key, value) = (shown(path), canonical(item));
        match find(&current, path).map(canonical) {
            Some(old) if old == value => continue,
            Some(_) if !recorded.is_empty() && !recorded.contains_key(&key) => {
                return Err(format!("`{key}` stands there already, and is not what the generator needs: {value}"));
            }
            Some(old) if recorded.get(&key).is_some_and(|known| *known != old) => overwritten.push(key),
            _ => {}
        }
        set(&mut current, path, item)?;
        if let Some(comment) = comment(&new, path) {
            add_comment(&mut current, path, &comment);
        }
    }
    let gone: Vec<Path> = paths(&current).into_iter().filter(|path| !wanted.contains(path)).collect();
    for path in gone {
        // What somebody has changed is theirs.
        if recorded.get(&shown(&path)).is_some_and(|known| find(&current, &path).is_some_and(|item| canonical(item) == *known)) {
            remove(&mut current, &path);
        }
    }
    if let Some(name) = name {
        set(&mut current, &["package".to_owned(), "name".to_owned()], &toml_edit::value(name))?;
    }
    Ok(Merged { text: current.to_string(), overwritten })
}

/// The name of the package.
pub fn name(manifest: &str) -> Option<String> {
    parse(manifest).ok()?.get("package")?.get("name")?.as_str().map(str::to_owned)
}

fn parse(manifest: &str) -> Result<DocumentMut, String> {
    manifest.parse().map_err(|error: toml_edit::TomlError| error.to_string())
}

/// The keys that can be the generator's own.
fn paths(document: &DocumentMut) -> Vec<Path> {
    let mut found: Vec<Path> = vec![vec!["package".to_owned(), "rust-version".to_owned()]];
    let mut add = |way: &[&str], table: Option<&Item>| {
        let keys = table.and_then(Item::as_table_like).into_iter().flat_map(|table| table.iter().map(|(key, _)| key));
        let keys = keys.filter(|key| !(way == ["features"] && *key == "default"));
        found.extend(keys.map(|key| way.iter().copied().chain([key]).map(str::to_owned).collect::<Path>()));
    };
    for name in ["features", "dependencies", "dev-dependencies"] {
        add(&[name], document.get(name));
    }
    let targets = document.get("target").and_then(Item::as_table_like);
    for (target, tables) in targets.into_iter().flat_map(TableLike::iter) {
        for name in ["dependencies", "dev-dependencies"] {
            add(&["target", target, name], tables.get(name));
        }
    }
    found
}

/// A key in messages and in the record.
fn shown(path: &[String]) -> String {
    path.iter().map(|part| toml_edit::Key::new(part).display_repr().into_owned()).collect::<Vec<_>>().join(".")
}

fn find<'d>(document: &'d DocumentMut, path: &[String]) -> Option<&'d Item> {
    path.iter().try_fold(document.as_item(), |item, part| item.get(part))
}

/// A value without comments, spaces and order of keys.
fn canonical(item: &Item) -> String {
    item.clone().into_value().map_or_else(|_| String::new(), |value| of_value(&value))
}

fn of_value(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(of_value).collect::<Vec<_>>().join(", ")),
        Value::InlineTable(table) => {
            let entries: BTreeMap<&str, String> = table.iter().map(|(key, value)| (key, of_value(value))).collect();
            let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::String(text) => format!("{:?}", text.value()),
        other => other.clone().decorated("", "").to_string(),
    }
}

fn set(document: &mut DocumentMut, path: &[String], item: &Item) -> Result<(), String> {
    let Some((key, way)) = path.split_last() else { return Ok(()) };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for (depth, part) in way.iter().enumerate() {
        let mut new = Table::new();
        new.set_implicit(depth + 1 < way.len());
        let next = table.entry(part).or_insert(Item::Table(new));
        table = next.as_table_like_mut().ok_or_else(|| format!("`{part}` is no table"))?;
    }
    match table.get_mut(key) {
        Some(known) => {
            let mut item = item.clone();
            // What somebody wrote behind it.
            let suffix = known.as_value().and_then(|value| value.decor().suffix().cloned());
            if let (Some(suffix), Some(value)) = (suffix, item.as_value_mut()) {
                value.decor_mut().set_suffix(suffix);
            }
            *known = item;
        }
        None => drop(table.insert(key, item.clone())),
    }
    Ok(())
}

fn remove(document: &mut DocumentMut, path: &[String]) {
    let Some((key, way)) = path.split_last() else { return };
    let table = way.iter().try_fold(document.as_item_mut(), |item, part| item.get_mut(part));
    if let Some(table) = table.and_then(Item::as_table_like_mut) {
        table.remove(key);
    }
}

/// The comment above a key.
fn comment(document: &DocumentMut, path: &[String]) -> Option<String> {
    let (key, way) = path.split_last()?;
    let table = find(document, way)?.as_table_like()?;
    let comment = table.key(key)?.leaf_decor().prefix()?.as_str()?;
    comment.contains('#').then(|| comment.to_owned())
}

/// Puts a comment above a key that has none.
fn add_comment(document: &mut DocumentMut, path: &[String], comment: &str) {
    let Some((key, way)) = path.split_last() else { return };
    let table = way.iter().try_fold(document.as_item_mut(), |item, part| item.get_mut(part)).and_then(Item::as_table_like_mut);
    if let Some(mut key) = table.and_then(|table| table.key_mut(key)) {
        let has_one = key.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).is_some_and(|prefix| prefix.contains('#'));
        if !has_one {
            key.leaf_decor_mut().set_prefix(comment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: &str = "[package]
name = \"pets\"
version = \"0.1.0\"
rust-version = \"1.85\"

[features]
default = [\"tls\", \"all\"]
# Encryption.
tls = []
all = [\"cats\", \"dogs\"]
cats = []
dogs = []

[dependencies]
http = \"1\"

[target.'cfg(unix)'.dependencies]
tokio = { version = \"1.49\", features = [\"rt\"] }
";

    /// What somebody made of it.
    const KEPT: &str = "# Ours.
[package]
name = \"our-pets\" # a better name
version = \"2.0.0\"
rust-version = \"1.85\"
license = \"MIT\"

[features]
default = [\"cats\"]
# Encryption.
tls = []
mine = [\"cats\"] # and not the dogs
all = [\"cats\", \"dogs\"]
cats = []
dogs = []

[dependencies]
# For the command.
clap = \"4\"
http = \"1\"

[target.'cfg(unix)'.dependencies]
tokio = { features = [\"rt\"], version = \"1.49\" }

[lints.rust]
unsafe_code = \"forbid\"
";

    fn renewed() -> String {
        let text = MADE.replace("\"cats\", \"dogs\"", "\"birds\", \"cats\"").replace("dogs = []", "birds = []");
        text.replace("http = \"1\"", "http = \"1.1\"\n# New.\nbytes = \"1\"").replace("1.49", "1.50").replace("1.85", "1.88")
    }

    #[test]
    fn the_generator_renews_what_it_wrote_and_nothing_else() {
        let recorded = own_keys(MADE).unwrap();
        let merged = merge(KEPT, &renewed(), &recorded, None).unwrap();
        assert_eq!(merged.overwritten, [""; 0]);
        let expected = KEPT
            .replace("all = [\"cats\", \"dogs\"]", "all = [\"birds\", \"cats\"]")
            .replace("dogs = []", "birds = []")
            .replace("http = \"1\"", "http = \"1.1\"\n# New.\nbytes = \"1\"")
            .replace("{ features = [\"rt\"], version = \"1.49\" }", "{ version = \"1.50\", features = [\"rt\"] }")
            .replace("1.85", "1.88");
        assert_eq!(merged.text, expected);
        let again = merge(&merged.text, &renewed(), &own_keys(&renewed()).unwrap(), None).unwrap();
        assert_eq!(again.text, merged.text);
        let named = merge(KEPT, MADE, &recorded, Some("pets")).unwrap();
        assert_eq!(named.text, KEPT.replace("\"our-pets\"", "\"pets\""));
    }

    #[test]
    fn what_somebody_made_of_the_generators_own_keys_is_reported() {
        let recorded = own_keys(MADE).unwrap();
        let touched = KEPT.replace("http = \"1\"", "http = \"0.2\"").replace("\ndogs = []", "\ndogs = [\"cats\"]");
        let merged = merge(&touched, &renewed(), &recorded, None).unwrap();
        assert_eq!(merged.overwritten, ["dependencies.http"]);
        // It is no resource any more, and what somebody wrote.
        assert!(merged.text.contains("dogs = [\"cats\"]"), "{}", merged.text);
        let error = merge(&KEPT.replace("clap = \"4\"", "bytes = \"0.5\""), &renewed(), &recorded, None).unwrap_err();
        assert!(error.contains("`dependencies.bytes` stands there already"), "{error}");
    }

    #[test]
    fn a_table_that_is_gone_comes_back() {
        let recorded = own_keys(MADE).unwrap();
        let bare = "[package]\nname = \"pets\"\n";
        let merged = merge(bare, MADE, &recorded, None).unwrap();
        assert_eq!(own_keys(&merged.text).unwrap(), recorded);
    }
}
