//! TLS: certificates, roots, versions, and how connections end.

mod certificates;
mod ends;
mod identity;
mod providers;
mod roots;
mod versions;

use crate::Test;

pub fn trials() -> Vec<Test> {
    [providers::trials(), roots::trials(), certificates::trials(), identity::trials(), versions::trials(), ends::trials()].concat()
}
