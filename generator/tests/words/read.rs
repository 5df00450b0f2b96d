//! What is read in a file: names, string literals, comments and documentation.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// An identifier, or the name of a file.
    Name,
    /// What people read: messages, comments, documentation.
    Prose,
}

/// A piece of text that holds words.
#[derive(Debug)]
pub struct Piece {
    pub kind: Kind,
    pub line: usize,
    pub text: String,
}

impl Piece {
    /// The words in small letters, with a blank before and after each.
    pub fn words(&self) -> String {
        let mut words = String::from(" ");
        let mut before = ' ';
        for c in self.text.chars() {
            let starts = c.is_uppercase() && before.is_lowercase();
            if starts || !c.is_alphanumeric() {
                words.push(' ');
            }
            if c.is_alphanumeric() {
                words.extend(c.to_lowercase());
            }
            before = c;
        }
        words.push(' ');
        words.split_whitespace().fold(String::from(" "), |all, word| all + word + " ")
    }
}

/// The files at a place: itself, or all below it, each with its path from the root.
pub fn files(root: &Path, place: &str) -> Vec<(PathBuf, String)> {
    let (path, mut found) = (root.join(place), Vec::new());
    if path.is_file() {
        found.push((path, place.to_owned()));
    } else {
        let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{place}: {error}"));
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        found.extend(names.iter().flat_map(|name| files(root, &format!("{place}/{name}"))));
    }
    found
}

/// What there is to read in a file.
pub fn pieces(path: &Path, name: &str) -> Vec<Piece> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut pieces = match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => of_code(&text),
        Some("yaml" | "md" | "txt" | "yml") => of_prose(&text),
        _ => Vec::new(),
    };
    pieces.push(name_of(name));
    pieces
}

/// The name of a file.
pub fn name_of(path: &str) -> Piece {
    Piece { kind: Kind::Name, line: 0, text: path.rsplit('/').next().unwrap_or(path).to_owned() }
}

/// The lines of a text.
pub fn of_prose(text: &str) -> Vec<Piece> {
    let lines = text.lines().enumerate();
    lines.map(|(index, line)| Piece { kind: Kind::Prose, line: index + 1, text: line.to_owned() }).collect()
}

/// The names, literals, comments and documentation of code, also inside of macros.
pub fn of_code(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("no Rust: {error}"));
    read(tokens, &mut Cursor { text, at: 0, line: 1 }, &mut pieces);
    // Plain comments are no tokens.
    for (index, line) in text.lines().enumerate() {
        if let Some((_, comment)) = line.split_once("// ") {
            pieces.push(Piece { kind: Kind::Prose, line: index + 1, text: comment.to_owned() });
        }
    }
    pieces
}

/// Where the reader is in the text: tokens know their lines only with a feature that slows all users of the parser.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Cursor<'_> {
    /// The line of the next occurrence of a token, which becomes the place to go on from.
    fn line_of(&mut self, token: &str) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if let Some(offset) = rest.find(token) {
            self.line += rest.get(..offset).unwrap_or_default().matches('\n').count();
            self.at += offset;
        }
        self.line
    }
}

fn read(tokens: TokenStream, cursor: &mut Cursor<'_>, pieces: &mut Vec<Piece>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => read(group.stream(), cursor, pieces),
            TokenTree::Ident(name) => {
                let text = name.to_string();
                // Documentation comes as an attribute that does not stand in the text.
                let line = if text == "doc" { cursor.line } else { cursor.line_of(&text) };
                pieces.push(Piece { kind: Kind::Name, line, text });
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.contains('"') {
                    // Documentation is a literal that stands without its quotes.
                    let line = cursor.line_of(text.trim_matches('"'));
                    pieces.push(Piece { kind: Kind::Prose, line, text });
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}
