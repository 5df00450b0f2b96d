//! What the objects of one reply hold beyond their fields, as text in one place.
//!
//! One store serves all objects that are read together: an object of its own keeps a number. So members that no field
//! names cost a copy of their text while a reply is read, no allocation for each object, and no parsing until someone looks.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use super::raw::{RawMembers, lenient};

/// The store of one reply. It is filled when all of the reply has been read.
pub(crate) type Store = Arc<OnceLock<Leftovers>>;

/// Members that no field took, of all objects of a reply.
#[derive(Default)]
pub(crate) struct Leftovers {
    /// All runs, one after the other.
    text: String,
    runs: Vec<Run>,
    objects: Vec<Holder>,
}

/// Members of one object that came side by side, as they came: `"a":1, "b":2`. It begins where the one before it ends.
struct Run {
    end: usize,
    /// How many members it has.
    members: usize,
    /// The run before it that belongs to the same object.
    before: Last,
    /// It is a member that lay beside a wrapped value.
    aside: bool,
}

/// The last run that an object holds; each one knows the one before it. They are counted from 1; 0 is none.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Last(usize);

/// An object that holds some of them.
struct Holder {
    last: Last,
    /// Its members, once someone has looked.
    parsed: OnceLock<Box<Parsed>>,
}

/// Members that have been looked at.
#[derive(Default, Clone)]
pub(crate) struct Parsed {
    pub members: Map<String, Value>,
    /// Names of members that lay beside a wrapped value: they are no members of this object and are not sent.
    pub aside: Vec<String>,
}

impl Last {
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl Leftovers {
    /// Adds members to those of an object.
    pub(crate) fn push(&mut self, last: &mut Last, text: &str, members: usize, aside: bool) {
        self.text.push_str(text);
        self.runs.push(Run { end: self.text.len(), members, before: *last, aside });
        *last = Last(self.runs.len());
    }

    /// Takes room in advance, where nothing has been added yet: a part of the whole text is enough for most.
    pub(crate) fn prepare(&mut self, text_length: usize) {
        if self.text.capacity() == 0 {
            self.text.reserve(text_length / 4);
        }
    }

    /// Adds an object with what it holds; returns its number.
    pub(crate) fn add_object(&mut self, last: Last) -> usize {
        self.objects.push(Holder { last, parsed: OnceLock::new() });
        self.objects.len() - 1
    }

    /// Counts the members that an object holds.
    pub(crate) fn count(&self, object: usize) -> usize {
        self.runs(object).map(|(_, run)| run.members).sum()
    }

    /// Returns what an object holds, parsed.
    pub(crate) fn parsed(&self, object: usize) -> Option<&Parsed> {
        Some(self.objects.get(object)?.parsed.get_or_init(|| Box::new(self.parse(object))))
    }

    /// Gives back room that was taken in advance: the store may stay for long.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.objects.shrink_to_fit();
    }

    /// Returns the runs of an object with their texts, from the last to the first.
    fn runs(&self, object: usize) -> impl Iterator<Item = (&str, &Run)> {
        let mut last = self.objects.get(object).map_or(Last::default(), |object| object.last);
        std::iter::from_fn(move || {
            let at = last.0.checked_sub(1)?;
            let run = self.runs.get(at)?;
            let start = at.checked_sub(1).and_then(|before| self.runs.get(before)).map_or(0, |before| before.end);
            last = run.before;
            Some((self.text.get(start..run.end)?, run))
        })
    }

    fn parse(&self, object: usize) -> Parsed {
        let mut parsed = Parsed::default();
        let runs: Vec<_> = self.runs(object).collect();
        for (text, run) in runs.into_iter().rev() {
            let whole = format!("{{{text}}}");
            let RawMembers(members) = serde_json::from_str(&whole).unwrap_or_default();
            for (name, value) in members {
                if run.aside {
                    parsed.aside.push(name.to_string());
                }
                parsed.members.insert(name.into_owned(), lenient(value.get()));
            }
        }
        parsed
    }
}
