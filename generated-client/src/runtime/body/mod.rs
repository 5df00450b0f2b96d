//! Request bodies.

mod extra;
mod file;
mod pairs;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod reader;
mod upload;

use std::fmt;

use bytes::Bytes;

use self::upload::{Upload, concatenated};
use crate::runtime::platform::random;
use crate::runtime::text::{percent, push_pair};
use crate::runtime::transport::Body;

pub(crate) use self::extra::ExtraBody;
pub use self::file::File;
pub(crate) use self::pairs::{Name, put, put_all, put_list};

/// The body of a request.
#[derive(Clone, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    Bytes {
        media: Name,
        bytes: Bytes,
    },
    /// A file. `open` is a function pointer, so that only programs that use it contain it.
    File {
        media: Name,
        file: File,
        open: fn(&File) -> Result<EncodedBody, String>,
    },
    Form(Form),
}

/// An encoded body.
#[derive(Clone)]
pub(crate) enum EncodedBody {
    /// The same bytes with each attempt.
    Bytes(Bytes),
    /// A stream, which can be sent once.
    Stream(Upload),
}

impl EncodedBody {
    /// Returns the body for the transport.
    pub(crate) fn body(&self) -> Body {
        match self {
            Self::Bytes(bytes) => bytes.clone().into(),
            Self::Stream(upload) => upload.body(),
        }
    }

    #[inline]
    fn from_file(file: &File) -> Result<Self, String> {
        let body = file.body()?;
        Ok(match body.as_bytes() {
            Some(bytes) => Self::Bytes(bytes.clone()),
            None => Self::Stream(Upload::new(body)),
        })
    }

    /// Returns whether it cannot be sent again.
    pub(crate) fn is_consumed(&self) -> bool {
        matches!(self, Self::Stream(upload) if upload.is_consumed())
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Bytes(bytes) if bytes.is_empty())
    }
}

/// A form: `application/x-www-form-urlencoded` unless it is multipart.
#[derive(Clone)]
pub(crate) struct Form {
    pub fields: Vec<(Name, String)>,
    pub files: Vec<(Name, File)>,
    pub multipart: bool,
    /// Encodes the form. It is a function pointer, so that only programs that use an encoding contain it.
    write: fn(&Form) -> Result<(Name, EncodedBody), String>,
}

impl Payload {
    /// Returns the form, after making the body one.
    #[inline]
    pub(crate) fn form(&mut self) -> &mut Form {
        if !matches!(self, Self::Form(_)) {
            *self = Self::Form(Form { fields: Vec::new(), files: Vec::new(), multipart: false, write: Form::write_url_encoded });
        }
        match self {
            Self::Form(form) => form,
            Self::None | Self::Bytes { .. } | Self::File { .. } => unreachable!("made a form just above"),
        }
    }

    /// Returns the form, after making it multipart.
    #[inline]
    pub(crate) fn multipart(&mut self) -> &mut Form {
        let form = self.form();
        form.multipart = true;
        form.write = Form::write_multipart;
        form
    }

    /// Returns a file as a body. Its media type is this one, unless the file has its own.
    #[inline]
    pub(crate) fn file(media: Name, file: File) -> Self {
        let media = file.media().map_or(media, |own| own.to_owned().into());
        Self::File { media, file, open: EncodedBody::from_file }
    }

    /// Returns whether a stream in it has been sent, so that the same body cannot be sent again.
    pub(crate) fn is_consumed(&self) -> bool {
        match self {
            Self::None | Self::Bytes { .. } => false,
            Self::File { file, .. } => file.is_consumed(),
            Self::Form(form) => form.files.iter().any(|(_, file)| file.is_consumed()),
        }
    }

    /// Returns the media type and the encoded body, or why it cannot be sent.
    pub(crate) fn write(&self) -> Result<Option<(Name, EncodedBody)>, String> {
        match self {
            Self::None => Ok(None),
            Self::Bytes { media, bytes } => Ok(Some((media.clone(), EncodedBody::Bytes(bytes.clone())))),
            Self::File { media, file, open } => Ok(Some((media.clone(), open(file)?))),
            Self::Form(form) => (form.write)(form).map(Some),
        }
    }
}

impl Form {
    #[inline]
    fn write_url_encoded(&self) -> Result<(Name, EncodedBody), String> {
        let mut text = String::new();
        for (name, value) in &self.fields {
            push_pair(&mut text, name, &percent(value));
        }
        Ok(("application/x-www-form-urlencoded".into(), EncodedBody::Bytes(text.into())))
    }

    /// Encodes the form as RFC 7578 says. Files that stream stay streams.
    #[inline]
    fn write_multipart(&self) -> Result<(Name, EncodedBody), String> {
        let boundary = boundary();
        let mut bodies = Vec::new();
        let mut out = Vec::new();
        let head = |out: &mut Vec<u8>, head: &str| {
            out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        };
        for (name, value) in &self.fields {
            head(&mut out, &format!("name=\"{}\"", quoted(name)));
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        for (index, (name, file)) in self.files.iter().enumerate() {
            if self.files.iter().take(index).any(|(_, before)| before.shares_stream(file)) {
                return Err(format!("the file `{}` is a stream, and cannot be two parts of a form", file.name()));
            }
            let (file_name, media) = (file.name(), file.media().unwrap_or("application/octet-stream"));
            if media.contains(['\r', '\n']) {
                return Err(format!("the media type of the file `{file_name}` contains a line break"));
            }
            head(&mut out, &format!("name=\"{}\"; filename=\"{}\"\r\nContent-Type: {media}", quoted(name), quoted(file_name)));
            let body = file.body()?;
            match body.as_bytes() {
                Some(bytes) => out.extend_from_slice(bytes),
                None => bodies.extend([std::mem::take(&mut out).into(), body]),
            }
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let media = format!("multipart/form-data; boundary={boundary}").into();
        if bodies.is_empty() {
            return Ok((media, EncodedBody::Bytes(out.into())));
        }
        bodies.push(out.into());
        Ok((media, EncodedBody::Stream(Upload::new(concatenated(bodies)))))
    }
}

/// Escapes a name like browsers do.
#[inline]
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a boundary of 128 random bits, which no content contains.
#[inline]
fn boundary() -> String {
    format!("----------------{:016x}{:016x}", random(), random())
}

/// Shows sizes only: the content may be secret.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Bytes { media, bytes } => write!(f, "{media}, {} bytes", bytes.len()),
            Self::File { media, file, .. } => write!(f, "{media}, {file:?}"),
            Self::Form(form) => write!(f, "form of {} fields and {} files", form.fields.len(), form.files.len()),
        }
    }
}
