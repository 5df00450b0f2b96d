//! Sign-ins at a server that others wrote: `oidc-provider`, from npm.

mod applications;
mod browser;
mod devices;
mod people;
mod provider;
mod redirects;

use crate::Test;

pub fn trials() -> Vec<Test> {
    let of_provider = [people::trials(), devices::trials(), applications::trials()].concat();
    let missing = "npm's oidc-provider, which `cargo xtask ci --only counterparts` installs";
    let of_provider = of_provider.into_iter().map(|test| test.if_there(provider::is_there(), missing));
    of_provider.chain(redirects::trials()).collect()
}
