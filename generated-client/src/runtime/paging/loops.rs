//! Links that lead round in a circle.

use super::item_keys::hash;

/// Finds out whether links repeat, however many there are in the circle, by Brent's algorithm: each link is compared with one earlier
/// link, which is replaced after 1, 2, 4, … links.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LoopDetector {
    /// The hash of the earlier link.
    pub mark: u64,
    /// The number of links after which it is replaced; 0 before the first link.
    pub limit: u64,
    /// The number of links since it was replaced.
    pub steps: u64,
}

impl LoopDetector {
    /// Takes the next link. Returns whether the links go round.
    pub(crate) fn repeats(&mut self, link: &str) -> bool {
        let link = hash(link.bytes());
        if self.limit > 0 && self.mark == link {
            return true;
        }
        self.steps = self.steps.saturating_add(1);
        if self.steps >= self.limit {
            *self = Self { mark: link, limit: self.limit.saturating_mul(2).max(1), steps: 0 };
        }
        false
    }
}
