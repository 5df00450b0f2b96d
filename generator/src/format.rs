//! Tokens as text, in the layout of rustfmt.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::{File, Item, Macro, MacroDelimiter};

/// What the items of a piece say of themselves. It is no code, and there is more of it than of code: so it goes around the
/// parser and the printer. A mark stands for it there, in the place of a line of documentation.
#[derive(Debug, Default)]
pub(crate) struct Docs(Vec<Vec<String>>);

/// What a line is that has a mark. No other begins so: a line of documentation has a blank behind the slashes.
const MARKED: &str = "///@";

impl Docs {
    /// Keeps lines, and returns the mark that stands for them.
    pub(crate) fn add(&mut self, lines: Vec<String>) -> String {
        self.0.push(lines);
        format!("@{}", self.0.len() - 1)
    }

    /// Appends printed code with the lines in the place of their marks.
    fn push(&self, out: &mut String, text: &str) {
        for line in text.split_inclusive('\n') {
            let code = line.trim_start_matches(' ');
            match code.strip_prefix(MARKED).and_then(|mark| self.0.get(mark.trim_end().parse::<usize>().ok()?)) {
                Some(lines) => push_comment(out, &line[..line.len() - code.len()], "///", lines),
                None => out.push_str(line),
            }
        }
    }
}

/// Appends lines as a comment of documentation.
fn push_comment(out: &mut String, indent: &str, slashes: &str, lines: &[String]) {
    for line in lines {
        out.push_str(indent);
        out.push_str(slashes);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Prints what a file says of itself.
pub(crate) fn head(lines: &[String]) -> String {
    let mut out = String::new();
    push_comment(&mut out, "", "//!", lines);
    out
}

/// Prints items with a blank line between them, and between the functions of an `impl`.
pub(crate) fn items(tokens: TokenStream, docs: &Docs) -> syn::Result<String> {
    let mut file: File = syn::parse2(tokens)?;
    let mut out = String::new();
    for item in std::mem::take(&mut file.items) {
        if !out.is_empty() {
            out.push('\n');
        }
        match &item {
            Item::Macro(it) if matches!(it.mac.delimiter, MacroDelimiter::Brace(_)) => push_table(&mut out, &it.mac),
            Item::Impl(_) => docs.push(&mut out, &airy(&unparse(&mut file, item))),
            _ => docs.push(&mut out, &unparse(&mut file, item)),
        }
    }
    Ok(out)
}

/// Prints items close together: imports, declarations of modules.
pub(crate) fn block(tokens: TokenStream) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

fn unparse(file: &mut File, item: Item) -> String {
    file.items = vec![item];
    prettyplease::unparse(file)
}

/// Appends a table, `name! { row; row; }`: a line per row. What a row means is known to the macro alone.
fn push_table(out: &mut String, table: &Macro) {
    let name = table.path.get_ident().map(ToString::to_string).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{name}! {{");
    out.push_str("    ");
    push_tokens(out, table.tokens.clone());
    out.push_str("\n}\n");
}

/// Appends tokens, with a line break after each semicolon.
fn push_tokens(out: &mut String, tokens: TokenStream) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                out.push_str(open);
                push_tokens(out, group.stream());
                out.push_str(close);
            }
            _ => out.push_str(&token.to_string()),
        }
        match tokens.peek() {
            Some(_) if is_mark(&token, ";") => out.push_str("\n    "),
            Some(next) if are_apart(&token, next) => out.push(' '),
            _ => {}
        }
    }
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// Whether a space divides two tokens of a row. Types have none inside.
fn are_apart(before: &TokenTree, after: &TokenTree) -> bool {
    let joined = match (before, after) {
        (TokenTree::Punct(mark), _) if mark.spacing() == Spacing::Joint => true,
        (TokenTree::Ident(_), TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    };
    !joined && !is_mark(before, ":<-#&") && !is_mark(after, ":<>,;")
}

fn is_mark(token: &TokenTree, marks: &str) -> bool {
    matches!(token, TokenTree::Punct(mark) if marks.contains(mark.as_char()))
}

/// An `impl` with a blank line between its functions.
fn airy(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // What looks like the end of a function is one: our literals have no line breaks.
    let mut ended = false;
    for line in text.split_inclusive('\n') {
        if ended && line.starts_with("    ") {
            out.push('\n');
        }
        out.push_str(line);
        ended = line == "    }\n";
    }
    out
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[track_caller]
    fn check(tokens: TokenStream, expected: &str) {
        assert_eq!(items(tokens, &Docs::default()).expect("these are items"), expected);
    }

    #[test]
    fn items_and_functions_have_a_blank_line_between_them() {
        check(
            quote! {
                struct A;
                impl A { const N: u8 = 1; fn one() { if true { two(); } } #[doc = " Two."] fn two() {} }
                struct B { a: u8, b: u8 }
            },
            "struct A;\n\nimpl A {\n    const N: u8 = 1;\n    fn one() {\n        if true {\n            two();\n        }\n    }\n\n    \
             /// Two.\n    fn two() {}\n}\n\nstruct B {\n    a: u8,\n    b: u8,\n}\n",
        );
    }

    #[test]
    fn documentation_stands_before_its_item_in_the_indent_of_it() {
        let mut docs = Docs::default();
        let mut mark = |lines: &[&str]| docs.add(lines.iter().map(|line| (*line).to_owned()).collect());
        let (of_struct, of_field) = (mark(&[" A struct.", "", " @1, as it came. "]), mark(&[" One \"field\" \\ `{}`."]));
        let (of_function, of_variant) = (mark(&[" A function.", " ```", " x", " ```"]), mark(&[" A variant."]));
        let tokens = quote! {
            #[doc = #of_struct] struct A { #[doc = #of_field] a: u8 }
            impl A { fn one() { a(); } #[doc = #of_function] #[inline] fn two() {} }
            enum E { #[doc = #of_variant] A, B }
        };
        assert_eq!(
            items(tokens, &docs).expect("these are items"),
            "/// A struct.\n///\n/// @1, as it came.\nstruct A {\n    /// One \"field\" \\ `{}`.\n    a: u8,\n}\n\n\
             impl A {\n    fn one() {\n        a();\n    }\n\n    /// A function.\n    /// ```\n    /// x\n    /// ```\n    #[inline]\n    fn two() {}\n}\n\n\
             enum E {\n    /// A variant.\n    A,\n    B,\n}\n",
        );
        assert_eq!(head(&[" A file.".to_owned(), " ".to_owned()]), "//! A file.\n//!\n");
    }

    #[test]
    fn tables_have_a_line_per_row() {
        check(
            quote!(object! {
                A; "a;\n{" => required a 0; .. => rest; -1 => B; "x" | "y" => C; 201 => D(_); #[cfg(x)] E "e" () => Vec<a::F<G, H>>;
            } object!(A);),
            "object! {\n    A;\n    \"a;\\n{\" => required a 0;\n    .. => rest;\n    -1 => B;\n    \"x\" | \"y\" => C;\n    201 => D(_);\n    \
             #[cfg(x)] E \"e\" () => Vec<a::F<G, H>>;\n}\n\nobject!(A);\n",
        );
    }

    #[test]
    fn what_is_no_item_is_refused() {
        assert!(items(quote!(struct), &Docs::default()).is_err());
        assert!(block(quote!(use a::;)).is_err());
    }
}
