//! Lists in pages.

mod bookmark;
mod fetch;
mod item_keys;
mod items;
mod loops;
mod page;
mod page_info;
mod recent;
mod search;
mod state;
mod stream;
mod walk;

pub use self::bookmark::Bookmark;
pub use self::items::Items;
pub use self::page::{Page, Paged};
pub use self::stream::Pages;
