//! The bodies of errors, with the types that the definition declares for their status.

use std::fmt;

use http::StatusCode;

use super::Error;
use super::body::finished;
use super::build::KEPT_OF_BODY;
use super::message::excerpt;
use crate::runtime::json::read::FromJson;
use crate::runtime::json::{Unreadable, decode};
use crate::runtime::text::body_text;

/// The type of the bodies of errors: one type, or a generated enum of several types by status.
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"["no such user"]"#));
/// #         *response.status_mut() = http::StatusCode::NOT_FOUND;
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let error = client.request(Method::GET, "/users/8").await.unwrap_err();
/// // The operation's documentation names the type; here it is a list of strings.
/// assert_eq!(error.typed::<Vec<String>>(), Ok(vec!["no such user".to_owned()]));
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ErrorBody: Sized {
    /// Reads the body. Returns `None` if nothing is declared for its status.
    #[doc(hidden)]
    fn of(response: &ErrorResponseRef<'_>) -> Option<Result<Self, Unreadable>>;
}

/// A single type is the type of the body of every error.
impl<T: FromJson> ErrorBody for T {
    #[doc(hidden)]
    fn of(response: &ErrorResponseRef<'_>) -> Option<Result<Self, Unreadable>> {
        Some(response.json())
    }
}

/// The response that an [`ErrorBody`] is read from.
#[derive(Debug)]
pub struct ErrorResponseRef<'e> {
    status: StatusCode,
    text: &'e str,
}

impl ErrorResponseRef<'_> {
    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Reads the body. Unlike a success, an error must have one.
    pub(crate) fn json<T: FromJson>(&self) -> Result<T, Unreadable> {
        if matches!(self.text.trim_ascii(), "" | "null") {
            return Err(Unreadable::Json(serde::de::Error::custom("no body")));
        }
        decode(self.text, None, None)
    }
}

/// Why the body of an error has no declared type.
///
/// # Examples
///
/// ```
/// use tallyfy::{Method, Untyped};
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let mut response = http::Response::new(tallyfy::Body::from(r#"{"message": "no such user"}"#));
/// #         *response.status_mut() = http::StatusCode::NOT_FOUND;
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let error = client.request(Method::GET, "/users/8").await.unwrap_err();
/// match error.typed::<Vec<String>>() {
///     Ok(messages) => println!("{messages:?}"),
///     Err(Untyped::Unreadable { problem, .. }) => println!("{problem}"), // it is an object
///     Err(other) => println!("{other}"),
/// }
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Untyped {
    /// There is no error response: no response at all, or one with a status of success.
    NoResponse,
    /// The definition declares nothing for this status.
    Undeclared(StatusCode),
    /// The body does not fit the type that the definition declares for this status.
    Unreadable {
        /// The status.
        status: StatusCode,
        /// What was expected, what was found, and where.
        problem: String,
    },
}

impl fmt::Display for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponse => f.write_str("the server sent no error"),
            Self::Undeclared(status) => write!(f, "the definition declares no body for {status}"),
            Self::Unreadable { status, problem } => write!(f, "the body of {status} is not what the definition declares: {problem}"),
        }
    }
}

impl std::error::Error for Untyped {}

impl Error {
    /// Returns the body of the response with the type that the documentation of the operation names: one type, or an enum
    /// of several by status.
    ///
    /// # Errors
    ///
    /// Returns an [`Untyped`] if there is no error response, if the definition declares nothing for its status, or if the
    /// body does not fit.
    pub fn typed<T: ErrorBody>(&self) -> Result<T, Untyped> {
        let (Self::Status(_), Some(status), Some(body)) = (self, self.status(), self.body()) else {
            return Err(Untyped::NoResponse);
        };
        let cut = body.len() >= KEPT_OF_BODY;
        let of = |text: &str| T::of(&ErrorResponseRef { status, text });
        let text = body_text(body);
        let summary = self.response().and_then(|response| response.summary.clone());
        // What broke off is read as far as it came, or from its summary.
        let others = || finished(&text).into_iter().chain(summary).find_map(|text| of(&text)?.ok());
        let read = of(&text).map(|read| read.or_else(|why| others().ok_or(why)));
        read.ok_or(Untyped::Undeclared(status))?.map_err(|why| {
            let problem = excerpt(&why.problem());
            let problem = if cut { format!("{problem} (only its first 64 KiB are kept)") } else { problem };
            Untyped::Unreadable { status, problem }
        })
    }
}

/// Implements [`ErrorBody`] for an enum of the bodies of errors by status. If a status has several types, the first
/// that fits is used.
///
/// ```text
/// errors! {
///     GetFailure;
///     404 | 410 => Problem;
///     409 => InUse | Problem;
///     500..=599 => Problem;
///     _ => Problem;
/// }
/// ```
macro_rules! errors {
    ($name:ident; $($status:pat => $($variant:ident)|+;)*) => {
        impl $crate::runtime::ErrorBody for $name {
            #[doc(hidden)]
            fn of(response: &$crate::runtime::ErrorResponseRef<'_>) -> Option<Result<Self, $crate::runtime::Unreadable>> {
                let mut why = None;
                #[allow(unreachable_patterns, reason = "a row for all statuses makes the last one needless")]
                match response.status() {
                    $($status => {
                        $(match response.json() {
                            Ok(body) => return Some(Ok(Self::$variant(body))),
                            Err(wrong) => why = why.or(Some(wrong)),
                        })+
                    })*
                    _ => {}
                }
                why.map(Err)
            }
        }
    };
}
pub(crate) use errors;
