//! What was created and changed: the items of each list, in memory, and in a file where one is named.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use fs4::fs_std::FileExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// All lists by their paths.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// By path; the items by the text of their ids.
    pub lists: BTreeMap<String, List>,
}

/// The items of one list.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// In the order in which they were made.
    pub items: Vec<Item>,
    /// How many ids were given.
    pub given: u64,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What the path calls it by.
    pub id: String,
    /// What is known of it.
    pub value: Value,
}

impl List {
    /// The item that a path calls so.
    pub fn find(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }
}

/// Where the state is kept.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    /// Locked as long as the program runs.
    _lock: File,
}

impl StateFile {
    /// Opens a file, which no other program may have open, and reads what is in it.
    pub fn open(path: &Path) -> Result<(Self, State), String> {
        let beside = beside(path, ".lock");
        let failed = |what: &str, path: &Path, error: std::io::Error| format!("error: cannot {what} {}: {error}", path.display());
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&beside);
        let lock = lock.map_err(|error| failed("open", &beside, error))?;
        if !lock.try_lock_exclusive().map_err(|error| failed("lock", &beside, error))? {
            return Err(format!("error: another mock server uses {}\n  help: end it, or name another file with `--state`", path.display()));
        }
        let state = match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                format!(
                    "{}:{line}:{column}: error: not a state of this server: {error}\n  help: mend it, or move it away; it was left as it is",
                    path.display()
                )
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::default(),
            Err(error) => return Err(failed("read", path, error)),
        };
        Ok((Self { path: path.to_owned(), _lock: lock }, state))
    }

    /// Writes it, aside and then in place, so that there is always a whole one.
    pub fn write(&self, state: &State) -> Result<(), String> {
        let aside = beside(&self.path, ".new");
        let text = serde_json::to_string_pretty(state).map_err(|error| error.to_string())?;
        let write = || {
            let mut file = File::create(&aside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&aside, &self.path)?;
            // The name is on the disk only with the folder.
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
        };
        write().map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_read_and_only_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let (file, mut state) = StateFile::open(&path).unwrap();
        let item = Item { id: "1".into(), value: json!({"id": 1}) };
        state.lists.insert("/a".into(), List { items: vec![item], given: 1 });
        file.write(&state).unwrap();
        assert!(StateFile::open(&path).unwrap_err().contains("another mock server uses"));
        drop(file);
        let (_file, state) = StateFile::open(&path).unwrap();
        assert_eq!(state.lists["/a"].find("1").unwrap().value, json!({"id": 1}));
    }

    #[test]
    fn a_file_that_is_cut_is_refused_with_its_place_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        fs::write(&path, "{\"lists\": {\n  \"/a\": {\"items\": [").unwrap();
        let error = StateFile::open(&path).unwrap_err();
        assert!(error.contains("state.json:2:19: error: not a state"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"lists\": {\n  \"/a\": {\"items\": [");
    }
}
