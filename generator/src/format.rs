//! Tokens as text, in the layout of rustfmt.

use std::fmt::Write as _;
use std::sync::Arc;

use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};
use syn::{File, Item};

/// What is put into the code of a piece after it was printed: what its items say of themselves, functions that were printed
/// before, and the JSON in tables. There is more of it than of code, so it goes around the parser and the printer. A mark stands for
/// it there: in the place of a line of documentation, or of a string.
#[derive(Debug, Default)]
pub(crate) struct Inserts {
    docs: Vec<Vec<String>>,
    functions: Vec<Vec<Arc<str>>>,
    strings: Vec<Arc<str>>,
}

/// What a line is that has the mark of documentation. No other begins so: a line of documentation has a blank behind the
/// slashes.
const DOCS: &str = "///@";

/// What a line is that has the mark of functions. No other begins so: items have no documentation inside.
const FUNCTIONS: &str = "//!@";

/// What a literal of a table begins with that is the mark of a string. No other does: tables have no strings of bytes.
const STRING: &str = "b\"@";

impl Inserts {
    /// Keeps lines of documentation, and returns the mark that stands for them: the text of an outer `doc` attribute.
    pub(crate) fn docs(&mut self, lines: Vec<String>) -> String {
        self.docs.push(lines);
        format!("@{}", self.docs.len() - 1)
    }

    /// Keeps functions of an `impl`, each as [`functions`] prints it, and returns the mark that stands for them: the text of an
    /// inner `doc` attribute of an `impl` that has nothing else in it.
    pub(crate) fn functions(&mut self, texts: Vec<Arc<str>>) -> String {
        self.functions.push(texts);
        format!("@{}", self.functions.len() - 1)
    }

    /// Keeps a string that a table has without escapes, and returns the mark that stands for it.
    pub(crate) fn string(&mut self, text: Arc<str>) -> Literal {
        self.strings.push(text);
        Literal::byte_string(format!("@{}", self.strings.len() - 1).as_bytes())
    }

    /// Appends a literal of a table, or the string that it is the mark of.
    fn push_literal(&self, out: &mut String, literal: &Literal) {
        let start = out.len();
        // Writing to a string cannot fail.
        let _ = write!(out, "{literal}");
        let index = out[start..].strip_prefix(STRING).and_then(|rest| rest.strip_suffix('"')?.parse::<usize>().ok());
        if let Some(text) = index.and_then(|index| self.strings.get(index)) {
            out.truncate(start);
            push_raw(out, text);
        }
    }

    /// Appends printed code with what was kept in the place of its marks.
    fn push(&self, out: &mut String, text: &str) {
        for line in text.split_inclusive('\n') {
            let code = line.trim_start_matches(' ');
            if let Some(lines) = marked(code, DOCS, &self.docs) {
                push_comment(out, &line[..line.len() - code.len()], "///", lines);
            } else if let Some(texts) = marked(code, FUNCTIONS, &self.functions) {
                for (index, text) in texts.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "\n" });
                    out.push_str(text);
                }
            } else {
                out.push_str(line);
            }
        }
    }
}

/// What the mark of a line stands for, if it has one.
fn marked<'k, T>(line: &str, begin: &str, kept: &'k [T]) -> Option<&'k T> {
    kept.get(line.strip_prefix(begin)?.trim_end().parse::<usize>().ok()?)
}

/// Appends a string without escapes.
fn push_raw(out: &mut String, text: &str) {
    let mut end = String::from("\"#");
    while text.contains(&end) {
        end.push('#');
    }
    out.push('r');
    out.push_str(&end[1..]);
    out.push('"');
    out.push_str(text);
    out.push_str(&end);
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

/// Prints items with a blank line between them, and between the functions of an `impl`. A table does not go through the parser: what
/// its rows mean is known to its macro alone.
pub(crate) fn items(tokens: TokenStream, inserts: &Inserts) -> syn::Result<String> {
    let mut out = String::new();
    let mut before = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(rows) if is_table(&before, &rows) => {
                let name = before.len() - 2;
                let name: String = before.drain(name..).take(1).map(|name| name.to_string()).collect();
                push_items(&mut out, before.drain(..).collect(), inserts)?;
                push_table(&mut out, &name, rows, inserts);
            }
            token => before.push(token),
        }
    }
    push_items(&mut out, before.into_iter().collect(), inserts)?;
    Ok(out)
}

