//! Drift: differences between responses and their definition.

use std::fmt;
use std::sync::Arc;

use http::Method;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::runtime::json::input::{DriftKind, DriftRecorder, Finding, JsonKind};
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_sync};
use crate::runtime::observer::observe;
use crate::runtime::secret::{REDACTED, Secrets};
use crate::runtime::text::printable;

/// A difference between a response and its definition. [`ClientBuilder::on_drift`](crate::runtime::ClientBuilder::on_drift)
/// reports it.
///
/// It contains the type of a value and its path, but not the value, which may be personal data or a secret. The only
/// exception is [`value`](Self::value), which is off by default. The path does not contain indexes or keys of maps, but
/// it does contain the names of unknown fields.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "drift")]
/// # fn example() -> Result<(), tallyfy::Error> {
/// use tallyfy::{Client, DriftKind};
///
/// let client = Client::builder()
///     .on_drift(|drift| match drift.kind {
///         DriftKind::MissingField => eprintln!("look at this: {drift}"),
///         _ => println!("{} {} {:?} {}", drift.method, drift.path, drift.kind, drift.json_path),
///     })
///     .from_env()?
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The method of the request.
    pub method: Method,
    /// The path template of the request: it has the names of parameters, not their values.
    pub path: String,
    /// The path of the value in the response: `data[*].owner.id`; `*` is any key. Empty for the whole response.
    pub json_path: String,
    /// How the value differs.
    pub kind: DriftKind,
    /// The type that the definition gives the value, in words, if it has one.
    pub expected: Option<String>,
    /// The type of the value, if there is one.
    pub found: Option<JsonKind>,
    /// The unknown value of an enum, if [`drift_values`](crate::runtime::ClientBuilder::drift_values) is set.
    pub value: Option<String>,
    /// The number of times it occurs in the response.
    pub count: usize,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.method, self.path)?;
        match self.kind {
            DriftKind::UnknownField => f.write_str("an unknown field")?,
            DriftKind::UnknownValue => f.write_str("an unknown enum value")?,
            DriftKind::UnknownVariant => f.write_str("an unknown variant")?,
            DriftKind::TypeMismatch => f.write_str("a value of another type")?,
            DriftKind::MissingField => f.write_str("a missing field")?,
        }
        if !self.json_path.is_empty() {
            write!(f, " at {}", self.json_path)?;
        }
        if let Some(expected) = &self.expected {
            write!(f, ", expected {expected}")?;
        }
        if let Some(found) = self.found {
            write!(f, ", found {found}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " {value:?}")?;
        }
        if self.count > 1 {
            write!(f, ", {} times", self.count)?;
        }
        Ok(())
    }
}

impl Serialize for Drift {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = to.serialize_struct("Drift", 8)?;
        to.serialize_field("method", self.method.as_str())?;
        to.serialize_field("path", &self.path)?;
        to.serialize_field("json_path", &self.json_path)?;
        to.serialize_field("kind", self.kind.as_str())?;
        to.serialize_field("expected", &self.expected)?;
        to.serialize_field("found", &self.found.map(JsonKind::as_str))?;
        to.serialize_field("value", &self.value)?;
        to.serialize_field("count", &self.count)?;
        to.end()
    }
}

/// The callback for drift.
#[derive(Clone)]
pub(crate) struct OnDrift {
    report: Arc<maybe_sync!(dyn Fn(Drift))>,
}

impl OnDrift {
    pub(crate) fn new(report: impl Fn(Drift) + MaybeSend + MaybeSync + 'static) -> Self {
        Self { report: Arc::new(report) }
    }

    /// Reports all findings of a response, without the secrets of the request. A panic ends the reports of the response.
    pub(crate) fn report(&self, method: &Method, path: &str, secrets: &Secrets, findings: DriftRecorder) {
        let clean = |text: String| printable(&secrets.scrub(&text, REDACTED)).into_owned();
        for Finding { json_path, kind, expected, found, value, count } in findings.into_found() {
            let drift = Drift {
                method: method.clone(),
                path: path.to_owned(),
                json_path: clean(json_path),
                kind,
                expected: expected.map(Into::into),
                found,
                value: value.map(clean),
                count,
            };
            if !observe(|| (self.report)(drift)) {
                return;
            }
        }
    }
}
