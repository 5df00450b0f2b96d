//! Requests that the API sends: their payloads are read as tolerantly as responses are, and a secret that came with one is compared.

use std::cell::RefCell;
use std::fmt;
use std::hint::black_box;
use std::str::from_utf8;

use serde_json::Value;

#[cfg(feature = "drift")]
use crate::runtime::client::{Drift, OnDrift};
use crate::runtime::json::Unreadable;
#[cfg(feature = "drift")]
use crate::runtime::json::input::DriftRecorder;
use crate::runtime::json::input::{Outcome, SharedRecorder, Source};
use crate::runtime::json::read::{Candidate, FromJson, Late, RawScalar, ReadInto, ReadValue, Slot, TypeInfo, Union, read_union_by};
#[cfg(feature = "drift")]
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
#[cfg(feature = "drift")]
use crate::runtime::secret::Secrets;

/// Why the payload of a request cannot be read: it is no JSON, or other JSON than the definition says. A receiver answers with 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPayload {
    problem: String,
}

impl InvalidPayload {
    fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into() }
    }
}

impl fmt::Display for InvalidPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for InvalidPayload {}

impl From<Unreadable> for InvalidPayload {
    fn from(why: Unreadable) -> Self {
        Self::new(why.problem())
    }
}

/// Compares a secret that came with a request, in its address or in a header, with the one that is expected. The time that it
/// takes does not depend on where they differ, so that nobody can guess a secret piece by piece: it depends on the length of what
/// was received, which its sender knows. An empty secret is expected of nobody, and matches nothing.
#[must_use]
pub fn secrets_match(expected: impl AsRef<[u8]>, received: impl AsRef<[u8]>) -> bool {
    let (expected, received) = (expected.as_ref(), received.as_ref());
    let mut difference = u8::from(expected.is_empty() || expected.len() != received.len());
    for (one, other) in received.iter().zip(expected.iter().cycle()) {
        difference = black_box(difference | (one ^ other));
    }
    black_box(difference) == 0
}

/// Reads the payload of a request.
///
/// Unknown properties are kept, and values of another type are converted, as in responses.
///
/// # Errors
///
/// The body is not JSON, or not what the definition says.
pub fn from_slice<T: FromJson>(body: &[u8]) -> Result<T, InvalidPayload> {
    read(body, None)
}

/// The same, which reports where the payload differs from the definition.
///
/// `name` is what the differences are reported for, as the path of their request.
///
/// # Errors
///
/// As [`from_slice`].
#[cfg(feature = "drift")]
pub fn from_slice_with_drift<T: FromJson>(
    body: &[u8],
    name: &str,
    report: impl Fn(Drift) + MaybeSend + MaybeSync + 'static,
) -> Result<T, InvalidPayload> {
    let recorder = RefCell::new(DriftRecorder::new(false));
    let value = read(body, Some(&recorder));
    OnDrift::new(report).report(&http::Method::POST, name, &Secrets::default(), recorder.into_inner());
    value
}

fn read<T: FromJson>(body: &[u8], recorder: Option<&SharedRecorder>) -> Result<T, InvalidPayload> {
    let value = RefCell::new(Late::default());
    let outcome = Source::read(text(body)?, recorder, &|source| {
        let mut value = value.borrow_mut();
        *value = Late::default();
        source.read_all(&mut value.read(source))
    });
    outcome.map_err(Unreadable::from)?.map_err(Unreadable::from)?;
    Ok(value.into_inner().value().map_err(Unreadable::from)?)
}

/// The text of a body, which has to have some.
fn text(body: &[u8]) -> Result<&str, InvalidPayload> {
    match from_utf8(body) {
        Ok(text) if text.trim_ascii().is_empty() => Err(InvalidPayload::new("expected JSON: the body is empty")),
        Ok(text) => Ok(text),
        Err(error) => Err(InvalidPayload::new(format!("expected JSON: not UTF-8: {error}"))),
    }
}

/// A generated union over the payloads of all webhooks.
pub trait Event: Union + FromJson {
    /// What each alternative is known as: the name of its webhook, and others that only come beside the payload.
    const NAMES: &'static [&'static [&'static str]];

    /// Returns the alternative, among those that are wanted, that the value fits best.
    fn choose_among(value: &mut Candidate<'_>, wanted: &[bool]) -> Option<Self>;

    /// Returns the place of the alternative, but for `Other`.
    fn place(&self) -> Option<usize>;
}

/// Reads a payload whose event is known by a name.
pub(crate) fn named<T: Event>(name: &str, body: &[u8]) -> Result<T, InvalidPayload> {
    // A webhook may have no payload: then there is nothing but its name.
    if body.trim_ascii().is_empty() {
        return Ok(T::other(Value::Null));
    }
    let wanted = wanted::<T>(name);
    let event = RefCell::new(None);
    let outcome = Source::read(text(body)?, None, &|source| {
        let mut event = event.borrow_mut();
        let mut slot = NamedEvent { wanted: &wanted, event: &mut *event };
        source.read_all(&mut ReadInto { slot: &mut slot, of: &EVENT, source })
    });
    outcome.map_err(Unreadable::from)?.map_err(Unreadable::from)?;
    Ok(event.into_inner().unwrap_or_else(|| T::other(Value::Null)))
}

/// Which alternatives have a name; where none has, those whose names begin with its words.
fn wanted<T: Event>(name: &str) -> Vec<bool> {
    let words = words(name);
    let by = |fits: &dyn Fn(&[String]) -> bool| -> Vec<bool> {
        T::NAMES.iter().map(|names| names.iter().any(|name| fits(&self::words(name)))).collect()
    };
    let exact = by(&|other| other == words);
    if exact.contains(&true) || words.is_empty() { exact } else { by(&|other| other.starts_with(&words)) }
}

/// The words of a name, which headers and documents divide in different ways: `pull_request.opened`, `pull-request-opened`.
fn words(name: &str) -> Vec<String> {
    name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Reads an alternative of an event: the only one that is wanted with the usual tolerance, one of several where it fits best.
pub(crate) fn attempt<T: FromJson>(value: &mut Candidate<'_>, wanted: &[bool], place: usize) -> Option<T> {
    match wanted.iter().filter(|wanted| **wanted).count() {
        _ if !*wanted.get(place)? => None,
        1 => value.read_tagged(),
        _ => value.read_matching(),
    }
}

/// What an event is read as.
const EVENT: TypeInfo = TypeInfo::of_text("one of several types");

/// An event of which some alternatives are wanted.
struct NamedEvent<'e, T> {
    wanted: &'e [bool],
    event: &'e mut Option<T>,
}

impl<T: Event> Slot for NamedEvent<'_, T> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self
    }

