//! A file as the store of tokens.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::store::{StoreFailure, StoreFuture, TokenStore};
use crate::runtime::client::Tokens;
use crate::runtime::platform::{in_runtime, spawn_blocking};
use crate::runtime::secret::Secret;

/// A file that keeps tokens.
///
/// It is replaced as a whole: whoever reads it, and whenever the program ends, finds the old tokens or the new ones. On Unix, only its
/// owner can read it (mode `0600`). A folder that is missing is created. The tokens in it are not encrypted.
///
/// # Examples
///
/// ```
/// use tallyfy::Tokens;
/// use tallyfy::oauth::{FileStore, TokenStore};
///
/// # let folder = std::env::temp_dir().join(format!("file-store-{}", std::process::id()));
/// # let path = folder.join("tokens.json");
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let store = FileStore::new(&path);
/// assert_eq!(store.load().await?, None);
/// let tokens = Tokens::new("an access token", None, None);
/// store.save(&tokens).await?;
/// assert_eq!(store.load().await?, Some(tokens));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[derive(Debug, Clone)]
pub struct FileStore {
    path: Arc<Path>,
    /// The numbers of the last save that was begun, and of the last one that was made: one that is late must not undo a later one.
    saves: Arc<Mutex<(u64, u64)>>,
}

impl FileStore {
    /// Creates a store at this path. Nothing is read or written yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into().into(), saves: Arc::default() }
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> StoreFuture<'_, Option<Tokens>> {
        let path = Arc::clone(&self.path);
        Box::pin(blocking(move || read(&path)))
    }

    fn save<'s>(&'s self, tokens: &'s Tokens) -> StoreFuture<'s, ()> {
        let (path, saves, json) = (Arc::clone(&self.path), Arc::clone(&self.saves), tokens.to_json());
        let number = {
            let mut saves = self.saves.lock().unwrap_or_else(PoisonError::into_inner);
            saves.0 += 1;
            saves.0
        };
        let save = move || {
            let mut saves = saves.lock().unwrap_or_else(PoisonError::into_inner);
            if number > saves.1 {
                replace(&path, &json).map_err(|error| named(&path, &error))?;
                saves.1 = number;
            }
            Ok(())
        };
        Box::pin(blocking(save))
    }
}

/// Runs work on a thread that may block, where there is a runtime that has one.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreFailure> + Send + 'static) -> Result<T, StoreFailure> {
    if in_runtime() { spawn_blocking(work)?.await? } else { work() }
}

fn named(path: &Path, error: &io::Error) -> StoreFailure {
    format!("{}: {error}", path.display()).into()
}

fn read(path: &Path) -> Result<Option<Tokens>, StoreFailure> {
    match fs::read_to_string(path).map(Secret::from) {
        Ok(json) => match Tokens::from_json(json.expose_secret()) {
            Some(tokens) => Ok(Some(tokens)),
            None => Err(format!("{}: it does not contain tokens", path.display()).into()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named(path, &error)),
    }
}

/// Replaces a file, or that which it links to.
fn replace(path: &Path, json: &Secret) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().ok_or_else(|| io::Error::other("the path is not that of a file"))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_folder(folder)?;
    let mut temporary_name = name.to_owned();
    temporary_name.push(format!(".{}.tmp", std::process::id()));
    let temporary = folder.join(temporary_name);
    let written = write(&temporary, json).and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write(path: &Path, json: &Secret) -> io::Result<()> {
    // One that a process with the same number has left behind may have another mode.
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.write_all(json.expose_secret().as_bytes())?;
    file.sync_all()
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
