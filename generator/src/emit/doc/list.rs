//! Where lists stand: every line of an item is indented to its text, no more and no less.

/// The items that are open, outermost first.
#[derive(Default)]
pub(super) struct List {
    open: Vec<Open>,
    after_blank: bool,
}

struct Open {
    /// How far the author indented the marker.
    source: usize,
    /// How far the item's text is indented in the output.
    text: usize,
}

impl List {
    /// Opens an item; gives what its first line and its further lines begin with.
    pub(super) fn item(&mut self, indent: usize, marker: &str) -> (String, String) {
        while self.open.last().is_some_and(|open| indent < open.source + 2) {
            self.open.pop();
        }
        let at = self.open.last().map_or(0, |open| open.text);
        let text = at + marker.len() + 1;
        self.open.push(Open { source: indent, text });
        self.after_blank = false;
        (format!("{:at$}{marker} ", ""), " ".repeat(text))
    }

    /// Gives what a line begins with that is no item of its own.
    pub(super) fn paragraph(&mut self, indent: usize) -> String {
        if std::mem::take(&mut self.after_blank) {
            while self.open.last().is_some_and(|open| indent <= open.source) {
                self.open.pop();
            }
        }
        " ".repeat(self.open.last().map_or(0, |open| open.text))
    }

    /// Notes a blank line: what follows belongs to an item only if it is indented.
    pub(super) fn blank(&mut self) {
        self.after_blank = true;
    }
}

/// Splits a line that begins a list item into its marker, as we write it, and its text.
pub(super) fn marker(line: &str) -> Option<(String, &str)> {
    if let Some(rest) = line.strip_prefix(['-', '*', '+']) {
        return rest.starts_with(' ').then(|| ("-".to_owned(), rest.trim_start()));
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    if !(1..=9).contains(&digits) || !rest.starts_with(['.', ')']) {
        return None;
    }
    let text = &rest[1..];
    text.starts_with(' ').then(|| (line[..=digits].to_owned(), text.trim_start()))
}
