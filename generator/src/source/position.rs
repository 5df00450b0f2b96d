//! From places in a value to lines and columns, and to what is written there, in one pass over the text.

mod json;
mod yaml;

use std::cell::Cell;
use std::collections::HashMap;

use super::nodes::Position;
use crate::pointer::Pointer;

pub(super) use json::{find as find_in_json, string_start};
pub(super) use yaml::find as find_in_yaml;

/// The places that are looked for, as a tree of keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    position: Option<Position>,
    /// What stands there, where it is a scalar.
    scalar: Option<String>,
    below: HashMap<String, Wanted>,
}

impl Wanted {
    /// Adds a place.
    pub fn insert(&mut self, place: &Pointer) {
        let mut here = self;
        for key in place.keys() {
            here = here.below.entry(key).or_default();
        }
    }

    /// The text of the scalar that stands at a place.
    pub fn scalar(&self, place: &Pointer) -> Option<&str> {
        let mut here = self;
        for key in place.keys() {
            here = here.below.get(&key)?;
        }
        here.scalar.as_deref()
    }

    /// The position of the place, or of the nearest parent that was found.
    pub fn nearest(&self, place: &Pointer) -> Option<Position> {
        let mut found = self.position;
        let mut here = self;
        for key in place.keys() {
            match here.below.get(&key) {
                Some(next) => here = next,
                None => break,
            }
            found = here.position.or(found);
        }
        found
    }
}

/// Where the lines of a string begin.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// A byte at which a character begins and its column, from which columns further on in its line are counted: a
    /// document of one line would be read from its beginning for every place otherwise.
    last: Cell<(usize, usize)>,
}

impl<'t> Lines<'t> {
    /// Finds the beginnings of the lines.
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts, last: Cell::new((0, 1)) }
    }

    /// The line and the column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let last = self.last.get();
        let (from, first) = if (start..=offset).contains(&last.0) { last } else { (start, 1) };
        let between = self.text.as_bytes().get(from..offset).unwrap_or_default();
        // Every character has one byte that is no continuation.
        let column = between.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + first;
        self.last.set((offset, column));
        (line, column)
    }

    /// The byte behind the given number of bytes of a line.
    pub fn offset(&self, line: usize, bytes: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).map_or(self.text.len(), |start| start + bytes)
    }
}

#[cfg(test)]
mod tests;
