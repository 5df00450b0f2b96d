//! Files of forms and files as bodies: from memory, from disk, or from wherever bytes come.

use std::fmt;
use std::io;
use std::path::PathBuf;

use bytes::Bytes;
use futures_core::Stream;

use super::upload::{Upload, measured, of_path, of_stream};
use crate::runtime::transport::Body;

/// A file of a form, or one that is the body of a request: there, its name is not sent.
///
/// | made of | kept in memory | sent again where a repeat is safe |
/// |---|---|---|
/// | bytes: [`File::new`] | all of it | yes |
/// | a path: [`File::from_path`] | 64 KiB at a time | only while nothing of the body has been sent |
/// | a stream: [`File::from_stream`] | a piece at a time | only while nothing of the body has been sent |
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, File, Method};
///
/// let in_memory = File::new("hello.txt", "hello").media_type("text/plain");
/// let on_disk = File::from_path("reports/march.pdf"); // read while it is sent
/// assert_eq!(on_disk.name(), "march.pdf");
///
/// let client = Client::builder().base_url("https://api.example.com").build()?;
/// let call = client.request(Method::PUT, "/files/1").body_from("application/octet-stream", in_memory);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct File {
    name: String,
    media: Option<String>,
    content: Content,
}

/// What a file holds.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    Stream(Upload),
}

impl File {
    /// Makes a file of its name and its content. Its type is the one that the operation takes where it is the body, and
    /// `application/octet-stream` otherwise, unless told here.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(name.into(), Content::Bytes(content.into()))
    }

    /// Makes a file of one on disk, under the last part of its path. It is read while it is sent; what cannot be read
    /// shows when it is sent, too.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned());
        Self::of(name, Content::Path(path))
    }

    /// Makes a file of its name and a stream of its content. With a length in bytes the server is told how much comes,
    /// and a stream that yields more or less is an error; many servers refuse uploads without one.
    pub fn from_stream<S>(name: impl Into<String>, length: Option<u64>, stream: S) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::of(name.into(), Content::Stream(Upload::new(of_stream(stream, length))))
    }

    fn of(name: String, content: Content) -> Self {
        Self { name, media: None, content }
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sets its name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the media type: `image/png`.
    #[must_use]
    pub fn media_type(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    pub(crate) fn media(&self) -> Option<&str> {
        self.media.as_deref()
    }

    /// Returns what can be sent, or what is wrong with it.
    #[inline]
    pub(crate) fn body(&self) -> Result<Body, String> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone().into()),
            Content::Stream(upload) => Ok(upload.body()),
            Content::Path(path) => {
                let length = measured(path).map_err(|error| format!("the file {} cannot be read: {error}", path.display()))?;
                Ok(of_path(path.clone(), length))
            }
        }
    }

    /// Returns where it can be found, for whoever sends it by hand.
    pub(crate) fn place(&self) -> String {
        match &self.content {
            Content::Path(path) => path.display().to_string(),
            _ => self.name.clone(),
        }
    }
}

/// A file without a name of its own is called `file`: many servers take a part without one for a plain field.
impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new("file", content)
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new("file", content)
    }
}

impl From<&'static [u8]> for File {
    fn from(content: &'static [u8]) -> Self {
        Self::new("file", content)
    }
}

impl<const N: usize> From<&'static [u8; N]> for File {
    fn from(content: &'static [u8; N]) -> Self {
        Self::new("file", &content[..])
    }
}

impl<N: Into<String>, C: Into<Bytes>> From<(N, C)> for File {
    fn from((name, content): (N, C)) -> Self {
        Self::new(name, content)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self { name, content, .. }, media) = (self, self.media().unwrap_or("no type of its own"));
        match content {
            Content::Bytes(bytes) => write!(f, "File({name:?}, {media}, {} bytes)", bytes.len()),
            Content::Path(path) => write!(f, "File({name:?}, {media}, {path:?})"),
            Content::Stream(_) => write!(f, "File({name:?}, {media}, a stream)"),
        }
    }
}