    fn clear(&mut self) {
        *self.event = None;
    }
}

impl<T: Event> ReadValue for NamedEvent<'_, T> {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        *self.event = Some(T::other(found.take()));
        Ok(())
    }

    fn text<'de>(&mut self, text: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
        let event = self.event.get_or_insert_with(|| T::other(Value::Null));
        read_union_by(event, text, source, |candidate| T::choose_among(candidate, self.wanted))
    }
}

/// Gives the union over the payloads of all webhooks its ways in. Each row has the names of an alternative, the first of which is
/// that of its webhook.
///
/// ```text
/// webhook_event! { Event;
///     "issues-opened" | "issues" => IssuesOpened;
/// }
/// ```
macro_rules! webhook_event {
    ($event:ident; $($($name:literal)|+ => $variant:ident;)*) => {
        const _: () = {
            /// The rows, which count themselves.
            enum Row {
                $($variant),*
            }

            impl $crate::runtime::webhook::Event for $event {
                const NAMES: &'static [&'static [&'static str]] = &[$(&[$($name),+]),*];

                fn choose_among(value: &mut $crate::runtime::Candidate<'_>, wanted: &[bool]) -> Option<Self> {
                    let best = None;
                    $(
                        let found = $crate::runtime::webhook::attempt(value, wanted, Row::$variant as usize);
                        let best = found.map(Self::$variant).or(best);
                    )*
                    best
                }

                fn place(&self) -> Option<usize> {
                    match self {
                        $(Self::$variant(_) => Some(Row::$variant as usize),)*
                        Self::Other(_) => None,
                    }
                }
            }
        };

        impl $event {
            /// Reads a payload, whose content says which webhook it is of.
            ///
            /// One that is of none is no error: it is `Other`, with its JSON. Unknown properties are kept, and values of another type
            /// are converted, as in responses.
            ///
            /// # Errors
            ///
            /// The body is not JSON.
            pub fn from_slice(body: &[u8]) -> Result<Self, InvalidPayload> {
                $crate::runtime::webhook::from_slice(body)
            }

            /// Reads the payload of an event that is known by a name: that of a webhook, or one that a header has.
            ///
            /// Names are compared by their words, without regard to case. Where no webhook has all of the name, those count whose names
            /// begin with it, and the content decides between them. A name of no webhook is no error: the payload is `Other`, with its
            /// JSON. So is an empty body, since a webhook may have none.
            ///
            /// # Errors
            ///
            /// The body is not JSON.
            pub fn named(name: &str, body: &[u8]) -> Result<Self, InvalidPayload> {
                $crate::runtime::webhook::named(name, body)
            }

            /// Returns the name that the definition gives the webhook; none of `Other`.
            #[must_use]
            pub fn name(&self) -> Option<&'static str> {
                let place = $crate::runtime::webhook::Event::place(self)?;
                <Self as $crate::runtime::webhook::Event>::NAMES.get(place)?.first().copied()
            }
        }

        impl ::std::str::FromStr for $event {
            type Err = InvalidPayload;

            fn from_str(body: &str) -> Result<Self, InvalidPayload> {
                Self::from_slice(body.as_bytes())
            }
        }
    };
}
pub(crate) use webhook_event;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_match_only_when_they_are_the_same() {
        assert!(secrets_match("s3cret", "s3cret"));
        for received in ["", "s", "s3cre", "s3creT", "s3crets", "s3crets3cret", "S3cret", "x3cret"] {
            assert!(!secrets_match("s3cret", received), "{received}");
        }
        // What is not set is not a secret.
        assert!(!secrets_match("", ""));
        assert!(!secrets_match("", "s3cret"));
        assert!(secrets_match([0, 255], vec![0_u8, 255]));
    }

    #[test]
    fn payloads_have_a_body_of_json() {
        assert_eq!(from_slice::<Vec<i64>>(b" [1, 2]\n"), Ok(vec![1, 2]));
        for body in [&b""[..], b" \r\n", b"{", b"[1", b"\xff", b"[1]]", b"{\"a\":1}", b"[\"x\"]"] {
            let error = from_slice::<Vec<i64>>(body).unwrap_err().to_string();
            assert!(error.contains("expected"), "{body:?}: {error}");
        }
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(words("Pull_Request.opened"), words("pull-request-opened"));
        assert_ne!(words("issue"), words("issues"));
        assert!(words("./-").is_empty());
    }
}
