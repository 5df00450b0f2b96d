//! What tests of clients need: answers from memory, and a clock that stands still.

pub mod memory;
