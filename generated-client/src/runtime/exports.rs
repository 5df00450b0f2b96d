//! What applications see of the runtime: a generated crate re-exports all of it at its root.

#[cfg(feature = "tokio-1")]
pub use super::Tokio1;
pub use super::{
    AttemptInfo, Base64, Base64Url, Binary, Body, Bookmark, Bytes, Call, Client, ClientBuilder, Clock, Date, DeclaredHeaders, Delivery,
    Download, Downloading, DurationParts, Empty, Error, ErrorBody, Extra, Failure, File, Granting, HeaderMap, HttpDate, IsoDuration, Items,
    Json, LocalDateTime, Maybe, Method, Page, Paged, Pages, Param, Progress, RateLimit, Raw, Renewing, Reply, Response, Retry, Secret,
    Sending, Sleep, StatusCode, Text, TimeError, TimeForm, Timestamp, TokenProvider, TokenSource, Tokens, Transport, TransportError,
    TransportErrorKind, TransportFuture, UnixTime, UnknownValue, Untyped, Value, WithResponse, Writer,
};
#[cfg(feature = "drift")]
pub use super::{Drift, DriftKind, JsonKind};
