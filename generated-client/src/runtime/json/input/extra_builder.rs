//! What an object holds beyond its fields, while it is read.

use std::ops::Range;

use super::extra::Extra;
use super::extra_store::Last;
use super::raw::object_text;
use super::source::Source;

/// Members that no field takes. Those that come side by side are kept as one piece of the text.
#[derive(Default)]
pub(crate) struct Keeping {
    last: Last,
    /// The piece that has come so far; it never begins where the text does.
    run: Range<usize>,
    members: usize,
}

impl Keeping {
    /// Keeps a member.
    pub(crate) fn keep(&mut self, source: Source<'_>, name: &str, json: &str) {
        match source.place(name, json) {
            Some(place) if self.members > 0 && source.piece(self.run.end..place.start).trim_ascii() == "," => {
                self.run.end = place.end;
                self.members += 1;
            }
            Some(place) => {
                self.end_run(source);
                self.run = place;
                self.members = 1;
            }
            None => self.keep_apart(source, name, json, false),
        }
    }

    /// Keeps a member that is not as it came; `aside` where it lay beside a wrapped value, under the name of the member
    /// that was wrapped.
    pub(crate) fn keep_apart(&mut self, source: Source<'_>, name: &str, json: &str, aside: bool) {
        self.end_run(source);
        let object = object_text([(name, json)].into_iter());
        source.keep(&mut self.last, object.get(1..object.len() - 1).unwrap_or_default(), 1, aside);
    }

    /// Returns all that has been kept.
    pub(crate) fn finish(mut self, source: Source<'_>) -> Option<Extra> {
        self.end_run(source);
        (!self.last.is_none()).then(|| source.kept(self.last))
    }

    fn end_run(&mut self, source: Source<'_>) {
        if self.members > 0 {
            source.keep(&mut self.last, source.piece(self.run.clone()), self.members, false);
            self.members = 0;
        }
    }
}
