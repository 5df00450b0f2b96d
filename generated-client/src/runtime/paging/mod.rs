//! Lists in pages.

mod bookmark;
mod fetch;
mod page;
mod state;
mod stream;

pub use self::bookmark::Bookmark;
pub use self::page::{Page, Paged};
pub use self::stream::{Items, Pages};
