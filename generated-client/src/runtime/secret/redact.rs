//! Replaces secrets in what is shown: errors, previews, logs and drift.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use serde_json::Value;
use zeroize::Zeroize;

use super::escapes::Unescaped;
use super::places::{Author, Places};
use super::scan::{FoundSecret, Scanner};
use crate::runtime::json::input::json_text;
use crate::runtime::text::{base64, percent};

/// What must not be shown: secrets by their values, in all spellings, and by their places.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// All spellings: a string is searched once for all of them.
    spellings: Spellings,
    /// Secrets that are too short to be found within other strings. They are found where they are a whole value.
    short: Spellings,
    places: Places,
}

/// The replacement of a secret in errors.
pub(crate) const REDACTED: &str = "[redacted]";

/// Shorter strings are replaced as whole values only: they are hardly secret, and occur in everything else.
const SHORTEST: usize = 4;

impl Secrets {
    /// Starts with the places of secrets.
    pub(crate) fn new(places: Places) -> Self {
        Self { places, ..Self::default() }
    }

    /// Adds a secret: as it is, and as it is written in URLs, JSON, XML, base64 and `Debug`.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST {
            self.short.add(&[secret.to_owned(), percent(secret), json_spelling(secret)], 1);
        } else {
            self.spellings.add(&all_spellings(secret), SHORTEST);
        }
    }

    /// Adds a parameter that was set to a secret.
    pub(crate) fn add_name(&mut self, name: &str) {
        self.places.add(name);
    }

    /// Adds a header that is a secret.
    pub(crate) fn add_header(&mut self, name: &str) {
        self.places.add_header(name);
    }

    /// Returns the places.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Returns the string with every secret replaced. Where secrets overlap, one replacement stands for all of them.
    pub(crate) fn scrub<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        let mut found = self.find(text);
        found.extend(self.scan(text, Author::Server));
        replaced(text, found, replacement)
    }

    /// Returns the string with the values of secrets replaced, wherever they are.
    pub(crate) fn scrub_values<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        replaced(text, self.find(text), replacement)
    }

    /// Returns a part of a request with every secret replaced, except where `other` already stands for one.
    pub(crate) fn scrub_sent<'t>(&self, text: &'t str, replacement: &str, other: &str) -> Cow<'t, str> {
        let mut found = self.scan(text, Author::Client);
        found.retain(|found| text.get(found.range.clone()).is_none_or(|value| !is_replaced(value, other)));
        found.extend(self.find(text));
        replaced(text, found, replacement)
    }

    /// Returns a body with every secret replaced.
    ///
    /// JSON can escape any character, so the body is searched as it is and without its escapes. It need not be whole.
    pub(crate) fn scrub_body(&self, body: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(body);
        match replaced(&text, self.find_escaped(&text, Author::Server), REDACTED) {
            Cow::Owned(scrubbed) => scrubbed.into(),
            // Bytes that are not UTF-8 stay as they are.
            Cow::Borrowed(_) => body.to_vec(),
        }
    }

    /// Returns a part of a request or a response with all replaced that may be a secret.
    pub(crate) fn scrub_logged<'t>(&self, text: &'t str, replacement: &str) -> Cow<'t, str> {
        replaced(text, self.find_escaped(text, Author::Either), replacement)
    }

    /// Returns a copy of the value of a header, with every secret replaced.
    pub(crate) fn scrub_header(&self, name: &HeaderName, value: &HeaderValue) -> HeaderValue {
        let text = String::from_utf8_lossy(value.as_bytes());
        let copied = match self.scrub(&text, REDACTED) {
            _ if value.is_sensitive() || self.places.is_header(name.as_str()) => Ok(HeaderValue::from_static(REDACTED)),
            Cow::Owned(scrubbed) => HeaderValue::from_str(&scrubbed),
            Cow::Borrowed(_) => HeaderValue::from_bytes(value.as_bytes()),
        };
        copied.unwrap_or(HeaderValue::from_static(REDACTED))
    }

    /// Marks the headers that contain a secret: their `Debug` does not show it, while their values stay.
    pub(crate) fn mark(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            let is_secret = self.places.is_header(name.as_str())
                || std::str::from_utf8(value.as_bytes()).is_ok_and(|text| matches!(self.scrub(text, REDACTED), Cow::Owned(_)));
            if is_secret {
                value.set_sensitive(true);
            }
        }
    }

    /// Writes a `Debug` form with every secret replaced.
    pub(crate) fn write_debug(&self, value: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{value:#?}") } else { format!("{value:?}") };
        f.write_str(&self.scrub_logged(&text, REDACTED))
    }

    /// Returns where the values of secrets are in a string. Each position is looked at once.
    fn find(&self, text: &str) -> Vec<FoundSecret> {
        let mut found = Vec::new();
        if self.spellings.0.is_empty() {
            return found;
        }
        for at in 0..text.len().saturating_sub(SHORTEST - 1) {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let known = self.spellings.like(rest).iter().filter(|spelling| rest.starts_with(spelling.as_bytes()));
            found.extend(known.map(String::len).max().map(|length| FoundSecret::at(at..at + length)));
        }
        found
    }

    /// Returns where secrets are in a string that may be JSON with escapes.
    fn find_escaped(&self, text: &str, author: Author) -> Vec<FoundSecret> {
        let mut found = self.find(text);
        found.extend(self.scan(text, author));
        if text.contains('\\') {
            let plain = Unescaped::new(text);
            let origin = |found: FoundSecret| FoundSecret::at(plain.origin(found.range.start)..plain.origin(found.range.end));
            found.extend(self.find(&plain.text).into_iter().map(origin));
        }
        found
    }

    /// Returns where secrets are in a string, by their places.
    fn scan(&self, text: &str, author: Author) -> Vec<FoundSecret> {
        let is_value = |value: &str| self.short.like(value.as_bytes()).iter().any(|spelling| spelling == value);
        Scanner { places: &self.places, author, is_value: &is_value }.find(text)
    }
}

