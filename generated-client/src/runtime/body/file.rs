//! Files in forms, and files as bodies: from memory, from disk, or from a stream.

use std::fmt;
use std::io;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use std::path::PathBuf;

use bytes::Bytes;
use futures_core::Stream;

#[cfg(feature = "blocking")]
use super::reader::reader_body;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use super::reader::{file_body, file_length};
use super::upload::{Upload, stream_body};
use crate::runtime::maybe_send::MaybeSend;
use crate::runtime::transport::Body;

/// A file in a form, or a file that is the body of a request. As a body, its name is not sent.
///
/// | created from | kept in memory | retried |
/// |---|---|---|
/// | bytes: [`File::new`] | all of it | yes |
/// | a path: [`File::from_path`] | 64 KiB at a time | only if nothing of the body has been sent |
/// | a stream: [`File::from_stream`] | one chunk at a time | only if nothing of the body has been sent |
/// | a reader: `File::from_reader`, with the feature `blocking` | 64 KiB at a time | only if nothing of the body has been sent |
///
/// A stream or a reader can be sent once. Clones of the file share it: after one of them has been sent, in whole or in part, a call with
/// another is an error before anything is sent, and [`Error::is_safe_to_retry`](crate::runtime::Error::is_safe_to_retry) is
/// `false`. A path is opened anew for each call.
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

/// The content of a file.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    Path(PathBuf),
    Stream(Upload),
}

impl File {
    /// Creates a file from its name and content. Its media type is `application/octet-stream`, or that of the operation if
    /// the file is the body. [`media_type`](Self::media_type) sets another.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(name.into(), Content::Bytes(content.into()))
    }

    /// Creates a file from a file on disk. Its name is the last part of the path. It is read while it is sent, so a file
    /// that cannot be read is an error of the call.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned());
        Self::of(name, Content::Path(path))
    }

    /// Creates a file from its name and a stream of its content. With a length in bytes, the request has a `Content-Length`,
    /// and a stream that yields more or less is an error. Many servers refuse uploads without one.
    pub fn from_stream<S>(name: impl Into<String>, length: Option<u64>, stream: S) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + MaybeSend + 'static,
    {
        Self::of(name.into(), Content::Stream(Upload::new(stream_body(stream, length))))
    }

    /// With the feature `blocking`: creates a file from its name and a reader of its content, as [`from_stream`](Self::from_stream)
    /// does from a stream. It is read on a thread for blocking work, with either client.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::File;
    ///
    /// let standard_input = File::from_reader("input.csv", None, std::io::stdin()).media_type("text/csv");
    /// ```
    #[cfg(feature = "blocking")]
    pub fn from_reader(name: impl Into<String>, length: Option<u64>, reader: impl io::Read + Send + 'static) -> Self {
        Self::of(name.into(), Content::Stream(Upload::new(reader_body(reader, length))))
    }

    fn of(name: String, content: Content) -> Self {
        Self { name, media: None, content }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sets the name.
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

    /// Returns the content as a body, or why it cannot be read.
    #[inline]
    pub(crate) fn body(&self) -> Result<Body, String> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone().into()),
            Content::Stream(upload) if upload.is_consumed() => {
                Err(format!("the file `{}` is a stream that has been sent, and can be sent only once", self.name))
            }
            Content::Stream(upload) => Ok(upload.body()),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            Content::Path(path) => {
                let length = file_length(path).map_err(|error| format!("the file {} cannot be read: {error}", path.display()))?;
                Ok(file_body(path.clone(), length))
            }
        }
    }

    /// Returns the stream, if the content is one.
    #[inline]
    fn stream(&self) -> Option<&Upload> {
        match &self.content {
            Content::Stream(upload) => Some(upload),
            _ => None,
        }
    }

    /// Returns whether the content is a stream that has been sent.
    pub(crate) fn is_consumed(&self) -> bool {
        self.stream().is_some_and(Upload::is_consumed)
    }

    /// Returns whether both files have the same stream.
    #[inline]
    pub(crate) fn shares_stream(&self, other: &Self) -> bool {
        self.stream().zip(other.stream()).is_some_and(|(one, other)| one.is_same(other))
    }

    /// Returns the path of the file, or its name.
    pub(crate) fn place(&self) -> String {
        match &self.content {
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            Content::Path(path) => path.display().to_string(),
            _ => self.name.clone(),
        }
    }
}

/// The name is `file`: many servers read a part without a name as a form field.
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
        let (Self { name, content, .. }, media) = (self, self.media().unwrap_or("no media type"));
        match content {
            Content::Bytes(bytes) => write!(f, "File({name:?}, {media}, {} bytes)", bytes.len()),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            Content::Path(path) => write!(f, "File({name:?}, {media}, {path:?})"),
            Content::Stream(_) => write!(f, "File({name:?}, {media}, a stream)"),
        }
    }
}
