//! The default transport: HTTP over connections of its own, with hyper. No file outside this folder names hyper.

mod builder;
#[cfg(feature = "http2")]
mod builder_http2;
mod connector;
mod dial;
mod exchange;
#[cfg(feature = "http2")]
mod http2;
mod http_transport;
mod idle;
mod incoming;
mod judge;
mod keep_alive;
mod origin;
mod pool;
mod proxy;
mod request_body;
mod sender;
mod stream;
mod target;
mod timer;
mod tls;

pub use self::builder::HttpTransportBuilder;
pub use self::http_transport::HttpTransport;
pub use self::proxy::{InvalidProxy, Proxy};
