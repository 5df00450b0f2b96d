//! What applications see of the runtime: a generated crate re-exports all of it at its root.

pub use super::{
    Base64, Body, Call, Client, ClientBuilder, Clock, Date, Delivery, DurationParts, Error, Extra, File, IsoDuration, Items, LocalDateTime,
    Maybe, Method, Page, Pages, Response, Retry, Sleep, TimeError, TimeForm, Timestamp, Transport, TransportError, TransportErrorKind,
    TransportFuture, WithResponse,
};
