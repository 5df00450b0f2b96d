//! The runtime of a generated client: everything that is the same for two operations of any API.
//!
//! It knows no API by name. A generated crate tells it the facts of one ([`Api`]), builds a [`Request`] per operation
//! and says how its types read and write themselves ([`Object`], [`TextEnum`], [`Union`]); the rest is here:
//!
//! ```text
//! Request ─▶ prepare ─▶ send ─▶ (transport, retry, redirect) ─▶ read ─▶ value or Error
//!                                                           page ─▶ walk ─▶ the next Request
//! ```
//!
//! What follows is all that generated code may use.

// A generated crate uses what its API asks for. What it does not is no mistake.
#![allow(dead_code, unused_imports, unused_macros)]

mod api;
mod body;
mod call;
mod client;
mod error;
pub mod exports;
mod json;
mod paging;
mod policy;
mod request;
mod response;
mod secret;
mod send;
mod text;
mod time;
mod transport;

pub use std::collections::BTreeMap;

pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode};
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Serialize, Serializer};
pub use serde_json::{Number, Value};

pub use self::api::{Alternatives, Api, Bound, Paging, PagingStyle, Scheme, SchemeKind, Server, Variable};
pub use self::body::File;
#[cfg(feature = "tokio-1")]
pub use self::call::Tokio1;
pub use self::call::{Call, Download, Downloading, Raw, Response, Sending, WithResponse, Writer};
pub use self::client::{AttemptInfo, Client, ClientBuilder, Drift, Granting, Renewing, TokenProvider, TokenSource, Tokens};
pub(crate) use self::error::errors;
pub use self::error::{Delivery, Error, ErrorBody, ErrorReply, Failure, Untyped};
pub use self::json::Syntax;
pub(crate) use self::json::Unreadable;
pub use self::json::input::{DriftKind, Extra, JsonKind, Misfit, Outcome, Source};
pub(crate) use self::json::object::object;
pub use self::json::object::{Kept, Member, Members, Object, count_marked, marked, read_object, write_object};
pub use self::json::read::{
    Base64, Base64Url, Candidate, IntEnum, Maybe, Read, Scalar, TextEnum, Union, UnknownValue, deserialize, read_scalar, read_union,
    take_scalar,
};
pub(crate) use self::json::read::{deserialize_by_reading, int_enum, read_scalars, text_enum, union};
pub use self::paging::{Bookmark, Items, Page, Paged, Pages};
pub use self::policy::{Clock, RateLimit, Retry, Sleep};
pub use self::request::{Changes, Request};
pub use self::response::{Binary, DeclaredHeaders, Empty, Json, Reply, Text};
pub(crate) use self::response::{RawReply, by_status, header, header_list, headers};
pub use self::secret::Secret;
pub use self::text::{Joined, ListStyle, Param};
pub use self::time::{Date, DurationParts, HttpDate, IsoDuration, LocalDateTime, TimeError, TimeForm, Timestamp, UnixTime};
pub use self::transport::{Body, Progress, Transport, TransportError, TransportErrorKind, TransportFuture};
