//! The secrets of a request: what must not be shown of it and of its response, whichever way it came in.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::state::RequestState;
use crate::runtime::body::Payload;
use crate::runtime::client::bound_values;
use crate::runtime::secret::{Places, REDACTED, Secret, Secrets, in_header, in_text};

/// Secrets that are known only when attempts are made: tokens of a provider, headers of a callback, and cookies.
#[derive(Default)]
pub(crate) struct SentSecrets(Mutex<Vec<Secret>>);

impl SentSecrets {
    /// Adds a secret.
    pub(crate) fn add(&self, secret: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().all(|known| known.expose_secret() != secret) {
            all.push(secret.into());
        }
    }

    /// Adds the secrets among the headers of an attempt, and marks them.
    pub(crate) fn add_headers(&self, places: &Places, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            if value.is_sensitive() || places.is_header(name.as_str()) {
                value.set_sensitive(true);
                note_header(name, value, &mut |secret| self.add(secret));
            }
        }
    }
}

impl Clone for SentSecrets {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

fn note_header(name: &HeaderName, value: &HeaderValue, note: &mut dyn FnMut(&str)) {
    in_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()), note);
}

impl RequestState {
    /// Returns the secrets of the request and of its client, for what is shown of the request and its response.
    pub(crate) fn secrets(&self) -> Arc<Secrets> {
        let core = self.client.core();
        let mut secrets = Arc::clone(&core.secrets);
        let issued = core.issued.lock().unwrap_or_else(PoisonError::into_inner).clone();
        issued.iter().for_each(|secret| Arc::make_mut(&mut secrets).add(secret.expose_secret()));
        self.each_secret(&mut |secret| Arc::make_mut(&mut secrets).add(secret));
        self.secret_names.iter().for_each(|name| Arc::make_mut(&mut secrets).add_name(name));
        let sensitive = self.headers.iter().filter(|(_, value)| value.is_sensitive());
        sensitive.for_each(|(name, _)| Arc::make_mut(&mut secrets).add_header(name.as_str()));
        secrets
    }

    /// Has the client hide the secrets of the request in its other calls, too: those of a call for tokens, which a server may send
    /// back at any time.
    pub(crate) fn hide_from_now_on(&self) {
        self.each_secret(&mut |secret| self.client.core().note_issued(&secret.into()));
    }

    /// Returns the secrets of the request alone.
    pub(crate) fn own_secrets(&self) -> Secrets {
        let mut secrets = Secrets::new(self.client.core().secrets.places().clone());
        self.each_secret(&mut |secret| secrets.add(secret));
        self.secret_names.iter().for_each(|name| secrets.add_name(name));
        secrets
    }

    /// Returns the path template as it is shown: that of an operation, or one of the application, which may contain secrets.
    pub(crate) fn shown_path(&self) -> Cow<'_, str> {
        match self.operation {
            Some(_) => Cow::Borrowed(&*self.template),
            None => Cow::Owned(self.secrets().scrub(&self.template, REDACTED).into_owned()),
        }
    }

    /// Calls the function with each secret of the request: those of the type [`Secret`], and what is in the places of secrets.
    fn each_secret(&self, note: &mut dyn FnMut(&str)) {
        self.secrets.iter().for_each(|secret| note(secret.expose_secret()));
        let sent = self.sent_secrets.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        sent.iter().for_each(|secret| note(secret.expose_secret()));
        let core = self.client.core();
        let places = core.secrets.places();
        for (name, value) in &self.headers {
            if value.is_sensitive() || places.is_header(name.as_str()) {
                note_header(name, value, note);
            }
        }
        for (name, value) in self.query.iter().chain(&self.path) {
            if places.is_name(name) {
                note(&percent_decode_str(value).decode_utf8_lossy());
            }
        }
        // All cookies are: they travel in a header of secrets.
        for (_, value) in &self.cookies {
            note(value);
            note(&percent_decode_str(value).decode_utf8_lossy());
        }
        for (_, value) in bound_values(&self.client).iter().filter(|(name, _)| places.is_name(name)) {
            note(value);
        }
        in_text(places, &self.template, note);
        self.address.iter().for_each(|address| in_text(places, address, note));
        self.each_secret_of_body(places, note);
    }

    fn each_secret_of_body(&self, places: &Places, note: &mut dyn FnMut(&str)) {
        // A body that cannot be made has no secrets.
        let Ok(payload) = self.payload() else { return };
        match &*payload {
            Payload::Form(form) => {
                for (_, field) in form.fields.iter().filter(|(name, _)| places.is_name(name)) {
                    note(&field.text);
                }
            }
            Payload::Bytes { media, bytes } if !is_binary(media) => in_text(places, &String::from_utf8_lossy(bytes), note),
            Payload::None | Payload::Bytes { .. } | Payload::File { .. } => {}
        }
    }
}

/// Returns whether a body of this media type has no names to find secrets by. It may be large.
fn is_binary(media: &str) -> bool {
    ["application/octet-stream", "image/", "audio/", "video/", "font/"].iter().any(|binary| media.starts_with(binary))
}
