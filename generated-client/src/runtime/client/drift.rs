//! Where replies stray from their definition, told to whoever wants to know.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use http::Method;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::runtime::json::input::{DriftKind, Finding, Findings, JsonKind};
use crate::runtime::secret::{REDACTED, Secrets};

/// One way in which a reply strayed from its definition; [`ClientBuilder::on_drift`](crate::runtime::ClientBuilder::on_drift)
/// hands them over.
///
/// It tells what kind of value was where, not the value, which may be personal data or a secret. The one exception,
/// [`value`](Self::value), has to be asked for. In the place, too, items of lists and keys that are data have no names.
/// What the definition lacks has no other name than the server's, so an unknown member's name shows.
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
///         DriftKind::Missing => eprintln!("look at this: {drift}"),
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
    /// The request's method.
    pub method: Method,
    /// The request's path with the names of its parameters, not their values.
    pub path: String,
    /// Where in the reply it was: `data[*].owner.id`; `*` is any key. Empty for the reply as a whole.
    pub json_path: String,
    /// In which way the value strayed.
    pub kind: DriftKind,
    /// What the definition promises, in words, where it promises something.
    pub expected: Option<String>,
    /// What came, where something did.
    pub found: Option<JsonKind>,
    /// The value that an enumeration lacks, where the client has been told to show it.
    pub value: Option<String>,
    /// How often it was so in this reply, at that place in all items.
    pub count: usize,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.method, self.path)?;
        match self.kind {
            DriftKind::UnknownMember => f.write_str("an unknown member")?,
            DriftKind::UnknownValue => f.write_str("an unknown value of an enumeration")?,
            DriftKind::UnknownAlternative => f.write_str("an unknown alternative")?,
            DriftKind::OtherKind => f.write_str("a value of another kind")?,
            DriftKind::Missing => f.write_str("a missing member")?,
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

/// Who is told of drift.
#[derive(Clone)]
pub(crate) struct OnDrift {
    tell: Arc<dyn Fn(Drift) + Send + Sync>,
}

impl OnDrift {
    pub(crate) fn new(tell: impl Fn(Drift) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell) }
    }

    /// Tells all that has been found in a reply. What must not be shown of the request is not shown here either.
    pub(crate) fn tell(&self, method: &Method, path: &str, secrets: &Secrets, findings: Findings) {
        let clean = |text: String| secrets.scrub(&text, REDACTED).into_owned();
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
            // Who only watches shall not make a call fail. The panic has been printed, as all are.
            let _ = catch_unwind(AssertUnwindSafe(|| (self.tell)(drift)));
        }
    }
}
