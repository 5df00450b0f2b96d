//! Request bodies: bytes that are ready, or forms that are written when they are sent.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use bytes::Bytes;

use super::encode::{percent, push_pair};
use super::request::Name;

/// The body of a request.
#[derive(Clone, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    Bytes {
        media: Name,
        bytes: Bytes,
    },
    Form(Form),
}

/// A form: `application/x-www-form-urlencoded` unless it is multipart.
#[derive(Clone)]
pub(crate) struct Form {
    pub fields: Vec<(Name, String)>,
    pub files: Vec<(Name, File)>,
    pub multipart: bool,
    /// How it is written. Only programs that use a kind of form compile what writes it.
    write: fn(&Form) -> Result<(Name, Bytes), String>,
}

/// A file of a form.
#[derive(Clone, PartialEq)]
pub struct File {
    name: String,
    media: String,
    bytes: Bytes,
}

impl File {
    /// Makes a file of its name and its content. Its type is `application/octet-stream` unless told otherwise.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { name: name.into(), media: "application/octet-stream".to_owned(), bytes: content.into() }
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sets the media type: `image/png`.
    #[must_use]
    pub fn media_type(mut self, media: impl Into<String>) -> Self {
        self.media = media.into();
        self
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

impl<N: Into<String>, C: Into<Bytes>> From<(N, C)> for File {
    fn from((name, content): (N, C)) -> Self {
        Self::new(name, content)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({:?}, {}, {} bytes)", self.name, self.media, self.bytes.len())
    }
}

impl Payload {
    /// Returns the form that the body is, or is from now on.
    #[inline]
    pub(crate) fn form(&mut self) -> &mut Form {
        if !matches!(self, Self::Form(_)) {
            *self = Self::Form(Form { fields: Vec::new(), files: Vec::new(), multipart: false, write: Form::write_url_encoded });
        }
        match self {
            Self::Form(form) => form,
            Self::None | Self::Bytes { .. } => unreachable!("made a form just above"),
        }
    }

    /// Returns the form, which is multipart from now on.
    #[inline]
    pub(crate) fn multipart(&mut self) -> &mut Form {
        let form = self.form();
        form.multipart = true;
        form.write = Form::write_multipart;
        form
    }

    /// Returns the media type and the bytes that are sent, or what is wrong.
    pub(crate) fn write(&self) -> Result<Option<(Name, Bytes)>, String> {
        match self {
            Self::None => Ok(None),
            Self::Bytes { media, bytes } => Ok(Some((media.clone(), bytes.clone()))),
            Self::Form(form) => (form.write)(form).map(Some),
        }
    }
}

impl Form {
    #[inline]
    fn write_url_encoded(&self) -> Result<(Name, Bytes), String> {
        let mut text = String::new();
        for (name, value) in &self.fields {
            push_pair(&mut text, name, &percent(value));
        }
        Ok(("application/x-www-form-urlencoded".into(), text.into()))
    }

    /// Writes the parts as RFC 7578 says.
    #[inline]
    fn write_multipart(&self) -> Result<(Name, Bytes), String> {
        let boundary = boundary();
        let mut out = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            out.extend_from_slice(content);
            out.extend_from_slice(b"\r\n");
        };
        for (name, value) in &self.fields {
            part(format!("name=\"{}\"", quoted(name)), value.as_bytes());
        }
        for (name, file) in &self.files {
            let File { name: file_name, media, bytes } = file;
            if media.contains(['\r', '\n']) {
                return Err(format!("the media type of the file `{file_name}` holds a line break"));
            }
            let head = format!("name=\"{}\"; filename=\"{}\"\r\nContent-Type: {media}", quoted(name), quoted(file_name));
            part(head, bytes);
        }
        out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((format!("multipart/form-data; boundary={boundary}").into(), out.into()))
    }
}

/// Escapes a name as browsers do.
#[inline]
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a line that no content holds: 128 random bits.
#[inline]
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("----------------{:016x}{:016x}", random(), random())
}

/// Sizes only: content may be anybody's secret.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Bytes { media, bytes } => write!(f, "{media}, {} bytes", bytes.len()),
            Self::Form(form) => write!(f, "form of {} fields and {} files", form.fields.len(), form.files.len()),
        }
    }
}
