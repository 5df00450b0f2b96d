//! Request bodies.

mod extra;
mod field;
mod file;
mod pairs;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod reader;
mod upload;

use std::fmt;

use bytes::Bytes;

use self::upload::{Upload, concatenated};
use crate::runtime::platform::random;
use crate::runtime::text::push_pair;
use crate::runtime::transport::Body;

pub(crate) use self::extra::ExtraBody;
pub(crate) use self::field::{Field, PartHeader};
pub use self::file::File;
pub(crate) use self::pairs::{MemberNames, Name, put, put_all, put_list};

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
    pub fields: Vec<(Name, Field)>,
    pub files: Vec<(Name, File)>,
    /// The media type without the boundary, if it is multipart.
    pub multipart: Option<&'static str>,
    /// The media types of parts that do not have their own, by the names of the parts.
    pub media: Vec<(&'static str, &'static str)>,
    /// The headers of parts.
    pub headers: Vec<PartHeader>,
    /// Encodes the form. It is a function pointer, so that only programs that use an encoding contain it.
    write: fn(&Form) -> Result<(Name, EncodedBody), String>,
}

impl Payload {
    /// Returns the form, after making the body one.
    #[inline]
    pub(crate) fn form(&mut self) -> &mut Form {
        if !matches!(self, Self::Form(_)) {
            *self = Self::Form(Form {
                fields: Vec::new(),
                files: Vec::new(),
                multipart: None,
                media: Vec::new(),
                headers: Vec::new(),
                write: Form::write_url_encoded,
            });
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
        form.multipart.get_or_insert("multipart/form-data");
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
        for (name, field) in &self.fields {
            push_pair(&mut text, name, &field.encoded());
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
        for (name, field) in &self.fields {
            let media = self.media_of(name).or(field.media).map(|media| format!("\r\nContent-Type: {media}")).unwrap_or_default();
            head(&mut out, &format!("name=\"{}\"{media}{}", quoted(name), self.headers_of(name)));
            out.extend_from_slice(field.text.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        for (index, (name, file)) in self.files.iter().enumerate() {
            if self.files.iter().take(index).any(|(_, before)| before.shares_stream(file)) {
                return Err(format!("the file `{}` is a stream, and cannot be two parts of a form", file.name()));
            }
            let (file_name, media) = (file.name(), file.media().or(self.media_of(name)).unwrap_or("application/octet-stream"));
            if media.contains(['\r', '\n']) {
                return Err(format!("the media type of the file `{file_name}` contains a line break"));
            }
            let disposition = format!("name=\"{}\"; filename=\"{}\"", quoted(name), quoted(file_name));
            head(&mut out, &format!("{disposition}\r\nContent-Type: {media}{}", self.headers_of(name)));
            let body = file.body()?;
            match body.as_bytes() {
                Some(bytes) => out.extend_from_slice(bytes),
                None => bodies.extend([std::mem::take(&mut out).into(), body]),
            }
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let media = format!("{}; boundary={boundary}", self.multipart.unwrap_or("multipart/form-data")).into();
        if bodies.is_empty() {
            return Ok((media, EncodedBody::Bytes(out.into())));
        }
        bodies.push(out.into());
        Ok((media, EncodedBody::Stream(Upload::new(concatenated(bodies)))))
    }
}

impl Form {
    /// Returns the media type of the parts of this name that do not have their own.
    #[inline]
    fn media_of(&self, part: &str) -> Option<&'static str> {
        self.media.iter().find(|(known, _)| *known == part).map(|(_, media)| *media)
    }

    /// Returns the lines of the headers of the parts of this name.
    #[inline]
    fn headers_of(&self, part: &str) -> String {
        self.headers.iter().filter(|header| header.part == part).map(|header| format!("\r\n{}: {}", header.name, header.value)).collect()
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
