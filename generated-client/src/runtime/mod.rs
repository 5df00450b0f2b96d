//! The runtime of a generated client: everything that does not depend on the API.
//!
//! A generated crate describes its API ([`Api`]), builds a [`Request`] per operation, and implements how its types are
//! read and written ([`Object`], [`StringEnum`], [`Union`]). The rest is here:
//!
//! ```text
//! Request ─▶ prepare ─▶ send ─▶ (transport, retry, redirect) ─▶ read ─▶ value or Error
//!                                                           page ─▶ paging ─▶ the next Request
//! ```
//!
//! Each folder imports only from those before it: `api`, `maybe_send`, `waiting_tasks`, `observer`, `mode`, `platform`, `worker`, `text`, `constraints`, `json`, `secret`, `time`, `transport`, `encoding`, `policy`, `error`,
//! `connection`, `fetch`, `log`, `hooks`, `client`, `body`, `request`, `response`, `send`, `paging`, `call`, `webhook`, `oauth`, `blocking`, `test`. The items below are all that generated code uses.

// A generated crate uses only the part of the runtime that its API needs.
#![allow(dead_code, unused_imports, unused_macros)]
// What is shared between threads elsewhere is the same here.
#![cfg_attr(all(target_family = "wasm", target_os = "unknown"), allow(clippy::arc_with_non_send_sync))]

#[cfg(all(feature = "blocking", target_family = "wasm", target_os = "unknown"))]
compile_error!("the feature `blocking` needs threads, which a browser does not have: leave it out for `wasm32-unknown-unknown`");

mod api;
mod body;
mod call;
mod client;
#[cfg(all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))))]
mod connection;
#[cfg(feature = "constraints")]
mod constraints;
mod encoding;
mod error;
pub mod exports;
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
mod fetch;
mod hooks;
mod json;
mod log;
mod maybe_send;
mod mode;
#[cfg(feature = "oauth")]
pub mod oauth;
mod observer;
mod paging;
mod platform;
mod policy;
mod request;
mod response;
mod secret;
mod send;
mod sequence;
mod style;
#[cfg(feature = "test-util")]
pub mod test;
mod text;
mod time;
mod transport;
mod waiting_tasks;
pub mod webhook;
#[cfg(feature = "blocking")]
mod worker;

// The methods that it adds to calls are documented after the others.
#[cfg(feature = "blocking")]
pub mod blocking;

pub use std::collections::BTreeMap;

pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode};
pub use serde::ser::SerializeMap;
pub use serde::{Serialize, Serializer};
pub use serde_json::{Number, Value};

pub use self::api::{
    Alternatives, Api, Bound, Flow, FlowKind, Framing, InputPlace, Paging, PagingStyle, Scheme, SchemeKind, Server, StreamForm, Variable,
};
pub use self::body::File;
#[cfg(all(feature = "tokio-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::call::Tokio1;
pub use self::call::{Call, CallFuture, Download, DownloadFuture, Raw, Response, WithResponse, Writer};
pub(crate) use self::client::ClientRef;
pub use self::client::{
    CallMode, Client, ClientBuilder, Drift, Granting, ReadOnlyClient, Renewing, TokenFuture, TokenProvider, TokenSource, Tokens,
};
#[cfg(all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::connection::{HttpTransport, HttpTransportBuilder, InvalidProxy, Proxy};
#[cfg(feature = "constraints")]
pub(crate) use self::constraints::constraints;
#[cfg(feature = "constraints")]
pub use self::constraints::{Constraint, InputConstraints, Levels, ObjectConstraints, Violation, Violations};
pub(crate) use self::error::errors;
pub use self::error::{Error, ErrorBody, ErrorResponseRef, Failure, ProblemDetails, Untyped};
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub use self::fetch::{FetchCredentials, FetchTransport};
pub use self::hooks::{AttemptEnd, AttemptInfo, AttemptOutcome, Hook, HookFuture};
#[cfg(feature = "constraints")]
pub use self::json::Constrained;
pub(crate) use self::json::Unreadable;
pub use self::json::input::{DriftKind, Extra, JsonKind, Mismatch, Outcome, Source};
pub(crate) use self::json::object::object;
pub use self::json::object::{FieldReader, Object, ObjectType, ObjectWriter, read_parts, write_object};
pub use self::json::read::{
    ArrayAccess, Base64, Base64Url, Candidate, FieldAccess, FieldNeed, FromJson, IntEnum, InvalidNumber, JsonNumber, Maybe, QuotedI64,
    QuotedU64, RawScalar, ReadValue, Scalar, Slot, Stopped, StringEnum, TypeInfo, Union, UnknownValue, deserialize, needs_of_own_types,
    read_own, read_scalar, read_union, write_own, write_union,
};
pub(crate) use self::json::read::{
    closed_enum, deserialize_by_reading, enum_value, int_enum, late_slot, newtype, own_slot, own_type, read_scalars, string_enum,
    text_union, union,
};
#[cfg(feature = "strict")]
pub use self::json::strict;
pub(crate) use self::json::tuple::tuple;
pub use self::json::tuple::{ItemWriter, read_items};
pub use self::json::{BodyFormat, InvalidContent, JsonLines, JsonRecords, read_content, read_content_items, read_content_values};
pub use self::log::Log;
pub use self::maybe_send::{MaybeSend, MaybeSync};
#[cfg(feature = "blocking")]
pub use self::mode::Blocking;
pub use self::mode::{Async, ReadOnly, ReadWrite};
pub use self::paging::{Bookmark, Items, Page, Paged, Pages};
pub use self::policy::{Clock, RateLimit, Retry, Sleep, Throttle};
#[cfg(feature = "test-util")]
pub(crate) use self::request::RequestFacts;
pub use self::request::{Changes, Request};
pub use self::response::{Binary, DeclaredHeaders, Empty, Json, Operation, ResponseBody, Text};
#[cfg(feature = "test-util")]
pub use self::response::{MockInput, Mockable, WrittenResponse};
pub(crate) use self::response::{RawResponse, by_status, header, header_list, header_object, headers, method_name, operations};
#[cfg(feature = "test-util")]
pub(crate) use self::response::{as_json, is_mockable};
pub use self::secret::Secret;
pub use self::sequence::{OrStream, Sequence, SequenceItems};
pub use self::style::{ParamStyle, UrlEncoded};
#[cfg(feature = "test-util")]
pub(crate) use self::test::{example_values, test_setters};
pub use self::text::{Joined, ListStyle, Param};
pub use self::time::{Date, DurationParts, HttpDate, IsoDuration, LocalDateTime, TimeError, TimeForm, Timestamp, UnixTime};
#[cfg(all(feature = "reqwest-013", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::transport::Reqwest013;
pub use self::transport::{Body, ConnectionUse, Delivery, Progress, Transport, TransportError, TransportErrorKind, TransportFuture};
pub(crate) use self::webhook::webhook_event;
