//! The public items of the runtime. A generated crate re-exports all of them at its root.

#[cfg(all(feature = "reqwest-013", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use super::Reqwest013;
#[cfg(all(feature = "tokio-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use super::Tokio1;
#[cfg(feature = "oauth")]
pub use super::oauth;
#[cfg(feature = "strict")]
pub use super::strict;
#[cfg(feature = "test-util")]
pub use super::test;
pub use super::{
    Async, AttemptEnd, AttemptInfo, AttemptOutcome, Base64, Base64Url, Binary, Body, Bookmark, Bytes, Call, CallFuture, CallMode, Client,
    ClientBuilder, Clock, ConnectionUse, Date, DeclaredHeaders, Delivery, Download, DownloadFuture, DurationParts, Empty, Error, ErrorBody,
    Extra, Failure, File, FromJson, Granting, HeaderMap, Hook, HookFuture, HttpDate, InvalidContent, InvalidNumber, IsoDuration, Items,
    Json, JsonNumber, LocalDateTime, Log, Maybe, MaybeSend, MaybeSync, Method, Operation, OrStream, Page, Paged, Pages, Param,
    ProblemDetails, Progress, QuotedI64, QuotedU64, RateLimit, Raw, ReadOnly, ReadOnlyClient, ReadWrite, Renewing, Response, ResponseBody,
    Retry, Secret, Sequence, SequenceItems, Sleep, StatusCode, Text, Throttle, TimeError, TimeForm, Timestamp, TokenFuture, TokenProvider,
    TokenSource, Tokens, Transport, TransportError, TransportErrorKind, TransportFuture, UnixTime, UnknownValue, Untyped, Value,
    WithResponse, Writer,
};
#[cfg(feature = "blocking")]
pub use super::{Blocking, blocking};
#[cfg(feature = "constraints")]
pub use super::{Constrained, Constraint, InputPlace, Violation, Violations};
#[cfg(feature = "drift")]
pub use super::{Drift, DriftKind, JsonKind};
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub use super::{FetchCredentials, FetchTransport};
#[cfg(all(feature = "hyper-1", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use super::{HttpTransport, HttpTransportBuilder, InvalidProxy, Proxy};