/// Whether a group, with what stands before it, is a table that is an item by itself: `name! { row; row; }`.
fn is_table(before: &[TokenTree], rows: &Group) -> bool {
    let [earlier @ .., TokenTree::Ident(_), mark] = before else { return false };
    let begins = match earlier.last() {
        None => true,
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        Some(token) => is_mark(token, ";"),
    };
    begins && rows.delimiter() == Delimiter::Brace && is_mark(mark, "!")
}

fn push_items(out: &mut String, tokens: TokenStream, inserts: &Inserts) -> syn::Result<()> {
    if tokens.is_empty() {
        return Ok(());
    }
    let mut file: File = syn::parse2(tokens)?;
    for item in std::mem::take(&mut file.items) {
        divide(out);
        match &item {
            Item::Impl(_) => inserts.push(out, &airy(&unparse(&mut file, item))),
            _ => inserts.push(out, &unparse(&mut file, item)),
        }
    }
    Ok(())
}

/// Appends the blank line between two items.
fn divide(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Prints the functions of an `impl`, without the lines of the `impl` itself.
pub(crate) fn functions(tokens: TokenStream, inserts: &Inserts) -> syn::Result<String> {
    let text = items(tokens, inserts)?;
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    Ok(inside.unwrap_or_default().to_owned())
}

/// Prints items close together: imports, declarations of modules.
pub(crate) fn block(tokens: TokenStream) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

fn unparse(file: &mut File, item: Item) -> String {
    file.items = vec![item];
    prettyplease::unparse(file)
}

/// Appends a table: a line per row.
fn push_table(out: &mut String, name: &str, rows: Group, inserts: &Inserts) {
    divide(out);
    out.push_str(name);
    out.push_str("! {\n");
    out.push_str(INDENT);
    push_tokens(out, inside(rows), 1, inserts);
    out.push_str("\n}\n");
}

/// How far a row is indented, in a table and in the braces in one.
const INDENT: &str = "    ";

/// Appends tokens, with a line break after each semicolon.
fn push_tokens(out: &mut String, tokens: TokenStream, depth: usize, inserts: &Inserts) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let ends_row = is_mark(&token, ";");
        let apart = tokens.peek().map(|next| are_apart(&token, next));
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                let breaks = group.delimiter() == Delimiter::Brace;
                out.push_str(open);
                push_break(out, depth + 1, breaks);
                push_tokens(out, inside(group), depth + 1, inserts);
                push_break(out, depth, breaks);
                out.push_str(close);
            }
            TokenTree::Literal(literal) => inserts.push_literal(out, &literal),
            TokenTree::Punct(mark) => out.push(mark.as_char()),
            // Writing to a string cannot fail.
            TokenTree::Ident(name) => drop(write!(out, "{name}")),
        }
        match apart {
            Some(_) if ends_row => push_break(out, depth, true),
            Some(true) => out.push(' '),
            _ => {}
        }
    }
}

/// The tokens in a group. Nobody else has them then, so that they need not be copied.
fn inside(group: Group) -> TokenStream {
    group.stream()
}

