//! Texts that must show up nowhere but in the requests they are meant for.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;
use zeroize::Zeroize;

use crate::runtime::json::input::json_text;
use crate::runtime::text::{base64, percent};

/// All spellings of a client's secrets.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

/// What takes a secret's place in errors.
pub(crate) const REDACTED: &str = "[redacted]";

/// Shorter texts are no secrets worth the name, and taking them out would maim everything else.
const SHORTEST: usize = 4;

impl Secrets {
    /// Adds a secret: as it is, and as URLs, JSON, markup and base64 spell it.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        let encoded = percent(secret);
        self.add_spelling(lower_hex(&encoded));
        self.add_spelling(encoded);
        let json = json_text(&Value::String(secret.to_owned()));
        let json = json.get(1..json.len() - 1).unwrap_or_default();
        self.add_spelling(json.replace('/', "\\/"));
        self.add_spelling(json.to_owned());
        // What has to be escaped in a text, what in an attribute as well, and what anybody escapes.
        let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let attribute = text.replace('"', "&quot;");
        self.add_spelling(attribute.replace('\'', "&#39;"));
        self.add_spelling(attribute);
        self.add_spelling(text);
        self.add_spelling(secret.to_owned());
        // In base64 a text looks different at each of three offsets into what was encoded.
        for offset in 0..3 {
            let mut padded = vec![0; offset];
            padded.extend_from_slice(secret.as_bytes());
            let ours = (offset * 8).div_ceil(6)..(padded.len() * 8 / 6);
            let standard = base64(&padded).get(ours).unwrap_or_default().to_owned();
            if standard.len() >= SHORTEST {
                self.add_spelling(standard.replace('+', "-").replace('/', "_"));
                self.add_spelling(standard);
            }
        }
    }

    /// Longest first, so that no spelling is left over as the rest of a shorter one.
    fn add_spelling(&mut self, spelling: String) {
        if !self.0.contains(&spelling) {
            let at = self.0.partition_point(|known| known.len() > spelling.len());
            self.0.insert(at, spelling);
        }
    }

    /// Returns the text with every secret replaced.
    pub(crate) fn scrub<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.0 {
            // What has been replaced is not looked at again: the replacement may look like a secret itself.
            let mut done = 0;
            while let Some(at) = text.get(done..).and_then(|rest| rest.find(secret.as_str())) {
                text.to_mut().replace_range(done + at..done + at + secret.len(), replacement);
                done += at + replacement.len();
            }
        }
        text
    }

    /// Returns a body with every secret replaced; the body itself where there is none.
    pub(crate) fn scrub_body(&self, body: Bytes) -> Bytes {
        // JSON can spell any character as an escape, so what is in it shows only when it is decoded.
        let text = String::from_utf8_lossy(&body);
        if let Some(mut value) = serde_json::from_str(&text).ok().filter(|value| self.is_in(value)) {
            let clean = self.scrub_texts(&mut value);
            let json = json_text(&value);
            return if clean { json.into() } else { self.scrub(&json, REDACTED).into_owned().into() };
        }
        match self.scrub(&text, REDACTED) {
            Cow::Owned(scrubbed) => scrubbed.into(),
            Cow::Borrowed(_) => body.clone(),
        }
    }

    fn is_in_text(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    /// Tells whether there is a secret in a value.
    fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_in_text(text),
            Value::Array(items) => items.iter().any(|item| self.is_in(item)),
            Value::Object(members) => members.iter().any(|(name, value)| self.is_in_text(name) || self.is_in(value)),
            _ => false,
        }
    }

    /// Replaces every secret in a value's texts; tells whether none is left, in a name that is.
    fn scrub_texts(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                *text = self.scrub(text, REDACTED).into_owned();
                true
            }
            Value::Array(items) => items.iter_mut().fold(true, |clean, item| self.scrub_texts(item) & clean),
            Value::Object(members) => {
                members.iter_mut().fold(true, |clean, (name, value)| self.scrub_texts(value) & !self.is_in_text(name) & clean)
            }
            _ => true,
        }
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Returns a percent-encoded text with the digits of its escapes in lower case, as some servers write them.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut digits = 0_u8;
    for letter in encoded.chars() {
        out.push(if digits > 0 { letter.to_ascii_lowercase() } else { letter });
        digits = if letter == '%' { 2 } else { digits.saturating_sub(1) };
    }
    out
}
