//! One constraint, and which values it allows.

use std::fmt;

use super::decimal::Decimal;
use super::ecmascript;

/// A constraint of the definition, with its limit.
///
/// Limits of numbers are strings with the digits of the definition, so that none is rounded.
///
/// # Examples
///
/// ```
/// use tallyfy::Constraint;
///
/// let constraint = Constraint::MaxLength(200);
/// assert_eq!(constraint.keyword(), "maxLength");
/// assert_eq!(constraint.to_string(), "at most 200 characters");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Constraint {
    /// A number that is at least this one.
    Minimum(&'static str),
    /// A number that is more than this one.
    ExclusiveMinimum(&'static str),
    /// A number that is at most this one.
    Maximum(&'static str),
    /// A number that is less than this one.
    ExclusiveMaximum(&'static str),
    /// A multiple of this number.
    MultipleOf(&'static str),
    /// A string of at least so many characters: Unicode code points.
    MinLength(usize),
    /// A string of at most so many characters.
    MaxLength(usize),
    /// A string in which this regular expression of ECMAScript finds something.
    Pattern(&'static str),
    /// A list of at least so many items.
    MinItems(usize),
    /// A list of at most so many items.
    MaxItems(usize),
    /// A list that has no item twice.
    UniqueItems,
    /// An object of at least so many properties.
    MinProperties(usize),
    /// An object of at most so many properties.
    MaxProperties(usize),
    /// Items from one number on and up to another, each of which has constraints of its own. A violation is one of those.
    #[doc(hidden)]
    Items(usize, usize, &'static [&'static [Constraint]]),
}

impl Constraint {
    /// Returns the keyword of JSON Schema. Exclusive bounds have the names of later drafts.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::Minimum(_) => "minimum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
            Self::Items(..) => "prefixItems",
        }
    }

    /// Returns whether it allows a string. One of other values does.
    pub(super) fn allows_string(&self, text: &str) -> bool {
        match *self {
            // No string has more characters than bytes, or more than four times as many bytes.
            Self::MinLength(least) => text.len() / 4 >= least || text.chars().count() >= least,
            Self::MaxLength(most) => text.len() <= most || text.chars().count() <= most,
            Self::Pattern(pattern) => ecmascript::matches(pattern, text),
            _ => true,
        }
    }

    /// Returns whether it allows a number.
    pub(super) fn allows_number(&self, number: &Decimal<'_>) -> bool {
        // A limit that is no number limits nothing.
        let against = |limit: &'static str, allows: fn(&Decimal<'_>, &Decimal<'_>) -> bool| {
            Decimal::parse(limit).is_none_or(|limit| allows(number, &limit))
        };
        match *self {
            Self::Minimum(limit) => against(limit, |number, limit| number >= limit),
            Self::ExclusiveMinimum(limit) => against(limit, |number, limit| number > limit),
            Self::Maximum(limit) => against(limit, |number, limit| number <= limit),
            Self::ExclusiveMaximum(limit) => against(limit, |number, limit| number < limit),
            Self::MultipleOf(limit) => against(limit, |number, limit| number.is_multiple_of(limit)),
            _ => true,
        }
    }

    /// Returns whether it allows a list of so many items.
    pub(super) fn allows_items(&self, count: usize) -> bool {
        match *self {
            Self::MinItems(least) => count >= least,
            Self::MaxItems(most) => count <= most,
            _ => true,
        }
    }

    /// Returns whether it allows an object of so many properties.
    pub(super) fn allows_properties(&self, count: usize) -> bool {
        match *self {
            Self::MinProperties(least) => count >= least,
            Self::MaxProperties(most) => count <= most,
            _ => true,
        }
    }
}

/// What it demands, in a few words.
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut counted =
            |bound: &str, count: usize, one: &str, many: &str| write!(f, "{bound} {count} {}", if count == 1 { one } else { many });
        match *self {
            Self::Minimum(limit) => write!(f, "at least {limit}"),
            Self::ExclusiveMinimum(limit) => write!(f, "more than {limit}"),
            Self::Maximum(limit) => write!(f, "at most {limit}"),
            Self::ExclusiveMaximum(limit) => write!(f, "less than {limit}"),
            Self::MultipleOf(limit) => write!(f, "a multiple of {limit}"),
            Self::MinLength(least) => counted("at least", least, "character", "characters"),
            Self::MaxLength(most) => counted("at most", most, "character", "characters"),
            Self::Pattern(pattern) => write!(f, "the pattern `{pattern}`"),
            Self::MinItems(least) => counted("at least", least, "item", "items"),
            Self::MaxItems(most) => counted("at most", most, "item", "items"),
            Self::UniqueItems => f.write_str("no item twice"),
            Self::MinProperties(least) => counted("at least", least, "property", "properties"),
            Self::MaxProperties(most) => counted("at most", most, "property", "properties"),
            Self::Items(..) => f.write_str("items with constraints of their own"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn number(constraint: Constraint, allowed: &[&str], refused: &[&str]) {
        let allows = |text: &str| constraint.allows_number(&Decimal::parse(text).expect("a number"));
        assert!(allowed.iter().all(|text| allows(text)), "{constraint} allows {allowed:?}");
        assert!(!refused.iter().any(|text| allows(text)), "{constraint} refuses {refused:?}");
    }

    #[test]
    fn a_bound_belongs_to_what_it_allows_unless_it_is_exclusive() {
        number(Constraint::Minimum("1"), &["1", "1.0", "10e-1", "2"], &["0", "0.9999999999999999999999", "-1"]);
        number(Constraint::ExclusiveMinimum("1"), &["1.0000000000000000000001", "2"], &["1", "1.0", "0"]);
        number(Constraint::Maximum("0.1"), &["0.1", "0.10", "-1e300"], &["0.10000000000000000000001", "1E400"]);
        number(Constraint::ExclusiveMaximum("9007199254740993"), &["9007199254740992"], &["9007199254740993", "9007199254740993.0"]);
        number(Constraint::MultipleOf("0.1"), &["0.3", "0", "-1.1", "7"], &["0.35", "0.30000000000000004"]);
    }

    #[test]
    fn characters_are_code_points() {
        for text in ["äöü", "🙂🙂🙂", "abc"] {
            assert!(Constraint::MinLength(3).allows_string(text) && Constraint::MaxLength(3).allows_string(text), "{text}");
            assert!(!Constraint::MinLength(4).allows_string(text) && !Constraint::MaxLength(2).allows_string(text), "{text}");
        }
    }

    #[test]
    fn values_of_other_kinds_are_not_its_business() {
        assert!(Constraint::MinLength(3).allows_number(&Decimal::parse("1").expect("a number")));
        assert!(Constraint::Minimum("5").allows_string("1"));
        assert!(Constraint::MinItems(1).allows_properties(0) && Constraint::MinProperties(1).allows_items(0));
    }
}
