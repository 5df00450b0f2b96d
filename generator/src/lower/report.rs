//! What the output cannot express, and what of the document it does not use.

pub(super) mod free_form;
pub(super) mod unused_formats;
