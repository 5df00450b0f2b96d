//! Proxies: which one is used, what it gets, and what becomes of its refusals.

mod credentials;
mod environment;
mod no_proxy;
mod over_tls;
mod requests;
mod socks;
mod tunnels;

use crate::Test;

pub fn trials() -> Vec<Test> {
    [
        environment::trials(),
        no_proxy::trials(),
        credentials::trials(),
        requests::trials(),
        tunnels::trials(),
        socks::trials(),
        over_tls::trials(),
    ]
    .concat()
}
