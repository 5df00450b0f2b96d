//! What an overlay did, so that places in the result are found in the strings.

use crate::pointer::Pointer;

/// The changes that an overlay made, in order.
#[derive(Debug, Default)]
pub struct Edits(Vec<Edit>);

#[derive(Debug)]
enum Edit {
    /// The value at a place comes from a place in the overlay; what is copied stood elsewhere in the document before.
    Set { at: Pointer, from: Pointer, copied: Option<Pointer> },
    /// An item of a list is gone; those behind it have moved up.
    Removed { list: Pointer, index: usize },
    /// A place is gone, by an action of the overlay.
    Gone { at: Pointer, by: Pointer },
}

/// What an action did to a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited<'e> {
    /// The place as it was then.
    pub at: &'e Pointer,
    /// The place in the overlay that says so.
    pub by: &'e Pointer,
    /// Whether it was removed.
    pub is_removed: bool,
}

/// Where a place of the result stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// At this place of the document.
    Document(Pointer),
    /// At this place of the overlay.
    Overlay(Pointer),
}

impl Edits {
    pub(super) fn set(&mut self, at: Pointer, from: Pointer) {
        self.0.push(Edit::Set { at, from, copied: None });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Notes that what was set since, by the action at a place in the overlay, is a copy.
    pub(super) fn copied(&mut self, since: usize, by: &Pointer, of: &Pointer) {
        for edit in self.0.iter_mut().skip(since) {
            if let Edit::Set { from, copied, .. } = edit {
                *copied = from.below(by).map(|rest| of.join(rest));
            }
        }
    }

    pub(super) fn removed(&mut self, list: Pointer, index: usize) {
        self.0.push(Edit::Removed { list, index });
    }

    pub(super) fn gone(&mut self, at: Pointer, by: Pointer) {
        self.0.push(Edit::Gone { at, by });
    }

    /// All that was done, in order.
    pub fn all(&self) -> impl Iterator<Item = Edited<'_>> {
        self.0.iter().filter_map(|edit| match edit {
            Edit::Set { at, from, .. } => Some(Edited { at, by: from, is_removed: false }),
            Edit::Gone { at, by } => Some(Edited { at, by, is_removed: true }),
            Edit::Removed { .. } => None,
        })
    }

    /// Follows a place of the result back to what brought it there.
    pub fn origin(&self, place: &Pointer) -> Origin {
        self.follow(place, false)
    }

    /// Follows a place of the result back to where its value was written: that of a copy where the original was.
    pub fn writing(&self, place: &Pointer) -> Origin {
        self.follow(place, true)
    }

    fn follow(&self, place: &Pointer, through_copies: bool) -> Origin {
        let mut place = place.clone();
        for edit in self.0.iter().rev() {
            match edit {
                Edit::Set { at, from, copied } => {
                    let Some(rest) = place.below(at) else { continue };
                    match copied.as_ref().filter(|_| through_copies) {
                        Some(copied) => place = copied.join(rest),
                        None => return Origin::Overlay(from.join(rest)),
                    }
                }
                Edit::Gone { .. } => {}
                Edit::Removed { list, index } => {
                    if let Some(moved) = place.below(list).and_then(|rest| moved_back(rest, *index)) {
                        place = list.join(&moved);
                    }
                }
            }
        }
        Origin::Document(place)
    }
}

/// The rest of a pointer behind a list, with its index as it was before the removal.
fn moved_back(rest: &str, removed: usize) -> Option<String> {
    let rest = rest.strip_prefix('/')?;
    let (index, below) = rest.split_once('/').map_or((rest, None), |(index, below)| (index, Some(below)));
    let index: usize = index.parse().ok().filter(|index| *index >= removed)?;
    Some(match below {
        Some(below) => format!("/{}/{below}", index + 1),
        None => format!("/{}", index + 1),
    })
}
