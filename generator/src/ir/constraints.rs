//! What the document demands of values beyond their types.

/// What a value must be like. Numbers are text, so that none is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// At least this number.
    Minimum(String),
    /// More than this number.
    ExclusiveMinimum(String),
    /// At most this number.
    Maximum(String),
    /// Less than this number.
    ExclusiveMaximum(String),
    /// A multiple of this number.
    MultipleOf(String),
    /// At least so many characters.
    MinLength(usize),
    /// At most so many characters.
    MaxLength(usize),
    /// Text that matches a regular expression of ECMAScript.
    Pattern(String),
    /// At least so many items.
    MinItems(usize),
    /// At most so many items.
    MaxItems(usize),
    /// No item twice.
    UniqueItems,
    /// At least so many properties.
    MinProperties(usize),
    /// At most so many properties.
    MaxProperties(usize),
    /// Items from one number on and up to another have constraints of their own.
    Items(usize, Option<usize>, Constraints),
}

/// The constraints of a value, then those of its items or of the values of its map, and so on. The last level is not empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Constraints(pub Vec<Vec<Constraint>>);

impl Constraints {
    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds others, each once.
    pub fn add(&mut self, others: Self) {
        for (level, constraints) in others.0.into_iter().enumerate() {
            if self.0.len() <= level {
                self.0.push(Vec::new());
            }
            for constraint in constraints {
                if !self.0[level].contains(&constraint) {
                    self.0[level].push(constraint);
                }
            }
        }
    }

    /// Takes away the last levels, as far as they are empty.
    pub fn shorten(&mut self) {
        while self.0.last().is_some_and(Vec::is_empty) {
            self.0.pop();
        }
    }

    /// Those of what lies in the value.
    pub fn inside(mut self) -> Self {
        if !self.is_empty() {
            self.0.remove(0);
        }
        self
    }

    /// The same for the items of a list that has none itself.
    pub fn of_items(mut self) -> Self {
        if !self.is_empty() {
            self.0.insert(0, Vec::new());
        }
        self
    }
}

/// The constraints of a parameter that the client fills in.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundConstraints {
    /// Where it travels.
    pub place: super::ParamLocation,
    /// Its name on the wire.
    pub wire: String,
    /// Its constraints.
    pub constraints: Constraints,
}
