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

mod address;
mod api;
mod auth;
mod body;
mod bookmark;
mod budget;
mod builder;
mod call;
mod cause;
mod changes;
mod client;
mod clock;
mod cookies;
mod declare;
mod download;
mod drift;
mod encode;
mod error;
mod explain;
mod extra_body;
pub mod face;
mod failure;
mod file;
mod headers;
mod page;
mod pager;
mod param;
mod prepare;
mod preview;
mod progress;
mod rate_limit;
mod raw;
mod read;
mod redact;
mod redirect;
mod reply;
mod request;
mod retry;
mod secret;
mod send;
mod stream;
mod syntax;
mod time;
mod token;
mod trace;
mod transport;
mod typed;
mod upload;
mod walk;
mod wire;
mod writer;

pub use std::collections::BTreeMap;

pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode};
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Serialize, Serializer};
pub use serde_json::{Number, Value};

pub use self::api::{Alternatives, Api, Bound, Paging, PagingStyle, Scheme, SchemeKind, Server, Variable};
pub use self::bookmark::Bookmark;
pub use self::builder::ClientBuilder;
pub use self::call::{Call, Response, Sending, WithResponse};
pub use self::changes::Changes;
pub use self::client::Client;
pub use self::clock::{Clock, Sleep};
pub use self::download::{Download, Downloading};
pub use self::drift::{Drift, DriftKind, JsonKind};
pub use self::error::{Delivery, Error, Failure};
pub use self::file::File;
pub use self::headers::DeclaredHeaders;
pub(crate) use self::headers::{header, header_list, headers};
pub use self::page::Page;
pub use self::param::{Joined, ListStyle, Param};
pub use self::progress::Progress;
pub use self::rate_limit::RateLimit;
pub use self::raw::Raw;
pub use self::read::{
    Base64, Base64Url, Candidate, Extra, IntEnum, Kept, Maybe, Member, Members, Misfit, Object, Outcome, Read, Scalar, Source, TextEnum,
    Union, count_marked, deserialize, marked, read_object, read_scalar, read_union, take_scalar, write_object,
};
pub(crate) use self::read::{Unreadable, int_enum, object, read_scalars, text_enum, union};
pub(crate) use self::reply::by_status;
pub use self::reply::{Binary, Empty, Json, Paged, Reply, Text};
pub use self::request::Request;
pub use self::retry::Retry;
pub use self::secret::Secret;
pub(crate) use self::send::RawReply;
pub use self::stream::{Items, Pages};
pub use self::syntax::Syntax;
pub use self::time::{Date, DurationParts, HttpDate, IsoDuration, LocalDateTime, TimeError, TimeForm, Timestamp, UnixTime};
pub use self::token::{Granting, Renewing, TokenProvider, TokenSource, Tokens};
pub use self::trace::AttemptInfo;
pub use self::transport::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};
pub(crate) use self::typed::errors;
pub use self::typed::{ErrorBody, ErrorReply, Untyped};
#[cfg(feature = "tokio-1")]
pub use self::writer::Tokio1;
pub use self::writer::Writer;
