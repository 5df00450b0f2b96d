//! The properties of an operation that generated methods set on a request.

use super::Request;
use crate::runtime::api::{Alternatives, Framing, InputPlace, Paging, StreamForm};
use crate::runtime::body::put;
use crate::runtime::client::{Core, describe_unbound};
use crate::runtime::json::BodyFormat;
use crate::runtime::text::{MediaTypes, percent};

/// Properties of the operation.
impl Request {
    /// Sets the field of the response that contains the payload.
    #[must_use]
    pub fn envelope(mut self, payload: &'static str) -> Self {
        self.state_mut().envelope = Some(payload);
        self
    }

    /// Sets the field of an item of the response by which the server tells that it has failed.
    #[must_use]
    pub fn error_envelope(mut self, name: &'static str) -> Self {
        self.state_mut().error_envelope = Some(name);
        self
    }

    /// Sets how the response is divided into items.
    #[must_use]
    pub fn framing(mut self, framing: Framing) -> Self {
        self.state_mut().framing = framing;
        self
    }

    /// Sets the item that only says that no other follows.
    #[must_use]
    pub fn end_mark(mut self, text: &'static str) -> Self {
        self.state_mut().end_mark = Some(text);
        self
    }

    /// Sets the stream that the response can be instead.
    #[must_use]
    pub fn or_stream(mut self, form: &'static StreamForm) -> Self {
        self.state_mut().stream = Some(form);
        self
    }

    /// Asks for the stream that the response can be instead.
    #[must_use]
    pub(crate) fn asking_for_stream(mut self) -> Self {
        let Some(form) = self.state_mut().stream.take() else {
            return self;
        };
        // What the one value cannot come in is what is asked for now.
        self.state_mut().media_types = MediaTypes::default();
        let asking = self.accept(form.media).framing(form.framing);
        match form.flag {
            Some((InputPlace::Query, name)) => asking.query(name, true),
            Some((_, name)) => asking.extra_body(name.into(), &true),
            None => asking,
        }
    }

    /// Sets how the list is paginated.
    #[must_use]
    pub fn paging(mut self, paging: &'static Paging) -> Self {
        self.state_mut().paging = Some(paging);
        self
    }

    /// Sets the format of the response, if it is not JSON.
    #[must_use]
    pub fn body_format(mut self, format: &'static dyn BodyFormat) -> Self {
        self.state_mut().body_format = Some(format);
        self
    }

    /// Reads a response whose `Content-Type` is text as the value itself, rather than as JSON.
    #[must_use]
    pub fn may_be_plain_text(mut self) -> Self {
        self.state_mut().may_be_plain_text = true;
        self
    }

    /// Reads a response as the value itself, unless its `Content-Type` is JSON.
    #[must_use]
    pub fn plain_text(mut self) -> Self {
        self.state_mut().is_plain_text = true;
        self
    }

    /// Declares these redirects successes, which are not followed.
    #[must_use]
    pub fn redirects(mut self, statuses: &'static [u16]) -> Self {
        self.state_mut().redirects = statuses;
        self
    }

    /// Sets the `Accept` header, if the application does not set it.
    #[must_use]
    pub fn accept(mut self, media: &'static str) -> Self {
        self.state_mut().accept = Some(media);
        self
    }

    /// Declares the media types that the call reads, and those that other methods of the operation read: a response of one of these
    /// is an error.
    #[must_use]
    pub fn media_types(mut self, own: &'static [&'static str], other: &'static [&'static str]) -> Self {
        self.state_mut().media_types = MediaTypes { own, other };
        self
    }

    /// Sets the credentials that the operation needs, if they are not the API's default.
    #[must_use]
    pub fn auth(mut self, alternatives: Alternatives) -> Self {
        self.state_mut().auth = Some(alternatives);
        self
    }

    /// Sets the server of the operation.
    #[must_use]
    pub fn server(mut self, name: &'static str) -> Self {
        self.state_mut().server = Some(name);
        self
    }

    /// Sends the form as `multipart/form-data`, even without a file.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.state_mut().payload.multipart();
        self
    }

    /// Sends the form as this kind of `multipart`.
    #[must_use]
    pub fn multipart_as(mut self, media: &'static str) -> Self {
        self.state_mut().payload.multipart().multipart = Some(media);
        self
    }

    /// Sets the media type of the parts of this name that do not have their own.
    #[must_use]
    pub fn part_media(mut self, part: &'static str, media: &'static str) -> Self {
        self.state_mut().payload.multipart().media.push((part, media));
        self
    }

    /// Declares a retry unsafe, whatever the method.
    #[must_use]
    pub fn never_retry(mut self) -> Self {
        self.state_mut().repeatable = Some(false);
        self
    }

    /// Declares a retry safe, whatever the method.
    #[must_use]
    pub fn always_retry(mut self) -> Self {
        self.state_mut().repeatable = Some(true);
        self
    }

    /// Declares whether it changes something, whatever the method.
    #[must_use]
    pub fn changes(mut self, changes: bool) -> Self {
        self.state_mut().changes = Some(changes);
        self
    }

    /// Sends a random idempotency key in this header. The server recognizes a retry by it, which makes a retry safe.
    #[must_use]
    pub fn idempotency_key(mut self, header: &'static str) -> Self {
        let key = new_key(self.state().client.core());
        self.state_mut().idempotency = Some(header);
        self.state_mut().repeatable = Some(true);
        self.header(header, key.as_str())
    }

    /// Sets a query parameter to the value that the client is bound to.
    #[must_use]
    pub fn bound_query(mut self, name: &'static str) -> Self {
        match self.state().client.bound(name).map(percent) {
            Some(value) => put(&mut self.state_mut().query, name.into(), value),
            None => {
                let problem = describe_unbound(&self.state().client, name);
                self.problem(|| problem);
            }
        }
        self
    }
}

/// Returns a random UUID.
#[inline]
fn new_key(core: &Core) -> String {
    let (high, low) = (core.clock.random(), core.clock.random());
    let version = high & 0xffff_ffff_ffff_0fff | 0x4000;
    let variant = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let (first, second, third) = (version >> 32, version >> 16 & 0xffff, version & 0xffff);
    format!("{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", variant >> 48, variant & 0xffff_ffff_ffff)
}
