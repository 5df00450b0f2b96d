//! Every path that the code of a crate names: in `use`, in expressions, types, patterns and attributes, and among the
//! tokens that macros are called with and made of.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Meta;

use crate::sources::{Sources, code_only};
use crate::tree::{Id, Tree, needs_test};

/// A path, and where it stands.
#[derive(Debug)]
pub struct Found {
    pub module: Id,
    pub path: Vec<String>,
    pub line: usize,
    pub kind: Kind,
}

/// How a path is used.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `use path as name`
    Import(String),
    /// `use path::*`
    Glob,
    /// `path!(…)`
    Macro,
    Path,
}

/// The macros whose tokens are code of another crate.
const QUOTING: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "parse_quote_spanned"];

/// Reads all files of a tree.
pub fn scan(sources: &Sources, tree: &Tree) -> Result<Vec<Found>, String> {
    let mut found = Vec::new();
    for (id, module) in tree.modules.iter().enumerate().filter(|(_, module)| !module.inline) {
        let text = sources.get(&module.file).unwrap_or_default();
        let tokens: TokenStream = text.parse().map_err(|error| format!("{}: {error}", module.file.display()))?;
        let mut scan = Scan { tree, code: &code_only(text), cursor: 0, line: 1, found: &mut found };
        scan.tokens(tokens, id, false);
    }
    Ok(found)
}

struct Scan<'a> {
    tree: &'a Tree,
    /// The text of the file without comments and literals.
    code: &'a str,
    /// Behind the identifier that was read last.
    cursor: usize,
    line: usize,
    found: &'a mut Vec<Found>,
}

