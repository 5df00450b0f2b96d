//! How calls are made, and which. The type of a client decides, and its resources, its calls and its builder have it as a parameter.

/// The mode of a [`Client`](crate::runtime::Client): its calls are awaited. It is the default everywhere, and seldom written.
///
/// # Examples
///
/// ```
/// use tallyfy::{Async, Call, Empty, Error};
///
/// /// `Call<Empty, O>` is the same type.
/// async fn make<O>(call: Call<Empty, O, (), Async>) -> Result<(), Error> {
///     call.await
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Async {}

/// With the feature `blocking`: the mode of a [`blocking::Client`](crate::runtime::blocking::Client), whose calls are made by `send`.
///
/// # Examples
///
/// ```
/// use tallyfy::{Blocking, Call, Empty, Error};
///
/// fn make<O>(call: Call<Empty, O, (), Blocking>) -> Result<(), Error> {
///     call.send()
/// }
/// ```
#[cfg(feature = "blocking")]
#[derive(Debug, Clone, Copy)]
pub enum Blocking {}

/// What the resources of a [`Client`](crate::runtime::Client) can do: everything. It is the default everywhere, and seldom written.
///
/// # Examples
///
/// ```
/// use tallyfy::ReadWrite;
///
/// /// Names what a type parameter of a resource stands for: `Groups<'_>` is `Groups<'_, Async, ReadWrite>`.
/// type Everything = ReadWrite;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum ReadWrite {}

/// What the resources of a [`ReadOnlyClient`](crate::runtime::ReadOnlyClient) can do: what changes nothing.
///
/// # Examples
///
/// ```
/// use tallyfy::ReadOnly;
///
/// /// Names what a type parameter of a resource stands for: `Groups<'_, Async, ReadOnly>` has no operation that changes a group.
/// type Reading = ReadOnly;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum ReadOnly {}
