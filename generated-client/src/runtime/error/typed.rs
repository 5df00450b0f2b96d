//! The bodies of errors, read as what the definition declares for their status.

use std::fmt;

use http::StatusCode;

use super::Error;
use super::build::KEPT_OF_BODY;
use crate::runtime::json::read::Read;
use crate::runtime::json::{Unreadable, decode};

/// What a definition declares for the bodies of errors: one type, or a generated choice of several by their status.
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
    /// Reads the body; `None` where nothing is declared for its status.
    fn of(reply: &ErrorReply<'_>) -> Option<Result<Self, Unreadable>>;
}

/// One type by itself reads the body of every error.
impl<T: Read> ErrorBody for T {
    fn of(reply: &ErrorReply<'_>) -> Option<Result<Self, Unreadable>> {
        Some(reply.json())
    }
}

/// The reply behind an error: what an [`ErrorBody`] is read from.
#[derive(Debug)]
pub struct ErrorReply<'e> {
    status: StatusCode,
    text: &'e str,
}

impl ErrorReply<'_> {
    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Reads the body. Unlike a success, an error without a body is none of a declared type.
    pub(crate) fn json<T: Read>(&self) -> Result<T, Unreadable> {
        if matches!(self.text.trim_ascii(), "" | "null") {
            return Err(Unreadable::Syntax(serde::de::Error::custom("no body")));
        }
        decode(self.text, None, None)
    }
}

/// Why the body of an error is of no declared type.
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
    /// The server sent no error: there is no reply at all, or it is a success.
    NoReply,
    /// The definition declares nothing for this status.
    Undeclared(StatusCode),
    /// The body is not what the definition declares for this status.
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
            Self::NoReply => f.write_str("the server sent no error"),
            Self::Undeclared(status) => write!(f, "the definition declares no body for {status}"),
            Self::Unreadable { status, problem } => write!(f, "the body of {status} is not what the definition declares: {problem}"),
        }
    }
}

impl std::error::Error for Untyped {}

impl Error {
    /// Returns the reply's body as the type that the operation's documentation names: one type, or a choice of several
    /// by the status.
    ///
    /// # Errors
    ///
    /// There is no reply, the definition declares nothing for its status, or the body is something else: three
    /// different things, which [`Untyped`] tells apart.
    pub fn typed<T: ErrorBody>(&self) -> Result<T, Untyped> {
        let (Self::Status(_), Some(status), Some(body)) = (self, self.status(), self.body()) else {
            return Err(Untyped::NoReply);
        };
        let cut = body.len() >= KEPT_OF_BODY;
        let read = std::str::from_utf8(body).map_or_else(
            |error| Some(Err(Unreadable::Syntax(serde::de::Error::custom(error)))),
            |text| T::of(&ErrorReply { status, text: text.trim_start_matches('\u{feff}') }),
        );
        read.ok_or(Untyped::Undeclared(status))?.map_err(|why| {
            let problem = match why {
                Unreadable::Misfit(misfit) => misfit.to_string(),
                Unreadable::Syntax(error) => format!("expected JSON: {error}"),
                Unreadable::Other(problem) => problem,
            };
            let problem = if cut { format!("{problem} (only its first 64 KiB are kept)") } else { problem };
            Untyped::Unreadable { status, problem }
        })
    }
}

/// Makes an enumeration of what errors carry readable by their status. Where several alternatives are named, the first
/// one counts that can be read.
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
            fn of(reply: &$crate::runtime::ErrorReply<'_>) -> Option<Result<Self, $crate::runtime::Unreadable>> {
                let mut why = None;
                #[allow(unreachable_patterns, reason = "a row for all statuses makes the last one needless")]
                match reply.status() {
                    $($status => {
                        $(match reply.json() {
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
