//! Secrets show nowhere: each door by which one comes in, and each place where something is shown.

mod canary;
mod doors;
mod from_server;
mod sinks;
mod table;
