//! What is wrong with JSON that was read strictly.

use std::fmt;

use crate::runtime::text::printable;

/// The problems of JSON that does not fit a type.
///
/// `Display` is one line, and `Debug` one line for each problem. Strings of the JSON are not shown, since they may be secret,
/// except values that an enum does not list.
///
/// # Examples
///
/// ```
/// use tallyfy::strict;
///
/// let error: strict::InputError = strict::from_str::<Vec<i64>>(r#"[1, "2", null]"#).unwrap_err();
/// assert_eq!(error.to_string(), "[1]: expected an integer, found a string; [2]: expected an integer, found null");
/// assert_eq!(error.problems().len(), 2);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct InputError {
    problems: Vec<Problem>,
}

impl InputError {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    pub(super) fn of_syntax(error: &serde_json::Error) -> Self {
        Self::new(vec![Problem::new("", error.to_string())])
    }

    /// Returns the problems, in the order in which they were found. There is at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        f.write_str(&problems.join("; "))
    }
}

impl fmt::Debug for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        f.write_str(&problems.join("\n  "))
    }
}

impl std::error::Error for InputError {}

/// One thing that is wrong.
///
/// # Examples
///
/// ```
/// use tallyfy::strict;
///
/// let error = strict::from_str::<Vec<bool>>("[true, 1]").unwrap_err();
/// let problem = &error.problems()[0];
/// assert_eq!((problem.path(), problem.message()), ("[1]", "expected a boolean, found an integer"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    path: String,
    message: String,
}

impl Problem {
    pub(super) fn new(path: &str, message: impl AsRef<str>) -> Self {
        Self { path: printable(path).into_owned(), message: printable(message.as_ref()).into_owned() }
    }

    /// Returns where the problem is: `tasks[3].title`, or nothing for the whole JSON.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}
