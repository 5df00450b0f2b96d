//! What the operating system and its runtime do, or the browser: tasks, time and random numbers.

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod browser;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod native;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod timeout;

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) use self::browser::*;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) use self::native::*;
