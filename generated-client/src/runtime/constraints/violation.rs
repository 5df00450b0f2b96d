//! What a value violates, and where.

use std::fmt;

use super::constraint::Constraint;
use crate::runtime::api::InputPlace;

/// A constraint that a value does not meet, and the place of the value. The value itself is not shown: it may be a secret.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Error;
///
/// fn explain(error: &Error) {
///     for violation in error.violations() {
///         eprintln!("{:?} {} {}: {}", violation.place(), violation.name(), violation.pointer(), violation.constraint());
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub(crate) place: InputPlace,
    pub(crate) name: String,
    pub(crate) pointer: String,
    pub(crate) constraint: Constraint,
}

impl Violation {
    /// Returns where the value is sent. A value that is checked alone counts as a body.
    pub fn place(&self) -> InputPlace {
        self.place
    }

    /// Returns the name of the parameter, as it is sent; empty for a body.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the JSON pointer to the value in the body or the parameter (`/steps/0/title`); empty for all of it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the constraint.
    pub fn constraint(&self) -> Constraint {
        self.constraint
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, name, pointer, constraint } = self;
        let kind = match place {
            InputPlace::Path => "path parameter",
            InputPlace::Query => "query parameter",
            InputPlace::Header => "header",
            InputPlace::Cookie => "cookie",
            InputPlace::Form => "form field",
            InputPlace::Body if pointer.is_empty() => return write!(f, "the whole value: {constraint}"),
            InputPlace::Body => return write!(f, "{pointer}: {constraint}"),
        };
        match pointer.as_str() {
            "" => write!(f, "{kind} `{name}`: {constraint}"),
            pointer => write!(f, "{kind} `{name}` at {pointer}: {constraint}"),
        }
    }
}

/// All constraints that a value does not meet.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Violations;
///
/// fn pointers(violations: &Violations) -> Vec<&str> {
///     violations.iter().map(|violation| violation.pointer()).collect()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

/// The most violations that a line shows. The others are counted.
const MOST_SHOWN: usize = 5;

impl Violations {
    /// Returns them as an error, if there are any.
    pub(crate) fn check(found: Vec<Violation>) -> Result<(), Self> {
        if found.is_empty() { Ok(()) } else { Err(Self(found)) }
    }

    pub(crate) fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}

impl std::ops::Deref for Violations {
    type Target = [Violation];

    fn deref(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            1 => f.write_str("a constraint is not met")?,
            count => write!(f, "{count} constraints are not met")?,
        }
        for (index, violation) in self.iter().take(MOST_SHOWN).enumerate() {
            write!(f, "{} {violation}", if index == 0 { ":" } else { ";" })?;
        }
        match self.len().saturating_sub(MOST_SHOWN) {
            0 => Ok(()),
            others => write!(f, "; and {others} more"),
        }
    }
}

impl std::error::Error for Violations {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_says_how_many_there_are_and_the_first_of_them() {
        let at = |place, name: &str, pointer: &str, constraint| Violation {
            place,
            name: name.to_owned(),
            pointer: pointer.to_owned(),
            constraint,
        };
        let page = at(InputPlace::Query, "page", "", Constraint::Minimum("1"));
        let title = at(InputPlace::Body, "", "/title", Constraint::MaxLength(1));
        let tag = at(InputPlace::Form, "tags", "/2", Constraint::Pattern("^a"));
        let line = |found: Vec<Violation>| Violations::check(found).expect_err("some").to_string();
        assert_eq!(line(vec![page.clone()]), "a constraint is not met: query parameter `page`: at least 1");
        assert_eq!(
            line(vec![page, title.clone(), tag]),
            "3 constraints are not met: query parameter `page`: at least 1; /title: at most 1 character; form field `tags` at /2: the pattern `^a`",
        );
        let fifty = line(vec![title; 50]);
        assert!(fifty.starts_with("50 constraints are not met: /title: ") && fifty.ends_with("; and 45 more"), "{fifty}");
        assert_eq!(Violations::check(Vec::new()), Ok(()));
    }
}
