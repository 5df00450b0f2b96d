//! Definitions that are named like types of other languages: `Page<Foo>`, `Foo[]`, `Map«string,Foo»`.
//!
//! They are called as people would say it, and so as a definition that somebody named by hand: `PageOfFoo`, `FooList`, `FooMap`.

use std::borrow::Cow;

/// How deep arguments may nest. A name beyond that is taken as it is.
const DEPTH: usize = 16;

/// Types of lists, in lower case: what they are lists of comes first.
const LISTS: &[&str] = &["array", "arraylist", "collection", "iterable", "list", "seq", "sequence", "set", "vec", "vector"];
/// The same in the words of .NET, where they say that a type is an interface.
const INTERFACES: &[&str] = &["enumerable", "icollection", "ienumerable", "ilist", "ireadonlycollection", "ireadonlylist"];
/// Types of maps, in lower case: where the keys are strings, they go without saying.
const MAPS: &[&str] = &["dictionary", "hashmap", "idictionary", "map", "record"];

/// Returns the name of a definition as words, where it is the name of a type that has others as its arguments; else as it is.
pub fn of_definition(name: &str) -> Cow<'_, str> {
    let mut rest = name;
    match spoken(&mut rest, 0) {
        Some(words) if rest.is_empty() && name.contains(|c| closing(c).is_some()) => Cow::Owned(words),
        _ => Cow::Borrowed(name),
    }
}

/// The name that the text begins with, as words.
fn spoken(rest: &mut &str, depth: usize) -> Option<String> {
    if depth > DEPTH {
        return None;
    }
    let end = rest.find(|c| closing(c).is_some() || matches!(c, '>' | '»' | ']' | ',')).unwrap_or(rest.len());
    let (head, after) = rest.split_at(end);
    *rest = after;
    let mut name = without_arity(head.trim()).to_owned();
    while let Some(close) = rest.chars().next().and_then(closing) {
        *rest = rest.get(close.len_utf8()..)?;
        let args = arguments(rest, close, depth)?;
        let is_last = rest.is_empty() || rest.starts_with(['>', '»', ']', ',']);
        let is_followed = !is_last && !rest.starts_with(['<', '«', '[']);
        name = match (name.as_str(), args.as_slice(), close) {
            // Go: `[]Foo`, `map[string]Foo`.
            ("", [], ']') => format!("{}_list", spoken(rest, depth + 1)?),
            ("map", [key], ']') if !is_last => applied("map", &[key.clone(), spoken(rest, depth + 1)?]),
            _ if is_followed => return None,
            ("", [item], ']') => format!("{item}_list"),
            // .NET: `[Foo, Assembly, Version=1.0]`.
            ("", [item, about @ ..], ']') if about.iter().any(|text| text.contains('=')) => item.clone(),
            ("", ..) => return None,
            (name, [], ']') => format!("{name}_list"),
            (_, [], _) => return None,
            (name, args, _) => applied(name, args),
        };
    }
    Some(name).filter(|name| !name.is_empty())
}

/// What stands before the end of a list of arguments.
fn arguments(rest: &mut &str, close: char, depth: usize) -> Option<Vec<String>> {
    let mut found = Vec::new();
    if let Some(after) = rest.strip_prefix(close) {
        *rest = after;
        return Some(found);
    }
    loop {
        found.push(spoken(rest, depth + 1)?);
        if let Some(after) = rest.strip_prefix(close) {
            *rest = after;
            return Some(found);
        }
        *rest = rest.strip_prefix(',')?;
    }
}

/// A type with its arguments.
fn applied(name: &str, args: &[String]) -> String {
    let last = name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&last.as_str());
    match args {
        [item] if is_one_of(INTERFACES) => format!("{item}_list"),
        [item] if is_one_of(LISTS) => format!("{item}_{last}"),
        [key, value] if is_one_of(MAPS) && is_string(key) => format!("{value}_map"),
        _ => format!("{name}_of_{}", args.join("_and_")),
    }
}

fn is_string(name: &str) -> bool {
    name.eq_ignore_ascii_case("string") || name.eq_ignore_ascii_case("System.String")
}

/// The end of a list of arguments that begins with this.
fn closing(open: char) -> Option<char> {
    match open {
        '<' => Some('>'),
        '«' => Some('»'),
        '[' => Some(']'),
        _ => None,
    }
}

/// The name without the number of arguments that .NET writes behind it.
fn without_arity(name: &str) -> &str {
    match name.rsplit_once('`') {
        Some((name, arity)) if !arity.is_empty() && arity.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    }
}
