//! What applications see of the runtime: a generated crate re-exports all of it at its root.

pub use super::{
    Base64, Body, Call, Client, ClientBuilder, Clock, Date, Delivery, Error, Extra, File, Items, Maybe, Method, Page, Pages, Response,
    Retry, Sleep, Timestamp, Transport, TransportError, TransportErrorKind, TransportFuture, WithResponse,
};
