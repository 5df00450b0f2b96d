//! Replaces secrets in what is shown: errors, previews and drift.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;
use zeroize::Zeroize;

use crate::runtime::json::input::json_text;
use crate::runtime::text::{base64, percent};

/// Secrets in all spellings.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

/// The replacement of a secret in errors.
pub(crate) const REDACTED: &str = "[redacted]";

/// Shorter strings are not replaced: they are hardly secret, and occur in everything else.
const SHORTEST: usize = 4;

impl Secrets {
    /// Adds a secret: as it is, and as it is written in URLs, JSON, XML and base64.
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
        // What must be escaped in XML text, what in attributes as well, and what some writers escape besides.
        let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let attribute = text.replace('"', "&quot;");
        self.add_spelling(attribute.replace('\'', "&#39;"));
        self.add_spelling(attribute);
        self.add_spelling(text);
        self.add_spelling(secret.to_owned());
        // In base64 a string is written in three ways, by its offset in what was encoded.
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

    /// Adds a spelling. The longest come first, so that no part of a longer one remains when a shorter one is replaced.
    fn add_spelling(&mut self, spelling: String) {
        if !self.0.contains(&spelling) {
            let at = self.0.partition_point(|known| known.len() > spelling.len());
            self.0.insert(at, spelling);
        }
    }

    /// Returns the string with every secret replaced.
    pub(crate) fn scrub<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.0 {
            // The search continues behind the replacement, which may contain the secret itself.
            let mut done = 0;
            while let Some(at) = text.get(done..).and_then(|rest| rest.find(secret.as_str())) {
                text.to_mut().replace_range(done + at..done + at + secret.len(), replacement);
                done += at + replacement.len();
            }
        }
        text
    }

    /// Returns a body with every secret replaced; the body itself if it contains none.
    pub(crate) fn scrub_body(&self, body: Bytes) -> Bytes {
        // JSON can escape any character, so secrets may be visible only in the decoded strings.
        let text = String::from_utf8_lossy(&body);
        if let Some(mut value) = serde_json::from_str(&text).ok().filter(|value| self.is_in(value)) {
            let clean = self.scrub_strings(&mut value);
            let json = json_text(&value);
            return if clean { json.into() } else { self.scrub(&json, REDACTED).into_owned().into() };
        }
        match self.scrub(&text, REDACTED) {
            Cow::Owned(scrubbed) => scrubbed.into(),
            Cow::Borrowed(_) => body.clone(),
        }
    }

    fn is_in_string(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    /// Returns whether a value contains a secret.
    fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_in_string(text),
            Value::Array(items) => items.iter().any(|item| self.is_in(item)),
            Value::Object(fields) => fields.iter().any(|(name, value)| self.is_in_string(name) || self.is_in(value)),
            _ => false,
        }
    }

    /// Replaces every secret in the strings of a value. Returns whether no field name contains one.
    fn scrub_strings(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                *text = self.scrub(text, REDACTED).into_owned();
                true
            }
            Value::Array(items) => items.iter_mut().fold(true, |clean, item| self.scrub_strings(item) & clean),
            Value::Object(fields) => {
                fields.iter_mut().fold(true, |clean, (name, value)| self.scrub_strings(value) & !self.is_in_string(name) & clean)
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

/// Returns a percent-encoded string with its hexadecimal digits in lower case, as some servers write them.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut digits = 0_u8;
    for letter in encoded.chars() {
        out.push(if digits > 0 { letter.to_ascii_lowercase() } else { letter });
        digits = if letter == '%' { 2 } else { digits.saturating_sub(1) };
    }
    out
}