/// Strings by their first bytes.
#[derive(Clone, Default)]
struct Spellings(BTreeMap<[u8; SHORTEST], Vec<String>>);

impl Spellings {
    /// Returns the first bytes, with zeros for those that are missing.
    fn start(text: &[u8]) -> [u8; SHORTEST] {
        let mut start = [0; SHORTEST];
        start.iter_mut().zip(text).for_each(|(byte, own)| *byte = *own);
        start
    }

    /// Adds the different spellings of one secret, from this length on.
    fn add(&mut self, spellings: &[String], shortest: usize) {
        for (at, spelling) in spellings.iter().enumerate() {
            let is_new = !spellings.iter().take(at).any(|before| before == spelling);
            if is_new && spelling.len() >= shortest {
                self.0.entry(Self::start(spelling.as_bytes())).or_default().push(spelling.clone());
            }
        }
    }

    /// Returns the strings that begin like this one.
    fn like(&self, text: &[u8]) -> &[String] {
        self.0.get(&Self::start(text)).map_or(&[], Vec::as_slice)
    }
}

/// Returns whether a replacement stands for the whole value, or for all of it behind the name of an authentication scheme.
pub(crate) fn is_replaced(value: &str, replacement: &str) -> bool {
    value == replacement || value.split_once(' ').is_some_and(|(_, rest)| rest == replacement)
}

/// Returns a string as it is written in JSON, without the quotes.
fn json_spelling(text: &str) -> String {
    let json = json_text(&Value::String(text.to_owned()));
    json.get(1..json.len() - 1).unwrap_or_default().to_owned()
}

/// Returns a secret as it is, and as it is written in URLs, JSON, XML and base64.
fn all_spellings(secret: &str) -> Vec<String> {
    let encoded = percent(secret);
    let json = json_spelling(secret);
    let debug = format!("{secret:?}");
    // What must be escaped in XML text, what in attributes as well, and what some writers escape besides.
    let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let attribute = text.replace('"', "&quot;");
    let mut all = vec![lower_hex(&encoded), encoded, json.replace('/', "\\/"), json, secret.to_owned()];
    all.extend(debug.get(1..debug.len() - 1).map(str::to_owned));
    all.extend([attribute.replace('\'', "&#39;"), attribute, text]);
    // In base64 a string is written in three ways, by its offset in what was encoded.
    for offset in 0..3 {
        let mut padded = vec![0; offset];
        padded.extend_from_slice(secret.as_bytes());
        let ours = (offset * 8).div_ceil(6)..(padded.len() * 8 / 6);
        let standard = base64(&padded).get(ours).unwrap_or_default().to_owned();
        all.extend([standard.replace('+', "-").replace('/', "_"), standard]);
    }
    all
}

/// Returns the string with the ranges replaced, those that overlap by one replacement.
fn replaced<'t>(text: &'t str, mut found: Vec<FoundSecret>, replacement: &str) -> Cow<'t, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_unstable_by_key(|found| found.range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for FoundSecret { range, is_number } in found {
        if range.start >= done {
            out.push_str(text.get(done..range.start).unwrap_or_default());
            let quote = if is_number { "\"" } else { "" };
            out.extend([quote, replacement, quote]);
        }
        done = done.max(range.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// A `Debug` form that a closure writes.
pub(crate) struct DebugFn<F>(pub F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for DebugFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl Drop for Spellings {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
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
