//! A list from which items are deleted while it is walked.

use std::fmt::Write as _;

/// How many items there are to begin with.
const ITEMS: usize = 50;
/// How many items a page has.
const PER_PAGE: usize = 10;

/// A list that loses an item with each page that is read: one that the walk has seen already, so that all others move up.
pub struct ChangingList {
    ids: Vec<usize>,
    reads: usize,
}

impl Default for ChangingList {
    fn default() -> Self {
        Self { ids: (0..ITEMS).collect(), reads: 0 }
    }
}

impl ChangingList {
    /// Returns a page, counted from 1, and deletes an item.
    pub fn page(&mut self, page: usize) -> String {
        let (total, pages) = (self.ids.len(), self.ids.len().div_ceil(PER_PAGE));
        let begin = page.saturating_sub(1) * PER_PAGE;
        let mut items = String::new();
        for id in self.ids.iter().skip(begin).take(PER_PAGE) {
            let separator = if items.is_empty() { "" } else { "," };
            let _ = write!(items, r#"{separator}{{"id":"g{id}","name":"Group {id}"}}"#);
        }
        let count = self.ids.len().saturating_sub(begin).min(PER_PAGE);
        self.reads += 1;
        // A third of the lists' reads change nothing.
        if self.reads % 3 != 0 && page > 0 && !self.ids.is_empty() {
            self.ids.remove((self.reads * 7) % (begin + 1).min(self.ids.len()));
        }
        format!(
            r#"{{"data":[{items}],"meta":{{"pagination":{{"total":{total},"count":{count},"per_page":{PER_PAGE},"current_page":{page},"total_pages":{pages}}}}}}}"#
        )
    }

    /// Returns the ids of the items that were never deleted.
    pub fn remaining(self) -> Vec<String> {
        self.ids.iter().map(|id| format!("g{id}")).collect()
    }
}
