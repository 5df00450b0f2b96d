//! Texts that must show up nowhere but in the requests they are meant for.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use super::encode::{base64, percent};
use super::read::json_text;

/// All spellings of a client's secrets.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

/// What takes a secret's place in errors.
pub(crate) const REDACTED: &str = "[redacted]";

/// Shorter texts are no secrets worth the name, and taking them out would maim everything else.
const SHORTEST: usize = 4;

impl Secrets {
    /// Adds a secret: as it is, and as URLs, JSON and base64 spell it.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        let encoded = percent(secret);
        self.add_spelling(lower_hex(&encoded));
        self.add_spelling(encoded);
        self.add_spelling(secret.replace('/', "\\/"));
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
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), replacement));
            }
        }
        text
    }

    /// Returns a body with every secret replaced; the body itself where there is none.
    pub(crate) fn scrub_body(&self, body: Bytes) -> Bytes {
        // JSON can spell any character as an escape, so what is in it shows only when it is decoded.
        let text = String::from_utf8_lossy(&body);
        if let Ok(mut value) = serde_json::from_str(&text) {
            if self.scrub_json(&mut value) {
                return json_text(&value).into();
            }
        }
        match self.scrub(&text, REDACTED) {
            Cow::Owned(scrubbed) => scrubbed.into(),
            Cow::Borrowed(_) => body.clone(),
        }
    }

    /// Replaces every secret in a value; tells whether there was one.
    fn scrub_json(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.scrub(text, REDACTED) {
                Cow::Owned(scrubbed) => {
                    *text = scrubbed;
                    true
                }
                Cow::Borrowed(_) => false,
            },
            Value::Array(items) => items.iter_mut().fold(false, |found, item| self.scrub_json(item) | found),
            Value::Object(members) => {
                let mut found = false;
                for (name, mut value) in std::mem::take(members) {
                    let clean = self.scrub(&name, REDACTED).into_owned();
                    found |= self.scrub_json(&mut value) | (clean != name);
                    members.insert(clean, value);
                }
                found
            }
            _ => false,
        }
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
