//! A call that a mock has received, with the types of its operation.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use super::received_call::ReceivedCall;
use crate::runtime::response::{MockInput, Operation};

/// A call of an operation that a mock has received. It has everything that a [`ReceivedCall`] has.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Operation;
/// use tallyfy::test::{Mock, MockInput};
///
/// /// The bodies of all calls of an operation, as the program gave them.
/// fn inputs<O: Operation>(mock: &Mock) -> Vec<O::Input>
/// where
///     O::Input: MockInput,
/// {
///     mock.received::<O>().iter().map(|call| call.input()).collect()
/// }
/// ```
pub struct TypedCall<O> {
    call: Arc<ReceivedCall>,
    operation: PhantomData<fn() -> O>,
}

impl<O> TypedCall<O> {
    pub(super) fn new(call: Arc<ReceivedCall>) -> Self {
        Self { call, operation: PhantomData }
    }
}

impl<O: Operation> TypedCall<O>
where
    O::Input: MockInput,
{
    /// Returns the body as the program gave it.
    ///
    /// # Panics
    ///
    /// The body cannot be read as that type.
    #[track_caller]
    pub fn input(&self) -> O::Input {
        self.call.read().unwrap_or_else(|problem| panic!("{}: {problem}", self.call.line()))
    }
}

impl<O> Deref for TypedCall<O> {
    type Target = ReceivedCall;

    fn deref(&self) -> &ReceivedCall {
        &self.call
    }
}

impl<O> fmt::Debug for TypedCall<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}
