//! Tests of the runtime, apart from any API: its sources are mounted here as they are copied into every generated
//! crate, under a small API that is written by hand as the generator would write it.

#[path = "../../src/runtime/mod.rs"]
mod runtime;

mod addresses;
mod api;
mod at_first_sight;
mod broken_transfers;
mod changing;
#[cfg(feature = "gzip")]
mod compressed;
#[cfg(feature = "hyper-1")]
mod connection;
mod drift;
#[cfg(feature = "drift")]
mod drifting;
mod dropped;
mod dry_runs;
mod errors;
mod extras;
mod files;
mod hooks;
mod hostile;
mod lists;
mod logs;
mod misbehaving;
#[cfg(feature = "oauth")]
mod oauth;
mod paging;
mod panics;
mod policies;
mod rate_limits;
mod reading;
mod redirects;
#[cfg(feature = "reqwest-013")]
mod reqwest_client;
mod retries;
mod runtimes;
mod secrets;
mod sending;
mod sent_once;
#[cfg(feature = "hyper-1")]
mod shutdown;
#[cfg(feature = "strict")]
mod strict;
mod styles;
mod throttle;
mod token_waits;
mod tokens;
mod tolerance;
mod types;
mod walks;
mod watching;
mod writing;

#[path = "../support/mod.rs"]
mod support;
