//! Names, addresses, and connections to them.

mod addresses;
mod limits;
mod lookups;
mod sockets;

use crate::Test;

pub fn trials() -> Vec<Test> {
    [addresses::trials(), lookups::trials(), sockets::trials(), limits::trials()].concat()
}
