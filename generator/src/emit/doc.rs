//! Descriptions as doc comments that rustdoc and clippy accept.
//!
//! Descriptions are Markdown of any quality. What the author marked up (lists, code, links,
//! headings, tables) stays; what would be read as a Rust link, a tag, a doctest or a sloppy
//! list is escaped or moved into place.

mod inline;
mod links;
mod list;

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use links::{aliases, code, linked, written};
use list::List;

use crate::format::Inserts;
use crate::ir;

/// The text of one doc line, its marker not counted.
const WIDTH: usize = 92;

/// The documentation of the item that follows.
pub(super) fn outer(inserts: &mut Inserts, lines: Vec<String>) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mark = inserts.docs(lines);
    quote!(#[doc = #mark])
}

/// A line that the generator wrote itself.
pub(super) fn plain(text: impl AsRef<str>) -> String {
    format!(" {}", text.as_ref())
}

/// Adds a paragraph that the generator wrote itself.
pub(super) fn paragraph(lines: &mut Vec<String>, text: &str) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(plain(text));
}

/// The doc comment of a type.
pub(super) fn of_type(inserts: &mut Inserts, def: &ir::TypeDef) -> TokenStream {
    let mut text = lines(&def.doc.0);
    // The attribute itself would warn about every mention in this very crate.
    if def.deprecated {
        text.extend([String::new(), plain("Deprecated.")]);
    }
    outer(inserts, text)
}

/// The words of a sentence; none when there is none.
pub(super) type Sentence = Arc<[String]>;

/// The first sentence of a description, as a paragraph; empty when there is none.
pub(super) fn sentence(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    wrap(&mut lines, "", "", &first_sentence(text));
    lines
}

/// An item of a list: what it is about, as Markdown, and the first sentence of what it means.
pub(super) fn item(lines: &mut Vec<String>, about: &str, text: &str) {
    item_with(lines, about, &first_sentence(text));
}

/// An item of a list: what it is about, as Markdown, and a sentence on what it means.
pub(super) fn item_with(lines: &mut Vec<String>, about: &str, sentence: &[String]) {
    let about = if sentence.is_empty() { about.to_owned() } else { format!("{about}:") };
    wrap(lines, "- ", "  ", std::iter::once(&about).chain(sentence));
}

/// The first sentence of a description.
pub(super) fn first_sentence(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in text.trim().lines().map(inline::clean) {
        let line = line.trim();
        if line.is_empty() || fence(line).is_some() || list::marker(line).is_some() {
            break;
        }
        for word in inline::words(line.trim_start_matches('#'), line.starts_with('|')) {
            if word == inline::BREAK {
                return words;
            }
            let ends = inline::ends_sentence(&word);
            words.push(word);
            if ends {
                return words;
            }
        }
    }
    words
}

/// The lines of a description, each with its leading space.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut out = Blocks::default();
    for line in text.trim_end().lines() {
        out.line(line);
    }
    out.finish()
}

/// The lines so far, and what the next one continues.
#[derive(Default)]
struct Blocks {
    lines: Vec<String>,
    list: List,
    /// The fence that closes the code block being read, and how far it is indented.
    code: Option<(String, usize)>,
}

impl Blocks {
    fn line(&mut self, raw: &str) {
        let raw = inline::clean(raw);
        let text = raw.trim();
        let indent = raw.len() - raw.trim_start().len();
        if let Some((close, at)) = &self.code {
            if text.starts_with(close.as_str()) && text.trim_start_matches(&close[..1]).is_empty() {
                self.lines.push(plain(close));
                self.code = None;
            } else {
                let strip = indent.min(*at);
                self.lines.push(plain(&raw[strip..]));
            }
        } else if text.is_empty() || is_rule(text) {
            self.blank();
        } else if let Some(open) = fence(text) {
            self.list = List::default();
            self.lines.push(plain(format!("{open}text")));
            self.code = Some((open.to_owned(), indent));
        } else if is_heading(text) {
            self.list = List::default();
            self.one_line(text);
        } else {
            self.text(indent, text);
        }
    }

    fn text(&mut self, indent: usize, text: &str) {
        if let Some((marker, rest)) = list::marker(text) {
            let (first, further) = self.list.item(indent, &marker);
            wrap(&mut self.lines, &first, &further, &inline::words(rest, false));
            return;
        }
        let prefix = self.list.paragraph(indent);
        if text.starts_with('|') {
            self.one_line(&format!("{prefix}{text}"));
        } else {
            wrap(&mut self.lines, &prefix, &prefix, &inline::words(text, false));
        }
    }

    /// A heading or a row of a table: it ends where the line ends.
    fn one_line(&mut self, text: &str) {
        let indent = text.len() - text.trim_start().len();
        let mut words = inline::words(text, text.trim_start().starts_with('|'));
        words.retain(|word| word != inline::BREAK);
        self.lines.push(plain(format!("{}{}", &text[..indent], words.join(" "))));
    }

    fn blank(&mut self) {
        self.list.blank();
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn finish(mut self) -> Vec<String> {
        if let Some((close, _)) = self.code.take() {
            self.lines.push(plain(close));
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// Fills lines with words; the first line begins with `first`, the others with `further`.
fn wrap<'w>(lines: &mut Vec<String>, first: &str, further: &str, words: impl IntoIterator<Item = &'w String>) {
    let mut line = plain(first);
    let mut fresh = true;
    for word in words {
        if word == inline::BREAK {
            if !fresh {
                lines.push(std::mem::replace(&mut line, plain(further)));
                lines.push(String::new());
                fresh = true;
            }
            continue;
        }
        // A word that would open a list, a heading or the like must not come to begin a line.
        if !fresh && line.len() + 1 + word.len() > WIDTH && !opens_block(word) {
            lines.push(std::mem::replace(&mut line, plain(further)));
            fresh = true;
        }
        if fresh && word.starts_with('>') {
            line.push('\\');
        } else if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    if !fresh {
        lines.push(line);
    }
}

/// Whether a line that begins with this word is more than the next line of a paragraph.
fn opens_block(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let same = |c: char| word.starts_with(c);
    word.starts_with('|')
        || fence(word).is_some()
        || word.starts_with(['#', '-', '+', '*', '=', '_']) && word.chars().all(same)
        || number.len() < word.len() && matches!(number, "." | ")")
}

/// The fence that opens a code block: its run of backticks or tildes.
fn fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let open = &line[..line.len() - rest.len()];
    (open.len() >= 3 && (mark == '~' || !rest.contains('`'))).then_some(open)
}

/// A rule across the page or the line under a heading: nothing that a doc comment needs.
fn is_rule(line: &str) -> bool {
    line.starts_with(['-', '=', '*', '_', '+']) && line.chars().all(|c| c == ' ' || line.starts_with(c))
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}

#[cfg(test)]
mod tests;
