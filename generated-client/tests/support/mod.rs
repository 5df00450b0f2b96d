//! What tests of clients need: servers that misbehave on purpose, answers from memory, and a clock of one's own.

#![allow(dead_code, reason = "each test uses its part")]

pub mod clock;
pub mod folder;
pub mod frames;
pub mod memory;
pub mod peer;
pub mod ports;
pub mod server;
pub mod service;
