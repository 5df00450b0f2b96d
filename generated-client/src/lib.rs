//! Client for the Tallyfy workflow platform's REST API.

mod runtime;

#[rustfmt::skip]
mod generated;

pub use self::generated::*;
pub use self::runtime::{
    Base64, Body, Call, Client, ClientBuilder, Clock, Date, Delivery, Error, Extra, File, Items, Maybe, Method, Page, Pages, Response,
    Retry, Sleep, Timestamp, Transport, TransportError, TransportErrorKind, TransportFuture, WithResponse,
};
