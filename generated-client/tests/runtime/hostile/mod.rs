//! Servers and connections that surprise: what they announce, how they end, what they ask for, and what they say.

mod bounded_bodies;
mod cost;
mod earlier;
mod endings;
mod printing;
mod waits;
