//! What is expected of a call, and what is answered, with their types.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::difference::differences;
use super::expected::{CallTarget, Condition, Expected};
use super::lists::{page_of, stream_of};
use super::mock_response::MockResponse;
use super::mock_state::MockState;
use super::received_call::ReceivedCall;
use crate::runtime::api::Framing;
use crate::runtime::json::write_request;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::paging::Paged;
use crate::runtime::response::{MockInput, Mockable, Operation, ResponseBody, as_json};
use crate::runtime::sequence::OrStream;
use crate::runtime::text::{Param, param_string};

/// Says which calls of an operation are meant, and what is answered.
///
/// Nothing is expected before one of the methods that answer: [`replies`](Self::replies), [`responds`](Self::responds),
/// [`responds_with`](Self::responds_with), [`fails`](Self::fails), [`pages_of`](Self::pages_of), [`streams`](Self::streams).
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
/// use tallyfy::test::{Mock, MockResponse};
///
/// let mock = Mock::new();
/// let ada = serde_json::json!({"name": "Ada"});
/// mock.on_request(Method::POST, "/users").with_part(&ada).query("notify", true).once().fails(409, &"there is one");
/// mock.on_request(Method::POST, "/users").responds_with(|call| MockResponse::json(&call.json()).with_status(201));
/// # let client = tallyfy::Client::builder().mock(&mock).build()?;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # client.request(Method::POST, "/users").query("notify", true).json(&ada).await.unwrap_err();
/// # });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is expected before it says what is answered"]
pub struct On<'m, O> {
    mock: &'m MockState,
    target: CallTarget,
    conditions: Vec<Condition>,
    times: (usize, usize),
    in_order: bool,
    operation: PhantomData<fn() -> O>,
}

impl<'m, O> On<'m, O> {
    pub(super) fn new(mock: &'m MockState, target: CallTarget) -> Self {
        Self { mock, target, conditions: Vec::new(), times: (0, usize::MAX), in_order: false, operation: PhantomData }
    }

    /// Means only calls with this value of a path parameter, by its name in the definition.
    pub fn path(self, name: &'static str, value: impl Param) -> Self {
        self.value("the path parameter", name, &value, |call| call.path(name))
    }

    /// Means only calls with this value of a query parameter.
    pub fn query(self, name: &'static str, value: impl Param) -> Self {
        self.value("the query parameter", name, &value, |call| call.query(name))
    }

    /// Means only calls with this header.
    pub fn header(self, name: &'static str, value: impl Param) -> Self {
        self.value("the header", name, &value, |call| call.header(name))
    }

    /// Means only calls with this value of a field of the form; for a file, its name.
    pub fn form(self, name: &'static str, value: impl Param) -> Self {
        self.value("the field", name, &value, |call| call.form(name))
    }

    /// Means only calls whose body has what this JSON value has: members that only the body has do not matter.
    ///
    /// # Panics
    ///
    /// The value cannot be written as JSON.
    #[track_caller]
    pub fn with_part(self, part: &(impl Serialize + ?Sized)) -> Self {
        let part = as_json(part);
        self.condition(move |call| same(&part, &call.json(), true))
    }

    /// Means only calls that a function accepts.
    pub fn matching(self, accepts: impl Fn(&ReceivedCall) -> bool + MaybeSend + MaybeSync + 'static) -> Self {
        self.condition(move |call| if accepts(call) { Ok(()) } else { Err("the function does not accept it".to_owned()) })
    }

    /// Expects the call this many times, no less and no more.
    pub fn times(mut self, times: usize) -> Self {
        self.times = (times, times);
        self
    }

    /// Expects the call once.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Expects the call at least this many times.
    pub fn at_least(mut self, times: usize) -> Self {
        self.times = (times, usize::MAX);
        self
    }

    /// Expects the call after all others that were said to be in order before, as often as those have to come at least. One without a
    /// number of times is expected at least once then.
    pub fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// Answers with a response, or with what becomes of the connection.
    pub fn responds(self, response: MockResponse) -> Expectation<'m> {
        self.responds_with(move |_| response.clone())
    }

    /// Answers with what a function makes of each call.
    pub fn responds_with(self, answer: impl Fn(&ReceivedCall) -> MockResponse + MaybeSend + MaybeSync + 'static) -> Expectation<'m> {
        let times = if self.in_order && self.times == (0, usize::MAX) { (1, usize::MAX) } else { self.times };
        let (target, conditions, in_order) = (self.target, self.conditions, self.in_order);
        let index = self.mock.expect(Expected { target, conditions, answer: Arc::new(answer), times, in_order, calls: 0 });
        Expectation { mock: self.mock, index }
    }

    /// Answers with a status that is no success, and a body of JSON, such as one of the types of errors that the definition has.
    ///
    /// # Panics
    ///
    /// The status is none, or the value cannot be written as JSON.
    #[track_caller]
    pub fn fails(self, status: u16, body: &(impl Serialize + ?Sized)) -> Expectation<'m> {
        self.responds(MockResponse::status(status).with_json(body))
    }

    fn value(
        self,
        what: &'static str,
        name: &'static str,
        value: &impl Param,
        found: impl Fn(&ReceivedCall) -> Option<&str> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        let expected = param_string(value);
        self.condition(move |call| match found(call) {
            Some(found) if found == expected => Ok(()),
            Some(found) => Err(format!("{what} `{name}`: expected {expected:?}, found {found:?}")),
            None => Err(format!("{what} `{name}`: expected {expected:?}, but it is absent")),
        })
    }

    fn condition(mut self, condition: impl Fn(&ReceivedCall) -> Result<(), String> + MaybeSend + MaybeSync + 'static) -> Self {
        self.conditions.push(Box::new(condition));
        self
    }
}