impl Scan<'_> {
    fn tokens(&mut self, stream: TokenStream, module: Id, in_attribute: bool) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at, module, in_attribute);
        }
    }

    /// Reads what begins at an index, and returns the index behind it.
    fn step(&mut self, tokens: &[TokenTree], at: usize, module: Id, in_attribute: bool) -> usize {
        match &tokens[at] {
            TokenTree::Group(group) => {
                self.tokens(group.stream(), module, in_attribute);
                at + 1
            }
            TokenTree::Literal(literal) => {
                if in_attribute {
                    self.written(&literal.to_string(), module);
                }
                at + 1
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '#' => self.attribute(tokens, at, module),
                '$' if is_ident(tokens.get(at + 1), "crate") => self.path(tokens, at + 1, module),
                '\'' | '$' => self.pass(tokens, at + 1),
                '.' if !is_punct(tokens.get(at + 1), '.') && (at == 0 || !is_punct(tokens.get(at - 1), '.')) => self.pass(tokens, at + 1),
                ':' if is_colons(tokens, at) => self.pass(tokens, at + 2),
                _ => at + 1,
            },
            TokenTree::Ident(ident) if ident == "use" && !is_punct(tokens.get(at + 1), '<') => {
                self.locate("use");
                self.import(tokens, at + 1, module, &[])
            }
            TokenTree::Ident(ident) if ident == "mod" => self.module(tokens, at, module),
            TokenTree::Ident(_) => self.path(tokens, at, module),
        }
    }

    /// Reads an attribute; with `#[cfg(test)]` the item behind it too.
    fn attribute(&mut self, tokens: &[TokenTree], at: usize, module: Id) -> usize {
        let inner = is_punct(tokens.get(at + 1), '!');
        let index = if inner { at + 2 } else { at + 1 };
        let Some(TokenTree::Group(group)) = tokens.get(index).filter(|token| is_group(token, Delimiter::Bracket)) else {
            return at + 1;
        };
        match syn::parse2::<Meta>(group.stream()) {
            // Most of these are comments, which the code does not show.
            Ok(Meta::NameValue(meta)) if meta.path.is_ident("doc") => {}
            Ok(Meta::List(list)) if list.path.is_ident("cfg") && !inner => {
                self.skip(group.stream());
                if list.parse_args::<Meta>().is_ok_and(|condition| needs_test(&condition)) {
                    return self.skip_item(tokens, index + 1);
                }
            }
            _ => self.tokens(group.stream(), module, true),
        }
        index + 1
    }

    /// Passes over an item: to its block, or to its semicolon.
    fn skip_item(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        let is_use = tokens[at..].iter().take(3).any(|token| is_ident(Some(token), "use"));
        while let Some(token) = tokens.get(at) {
            at += 1;
            let is_attribute = is_punct(Some(token), '#');
            if is_attribute && let Some(TokenTree::Group(group)) = tokens.get(at) {
                if !matches!(syn::parse2::<Meta>(group.stream()), Ok(Meta::NameValue(meta)) if meta.path.is_ident("doc")) {
                    self.skip(group.stream());
                }
                at += 1;
                continue;
            }
            self.skip(TokenStream::from(token.clone()));
            if is_punct(Some(token), ';') || (!is_use && is_group(token, Delimiter::Brace)) {
                break;
            }
        }
        at
    }

    /// Goes past identifiers that are not code of the crate.
    fn skip(&mut self, stream: TokenStream) {
        let mut is_comment = false;
        for token in stream {
            match &token {
                TokenTree::Ident(ident) => self.locate(&ident.to_string()),
                TokenTree::Group(group) if is_comment && is_doc(group) => {}
                TokenTree::Group(group) => self.skip(group.stream()),
                _ => {}
            }
            is_comment = is_punct(Some(&token), '#') || (is_comment && is_punct(Some(&token), '!'));
        }
    }

    /// Reads `mod name;` or `mod name { … }`.
    fn module(&mut self, tokens: &[TokenTree], at: usize, module: Id) -> usize {
        self.locate("mod");
        let Some(TokenTree::Ident(name)) = tokens.get(at + 1) else { return at + 1 };
        self.locate(&name.to_string());
        if let Some(TokenTree::Group(group)) = tokens.get(at + 2) {
            let child = self.tree.child(module, &name.to_string()).unwrap_or(module);
            self.tokens(group.stream(), child, false);
            return at + 3;
        }
        at + 2
    }

    /// Goes past an identifier and what is joined to it, which is no path.
    fn pass(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
            self.locate(&ident.to_string());
            at += 1;
            if !is_colons(tokens, at) || !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
                break;
            }
            at += 2;
        }
        at
    }

    /// Reads a path, and passes over the tokens of a macro that prints code.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, module: Id) -> usize {
        let mut path = Vec::new();
        let mut line = 0;
        while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
            self.locate(&ident.to_string());
            if path.is_empty() {
                line = self.line;
            }
            path.push(plain(&ident.to_string()));
            at += 1;
            if !is_colons(tokens, at) || !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
                break;
            }
            at += 2;
        }
        let is_macro = is_punct(tokens.get(at), '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
        let quotes = is_macro && path.last().is_some_and(|name| QUOTING.contains(&name.as_str()));
        self.found.push(Found { module, path, line, kind: if is_macro { Kind::Macro } else { Kind::Path } });
        match tokens.get(at + 1) {
            Some(TokenTree::Group(group)) if quotes => {
                self.skip(group.stream());
                at + 2
            }
            _ => at,
        }
    }

    /// Reads the tree of a `use` to its semicolon, or to the end of a group.
    fn import(&mut self, tokens: &[TokenTree], mut at: usize, module: Id, before: &[String]) -> usize {
        let mut path = before.to_vec();
        let mut name: Option<String> = None;
        let mut line = self.line;
        loop {
            let token = tokens.get(at);
            at += 1;
            match token {
                Some(TokenTree::Ident(ident)) if ident == "as" => {
                    self.locate("as");
                    if let Some(TokenTree::Ident(ident)) = tokens.get(at) {
                        self.locate(&ident.to_string());
                        name = Some(plain(&ident.to_string()));
                        at += 1;
                    }
                }
                Some(TokenTree::Ident(ident)) => {
                    self.locate(&ident.to_string());
                    line = self.line;
                    let segment = plain(&ident.to_string());
                    if segment != "self" || path.is_empty() {
                        path.push(segment);
                    }
                    name = path.last().cloned();
                }
                Some(TokenTree::Group(group)) => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.import(&inside, 0, module, &path);
                    name = None;
                }
                Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => {
                    self.found.push(Found { module, path: path.clone(), line, kind: Kind::Glob });
                    name = None;
                }
                Some(TokenTree::Punct(punct)) if !matches!(punct.as_char(), ',' | ';') => {}
                Some(TokenTree::Literal(_)) => {}
                end => {
                    if let Some(name) = name.take() {
                        self.found.push(Found { module, path: path.clone(), line, kind: Kind::Import(name) });
                    }
                    path = before.to_vec();
                    if !is_punct(end, ',') {
                        return at;
                    }
                }
            }
        }
    }

    /// Reads the string of an attribute (`with = "crate::dates"`).
    fn written(&mut self, literal: &str, module: Id) {
        let text = literal.trim_matches('"');
        let path: Vec<String> = text.split("::").map(str::to_owned).collect();
        let is_path = path.len() > 1 && path.iter().all(|name| syn::parse_str::<syn::Ident>(name).is_ok() || is_root(name));
        if is_path {
            self.found.push(Found { module, path, line: self.line, kind: Kind::Path });
        }
    }

    /// Moves on to the next place where an identifier stands.
    fn locate(&mut self, ident: &str) {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut from = self.cursor;
        while let Some(offset) = self.code.get(from..).and_then(|rest| rest.find(ident)) {
            let start = from + offset;
            let end = start + ident.len();
            if !self.code[..start].ends_with(is_part) && !self.code[end..].starts_with(is_part) {
                self.line += self.code[self.cursor..end].matches('\n').count();
                self.cursor = end;
                return;
            }
            from = end;
        }
    }
}

fn is_doc(group: &Group) -> bool {
    matches!(syn::parse2::<Meta>(group.stream()), Ok(Meta::NameValue(meta)) if meta.path.is_ident("doc"))
}

fn is_root(name: &str) -> bool {
    matches!(name, "crate" | "self" | "super")
}

fn plain(ident: &str) -> String {
    ident.trim_start_matches("r#").to_owned()
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

fn is_ident(token: Option<&TokenTree>, name: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == name)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}
