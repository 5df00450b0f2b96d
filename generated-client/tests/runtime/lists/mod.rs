//! Lists that change while they are walked.

mod changing_server;
mod deletions;
mod dropped;
mod loops;
mod random_changes;
mod resumed;
mod unseen;