impl<'m, O: Operation> On<'m, O>
where
    O::Input: MockInput,
{
    /// Means only calls whose body a function accepts.
    pub fn with(self, accepts: impl Fn(&O::Input) -> bool + MaybeSend + MaybeSync + 'static) -> Self {
        self.condition(move |call| match call.read::<O::Input>()? {
            input if accepts(&input) => Ok(()),
            _ => Err("the function does not accept the body".to_owned()),
        })
    }

    /// Means only calls whose body is this one.
    ///
    /// # Panics
    ///
    /// The value cannot be written as JSON.
    #[track_caller]
    pub fn with_input(self, input: &O::Input) -> Self
    where
        O::Input: Serialize,
    {
        let input = write_request(|| as_json(input));
        self.condition(move |call| same(&input, &call.json(), false))
    }
}

impl<'m, O: Operation> On<'m, O>
where
    O::Response: Mockable,
{
    /// Answers with the value that the call returns; the items of a list, as one page.
    pub fn replies(self, value: impl Into<<O::Response as Mockable>::Given>) -> Expectation<'m> {
        let value = value.into();
        self.responds_with(move |call| MockResponse::written(O::Response::write(&value, &call.facts)))
    }

    /// Answers with the value that a function makes of each call.
    pub fn replies_with(
        self,
        value: impl Fn(&ReceivedCall) -> <O::Response as Mockable>::Given + MaybeSend + MaybeSync + 'static,
    ) -> Expectation<'m> {
        self.responds_with(move |call| MockResponse::written(O::Response::write(&value(call), &call.facts)))
    }
}

impl<'m, T: Serialize, O: Operation<Response = Paged<T>>> On<'m, O>
where
    Paged<T>: ResponseBody,
{
    /// Answers with the pages of a list, as they are asked for: of this many items, or fewer if the call says so.
    ///
    /// # Panics
    ///
    /// A page has no items, or an item cannot be written as JSON.
    #[track_caller]
    pub fn pages_of(self, items: impl IntoIterator<Item = T>, per_page: usize) -> Expectation<'m> {
        assert!(per_page > 0, "a page has at least one item");
        let items: Vec<Value> = items.into_iter().map(|item| as_json(&item)).collect();
        self.responds_with(move |call| page_of(&items, per_page, &call.facts, Some(call)))
    }
}

impl<'m, K, T: Serialize, O: Operation<Response = OrStream<K, T>>> On<'m, O>
where
    OrStream<K, T>: ResponseBody,
{
    /// Answers the calls that ask for the stream, with these items.
    ///
    /// # Panics
    ///
    /// An item cannot be written as JSON.
    #[track_caller]
    pub fn streams(self, items: impl IntoIterator<Item = T>) -> Expectation<'m> {
        let items: Vec<Value> = items.into_iter().map(|item| as_json(&item)).collect();
        let asking = self.matching(|call| call.facts.framing != Framing::default());
        asking.responds_with(move |call| MockResponse::written(stream_of(&items, &call.facts)))
    }
}

impl<O> fmt::Debug for On<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").field("target", &self.target).finish_non_exhaustive()
    }
}

/// What a mock expects.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
/// use tallyfy::test::{Mock, MockResponse};
///
/// let mock = Mock::new();
/// let deleted = mock.on_request(Method::DELETE, "/users/7").responds(MockResponse::status(204));
/// assert_eq!(deleted.calls(), 0);
/// ```
#[derive(Debug)]
pub struct Expectation<'m> {
    mock: &'m MockState,
    index: usize,
}

impl Expectation<'_> {
    /// Returns how often it was called so far.
    pub fn calls(&self) -> usize {
        self.mock.calls_of(self.index)
    }
}

fn same(expected: &Value, found: &Value, partly: bool) -> Result<(), String> {
    let differences = differences(expected, found, partly);
    if differences.is_empty() { Ok(()) } else { Err(differences.join(", ")) }
}
