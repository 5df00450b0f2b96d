//! Proxies: which one a request goes through, if any.
//!
//! | variable, in upper or lower case | proxy for |
//! |---|---|
//! | `HTTPS_PROXY` | `https://` targets |
//! | `HTTP_PROXY` | `http://` targets; in a CGI program, only in lower case |
//! | `ALL_PROXY` | targets whose scheme has no variable of its own |
//! | `NO_PROXY` | none: the targets that these proxies are not used for |
//!
//! If a variable is set in both cases, the upper-case one is used. One that is empty counts as unset. Those that are needed
//! for no scheme are not read; if one that is needed cannot be used, the client is not built, and the error names it.
//!
//! A proxy that is set in code comes before those of the environment, and `NO_PROXY` does not apply to it: it has
//! exceptions of its own. A scheme with such a proxy does not use the environment at all.
//!
//! `proxies` chooses one; `tunnel` and `socks` go through one. Connections are opened elsewhere.

mod address;
mod env;
mod host;
mod no_proxy;
mod proxies;
mod setting;
mod socks;
#[cfg(test)]
mod tests;
mod tunnel;

pub(crate) use self::address::{ProxyAddress, ProxyCredentials, ProxyScheme};
pub(crate) use self::env::variable;
pub(crate) use self::no_proxy::NoProxy;
pub(crate) use self::proxies::{Proxies, Route};
pub use self::setting::{InvalidProxy, Proxy};
pub(super) use self::socks::{Destination, socks};
pub(super) use self::tunnel::tunnel;
