//! `Send` and `Sync` where there are threads. A browser runs everything on one, and what its functions return cannot leave it.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use std::marker::{Send as SendBound, Sync as SyncBound};

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
use self::{Anything as SendBound, Anything as SyncBound};

/// [`Send`] everywhere but in browsers and workers (`wasm32-unknown-unknown`). There, every type is `MaybeSend`.
///
/// It is what the traits of this crate ask of their implementors, so that the same code is right on both.
///
/// # Examples
///
/// ```
/// use tallyfy::MaybeSend;
///
/// fn spawn(task: impl Future<Output = ()> + MaybeSend + 'static) {
///     # let _ = task;
/// }
///
/// spawn(async { println!("`Send`, where there are threads") });
/// ```
pub trait MaybeSend: SendBound {}

impl<T: SendBound + ?Sized> MaybeSend for T {}

/// [`Sync`] everywhere but in browsers and workers (`wasm32-unknown-unknown`). There, every type is `MaybeSync`.
///
/// # Examples
///
/// ```
/// use tallyfy::{MaybeSend, MaybeSync};
///
/// struct Names<F>(F);
///
/// impl<F: Fn() -> String + MaybeSend + MaybeSync + 'static> Names<F> {
///     fn next(&self) -> String {
///         (self.0)()
///     }
/// }
///
/// assert_eq!(Names(|| "Ada".to_owned()).next(), "Ada");
/// ```
pub trait MaybeSync: SyncBound {}

impl<T: SyncBound + ?Sized> MaybeSync for T {}

/// What every type is.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub trait Anything {}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
impl<T: ?Sized> Anything for T {}

/// Adds `Send` to a trait object, where there are threads: only auto traits can be added to one, which [`MaybeSend`] is not.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
macro_rules! maybe_send {
    ($($object:tt)+) => { $($object)+ + Send };
}

/// Adds `Send` and `Sync` to a trait object, where there are threads.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
macro_rules! maybe_sync {
    ($($object:tt)+) => { $($object)+ + Send + Sync };
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
macro_rules! maybe_send {
    ($($object:tt)+) => { $($object)+ };
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
macro_rules! maybe_sync {
    ($($object:tt)+) => { $($object)+ };
}

pub(crate) use {maybe_send, maybe_sync};
