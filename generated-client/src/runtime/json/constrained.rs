//! Checking a value alone.

use serde::Serialize;

use crate::runtime::api::InputPlace;
use crate::runtime::constraints::{Checker, Levels, Violations};
use crate::runtime::json::purpose::write_request;

/// With the feature `constraints`: a value whose type has constraints in the definition, which can be checked alone.
///
/// Every generated struct, union and newtype is one. Types that no request has allow any value: their constraints are the server's
/// business.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Constrained;
///
/// fn report(value: &impl Constrained) {
///     if let Err(violations) = value.check() {
///         eprintln!("{violations}"); // `a constraint is not met: /title: at most 200 characters`
///     }
/// }
/// ```
pub trait Constrained: Serialize {
    /// The constraints of the value itself.
    #[doc(hidden)]
    const OWN: Levels = &[];

    /// Checks the value against the constraints of the definition, as it would be sent. What is absent or null, and what requests
    /// leave out, is not checked.
    ///
    /// # Errors
    ///
    /// Returns all constraints that are not met.
    fn check(&self) -> Result<(), Violations> {
        let mut checker = Checker::new(InputPlace::Body, "");
        write_request(|| checker.value(Self::OWN, self));
        Violations::check(checker.finish())
    }
}
