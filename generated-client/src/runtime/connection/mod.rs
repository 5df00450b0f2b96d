//! The default transport: HTTP over connections of its own, with hyper. No file outside this folder names hyper.

mod builder;
mod connector;
mod dial;
mod exchange;
mod http_transport;
mod incoming;
mod judge;
mod keep_alive;
mod origin;
mod pool;
mod proxy;
mod request_body;
mod stream;
mod tls;

pub use self::builder::HttpTransportBuilder;
pub use self::http_transport::HttpTransport;
pub use self::proxy::{InvalidProxy, Proxy};