fn push_break(out: &mut String, depth: usize, breaks: bool) {
    if breaks {
        out.push('\n');
        out.push_str(&INDENT.repeat(depth));
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
        assert_eq!(items(tokens, &Inserts::default()).expect("these are items"), expected);
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
        let mut inserts = Inserts::default();
        let mut mark = |lines: &[&str]| inserts.docs(lines.iter().map(|line| (*line).to_owned()).collect());
        let (of_struct, of_field) = (mark(&[" A struct.", "", " @1, as it came. "]), mark(&[" One \"field\" \\ `{}`."]));
        let (of_function, of_variant) = (mark(&[" A function.", " ```", " x", " ```"]), mark(&[" A variant."]));
        let tokens = quote! {
            #[doc = #of_struct] struct A { #[doc = #of_field] a: u8 }
            impl A { fn one() { a(); } #[doc = #of_function] #[inline] fn two() {} }
            enum E { #[doc = #of_variant] A, B }
        };
        assert_eq!(
            items(tokens, &inserts).expect("these are items"),
            "/// A struct.\n///\n/// @1, as it came.\nstruct A {\n    /// One \"field\" \\ `{}`.\n    a: u8,\n}\n\n\
             impl A {\n    fn one() {\n        a();\n    }\n\n    /// A function.\n    /// ```\n    /// x\n    /// ```\n    #[inline]\n    fn two() {}\n}\n\n\
             enum E {\n    /// A variant.\n    A,\n    B,\n}\n",
        );
        assert_eq!(head(&[" A file.".to_owned(), " ".to_owned()]), "//! A file.\n//!\n");
    }

    #[test]
    fn functions_that_were_printed_before_stand_in_the_place_of_their_mark() {
        let mut inserts = Inserts::default();
        let docs = inserts.docs(vec![" @0".to_owned()]);
        let printed = |tokens, inserts: &Inserts| Arc::from(functions(tokens, inserts).expect("these are functions"));
        let one = printed(quote!(impl A { #[doc = #docs] fn one() { a(); } }), &inserts);
        let two = printed(quote!(impl A { fn two() { b(); } fn three() {} }), &inserts);
        let mut inserts = Inserts::default();
        let docs = inserts.docs(vec![" //!@0".to_owned()]);
        let mark = inserts.functions(vec![one, two]);
        assert_eq!(
            items(quote!(#[doc = #docs] #[cfg(x)] impl<M> B<M> { #![doc = #mark] } struct C;), &inserts).expect("these are items"),
            "/// //!@0\n#[cfg(x)]\nimpl<M> B<M> {\n    /// @0\n    fn one() {\n        a();\n    }\n\n    fn two() {\n        b();\n    }\n\n    fn three() {}\n}\n\n\
             struct C;\n",
        );
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
    fn strings_of_a_table_stand_in_the_place_of_their_marks() {
        let mut inserts = Inserts::default();
        let (plain, hashed) = (inserts.string(r#"{"a":"\\"}"#.into()), inserts.string(r##"["#","b"]"##.into()));
        let tokens = quote!(struct A; values! { A => #plain; B => #hashed; C => "@0"; } #[cfg(x)] struct B;);
        assert_eq!(
            items(tokens, &inserts).expect("these are items"),
            "struct A;\n\nvalues! {\n    A => r#\"{\"a\":\"\\\\\"}\"#;\n    B => r##\"[\"#\",\"b\"]\"##;\n    C => \"@0\";\n}\n\n#[cfg(x)]\nstruct B;\n",
        );
    }

    #[test]
    fn braces_in_a_table_have_rows_of_their_own() {
        check(
            quote!(object! { A; "a" => required a; { "a" => [MinItems(1), UniqueItems] [Minimum("1")]; .. => [] [MaxLength(2)]; } }),
            "object! {\n    A;\n    \"a\" => required a;\n    {\n        \"a\" => [MinItems(1), UniqueItems] [Minimum(\"1\")];\n        \
             .. => [] [MaxLength(2)];\n    }\n}\n",
        );
    }

    #[test]
    fn what_is_no_item_is_refused() {
        assert!(items(quote!(struct), &Inserts::default()).is_err());
        assert!(block(quote!(use a::;)).is_err());
    }
}
