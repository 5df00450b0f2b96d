//! What divides a body, by what the operation says.

use bytes::BytesMut;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::event_stream::{EventForm, EventStream};
use super::framing::{Divide, IncompleteItem, RawItem};
use super::json_values::JsonValues;
use super::lines::LineDivider;
use super::parts::PartDivider;
use crate::runtime::api::Framing;
use crate::runtime::encoding::describe_encoded;
use crate::runtime::text::header_text;

/// What divides a body in one of all ways.
#[derive(Debug)]
pub(crate) enum Divider {
    Values(JsonValues),
    Records(JsonValues),
    Lines(LineDivider),
    Events(EventStream),
    Parts(PartDivider),
}

impl Divider {
    pub(crate) fn new(framing: Framing) -> Self {
        match framing {
            Framing::Values => Self::Values(JsonValues::default()),
            Framing::Records => Self::Records(JsonValues::after_separators()),
            Framing::Lines => Self::Lines(LineDivider::default()),
            Framing::Events => Self::Events(EventStream::new(EventForm::Text)),
            Framing::JsonEvents => Self::Events(EventStream::new(EventForm::Json)),
            Framing::EventData => Self::Events(EventStream::new(EventForm::Data)),
            Framing::Parts => Self::Parts(PartDivider::default()),
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
            // A response without a body has no media type.
            Self::Parts(_) if media.is_empty() => return Ok(()),
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
    fn decode(&mut self, buffer: &mut BytesMut) -> Option<RawItem> {
        self.inner().decode(buffer)
    }

    fn decode_eof(&mut self, buffer: &mut BytesMut) -> Result<Option<RawItem>, IncompleteItem> {
        self.inner().decode_eof(buffer)
    }

    fn taken(&self) -> usize {
        match self {
            Self::Events(events) => events.taken(),
            Self::Values(_) | Self::Records(_) | Self::Lines(_) | Self::Parts(_) => 0,
        }
    }
}
