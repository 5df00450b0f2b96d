//! How the bytes of a body are divided into items.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::event_stream::{EventForm, EventStream};
use super::json_values::JsonValues;
use super::lines::Lines;
use super::parts::Parts;
use crate::runtime::api::Framing;
use crate::runtime::encoding::describe_encoded;
use crate::runtime::text::header_text;

/// An item, as its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub item: Bytes,
    /// How many bytes it came in, without what every item has around it.
    pub size: usize,
    /// Whether the item is not complete, and another one follows all the same.
    pub is_cut: bool,
}

impl Frame {
    /// An item that is complete.
    pub(crate) fn whole(item: Bytes) -> Self {
        Self { size: item.len(), item, is_cut: false }
    }
}

/// What is wrong with a body that ends in the middle of an item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IncompleteItem;

/// Divides the bytes of a body into items. It keeps what it knows of the item that has begun, so that no byte is looked at twice.
pub(crate) trait Divide {
    /// Takes the next item out of the buffer. Returns `None` if it is not complete.
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<Frame>;

    /// Takes the last item out of the buffer, to which nothing more will come.
    ///
    /// # Errors
    ///
    /// Returns an error if the item is not complete.
    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<Frame>, IncompleteItem>;

    /// The number of bytes of the item that has begun which are not in the buffer any more.
    fn held(&self) -> usize {
        0
    }
}

/// What divides a body in one of all ways.
#[derive(Debug)]
pub(crate) enum Divider {
    Values(JsonValues),
    Records(JsonValues),
    Lines(Lines),
    Events(EventStream),
    Parts(Parts),
}

impl Divider {
    pub(crate) fn new(framing: Framing) -> Self {
        match framing {
            Framing::Values => Self::Values(JsonValues::default()),
            Framing::Records => Self::Records(JsonValues::after_separators()),
            Framing::Lines => Self::Lines(Lines::default()),
            Framing::Events => Self::Events(EventStream::new(EventForm::Text)),
            Framing::JsonEvents => Self::Events(EventStream::new(EventForm::Json)),
            Framing::EventData => Self::Events(EventStream::new(EventForm::Data)),
            Framing::Parts => Self::Parts(Parts::default()),
        }
    }

    /// Looks at the headers of the response.
    ///
    /// # Errors
    ///
    /// The response is of another kind: what is wrong.
    pub(crate) fn begin(&mut self, headers: &HeaderMap) -> Result<(), String> {
        let media = headers.get(CONTENT_TYPE).map(|media| header_text(media.as_bytes())).unwrap_or_default();
        let expected = match self {
            Self::Values(_) => return Ok(()),
            Self::Records(_) => "a JSON text sequence",
            Self::Lines(_) => "lines of JSON",
            Self::Events(_) => "an event stream",
            Self::Parts(parts) => {
                let found = || format!("expected a multipart body with a boundary, found {media:?}");
                return parts.begin(&media).ok_or_else(found);
            }
        };
        if let Some(found) = describe_encoded(headers) {
            return Err(format!("expected {expected}, {found}"));
        }
        // Of one JSON value or of a page there would be no event at all, as if nothing had happened. Other media types are wrong
        // for an event stream more often than the stream is.
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_other = ["application/json", "text/html"].contains(&essence.as_str()) || essence.ends_with("+json");
        match self {
            Self::Events(_) if is_other => Err(format!("expected {expected}, found {media}")),
            _ => Ok(()),
        }
    }

    /// Whether it is known where the next item begins, whatever is in this one.
    pub(crate) fn is_independent(&self) -> bool {
        match self {
            Self::Values(_) => false,
            Self::Records(_) | Self::Lines(_) | Self::Events(_) | Self::Parts(_) => true,
        }
    }

    /// What event streams say for a new connection.
    pub(crate) fn events(&self) -> Option<&EventStream> {
        match self {
            Self::Events(events) => Some(events),
            Self::Values(_) | Self::Records(_) | Self::Lines(_) | Self::Parts(_) => None,
        }
    }

    /// Prepares for a new connection.
    pub(crate) fn again(&mut self) {
        if let Self::Events(events) = self {
            events.again();
        }
    }

    fn inner(&mut self) -> &mut dyn Divide {
        match self {
            Self::Values(inner) | Self::Records(inner) => inner,
            Self::Lines(inner) => inner,
            Self::Events(inner) => inner,
            Self::Parts(inner) => inner,
        }
    }
}

impl Divide for Divider {
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<Frame> {
        self.inner().decode(buffer)
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<Frame>, IncompleteItem> {
        self.inner().decode_eof(buffer)
    }

    fn held(&self) -> usize {
        match self {
            Self::Events(events) => events.held(),
            Self::Values(_) | Self::Records(_) | Self::Lines(_) | Self::Parts(_) => 0,
        }
    }
}
