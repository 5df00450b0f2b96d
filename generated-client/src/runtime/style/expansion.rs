//! Values as text, by their style.

use std::borrow::Cow;

use super::descriptor::{ParamStyle, StyleForm};
use super::escape::Escape;
use super::parts::{Parts, is_compound, text_of};

/// A name, and its value as it is written.
pub(crate) type Pair = (String, String);

/// Returns what a value becomes that stands alone: in a path, or in a header. Nothing if it has no value.
///
/// An error says which values could be taken for others.
pub(crate) fn expand(style: ParamStyle, name: &str, json: &str, escape: Escape) -> Result<Option<String>, String> {
    let (start, between) = match style.form {
        StyleForm::Matrix => {
            let pairs = pairs(style, name, json, escape)?;
            let pair = |(name, value): &Pair| match value.as_str() {
                "" => format!(";{}", escape.of(name)),
                value => format!(";{}={value}", escape.of(name)),
            };
            return Ok((!pairs.is_empty()).then(|| pairs.iter().map(pair).collect()));
        }
        StyleForm::Json => return Ok(Some(escape.of(json).into_owned())),
        StyleForm::Label => (".", if style.is_exploded { "." } else { "," }),
        _ => ("", ","),
    };
    let list = match Parts::of(json) {
        Parts::Nothing => return Ok(None),
        _ if style.form == StyleForm::Text => return Ok(Some(escape.of(&text_of(json)).into_owned())),
        Parts::One(text) => return Ok(Some(format!("{start}{}", escape.of(&text)))),
        Parts::Items(items) => texts(&items),
        Parts::Members(members) if style.is_exploded => {
            let written = Separated { name, escape, between };
            let members = members.iter().map(|(key, json)| written.member(key, &text_of(json)));
            let members = members.collect::<Result<Vec<_>, _>>()?;
            return Ok((!members.is_empty()).then(|| format!("{start}{}", members.join(between))));
        }
        Parts::Members(members) => flat(members),
    };
    let text = Separated { name, escape, between }.all(&list, between)?;
    Ok((!list.is_empty()).then(|| format!("{start}{text}")))
}

/// Returns the names and values that a value becomes in a query, a form or a cookie. Values are escaped, names are not.
///
/// An error says which values could be taken for others.
pub(crate) fn pairs(style: ParamStyle, name: &str, json: &str, escape: Escape) -> Result<Vec<Pair>, String> {
    let pair = |text: &str| (name.to_owned(), escape.of(text).into_owned());
    let (between, written) = match style.form {
        StyleForm::DeepObject => return Ok(deep(name, json, escape)),
        StyleForm::UrlEncoded => return Ok(members(json, escape)),
        StyleForm::Json | StyleForm::Text => {
            let text = |json| if style.form == StyleForm::Json { Cow::Borrowed(json) } else { text_of(json) };
            return Ok(match Parts::of(json) {
                Parts::Items(items) if style.is_exploded => items.iter().map(|item| pair(&text(item))).collect(),
                _ => vec![pair(&text(json))],
            });
        }
        StyleForm::Spaces => (" ", escape.of(" ")),
        StyleForm::Pipes => ("|", escape.of("|")),
        // A comma between values is not encoded, so that it differs from one in a value.
        _ => (",", Cow::Borrowed(",")),
    };
    let list = match Parts::of(json) {
        Parts::Nothing => return Ok(Vec::new()),
        Parts::One(text) => return Ok(vec![pair(&text)]),
        Parts::Items(items) if style.is_exploded => return Ok(items.iter().map(|item| pair(&text_of(item))).collect()),
        Parts::Items(items) => texts(&items),
        Parts::Members(members) if style.is_exploded => {
            let pairs = members.into_iter().map(|(name, json)| (name.into_owned(), escape.of(&text_of(json)).into_owned()));
            return Ok(pairs.collect());
        }
        Parts::Members(members) => flat(members),
    };
    let text = Separated { name, escape, between }.all(&list, &written)?;
    Ok(if list.is_empty() { Vec::new() } else { vec![(name.to_owned(), text)] })
}

fn texts<'j>(items: &[&'j str]) -> Vec<Cow<'j, str>> {
    items.iter().map(|item| text_of(item)).collect()
}

/// Returns the names of members and their values in turn.
fn flat<'j>(members: Vec<(Cow<'j, str>, &'j str)>) -> Vec<Cow<'j, str>> {
    members.into_iter().flat_map(|(name, json)| [name, text_of(json)]).collect()
}

/// Returns the members of an object as a form: a list has its name once per item, and what has members is JSON.
fn members(json: &str, escape: Escape) -> Vec<Pair> {
    let Parts::Members(members) = Parts::of(json) else { return Vec::new() };
    let mut pairs = Vec::new();
    for (name, json) in members {
        let mut push = |json| pairs.push((name.clone().into_owned(), escape.of(&text_of(json)).into_owned()));
        match Parts::of(json) {
            Parts::Items(items) => items.into_iter().for_each(push),
            _ => push(json),
        }
    }
    pairs
}

/// Returns the members of an object with their names in brackets.
fn deep(name: &str, json: &str, escape: Escape) -> Vec<Pair> {
    match Parts::of(json) {
        Parts::Nothing => Vec::new(),
        Parts::One(text) => vec![(name.to_owned(), escape.of(&text).into_owned())],
        Parts::Members(members) => {
            members.into_iter().flat_map(|(member, json)| deep(&format!("{name}[{member}]"), json, escape)).collect()
        }
        Parts::Items(items) => {
            // Without numbers nobody could tell where one object ends and the next begins.
            let is_numbered = items.iter().any(|item| is_compound(item));
            let number = |at: usize| if is_numbered { at.to_string() } else { String::new() };
            items.into_iter().enumerate().flat_map(|(at, json)| deep(&format!("{name}[{}]", number(at)), json, escape)).collect()
        }
    }
}

/// Texts that become one text.
struct Separated<'a> {
    /// The name of the parameter.
    name: &'a str,
    escape: Escape,
    /// What is between them.
    between: &'a str,
}

impl Separated<'_> {
    /// Returns all texts with what is written between them.
    fn all(&self, texts: &[Cow<'_, str>], written: &str) -> Result<String, String> {
        let texts = texts.iter().map(|text| self.one(text)).collect::<Result<Vec<_>, _>>()?;
        Ok(texts.join(written))
    }

    fn member(&self, key: &str, text: &str) -> Result<String, String> {
        Ok(format!("{}={}", self.one(key)?, self.one(text)?))
    }

    /// Returns one of them as it is written. What separates them must not occur in it, if it looks the same there.
    fn one<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, String> {
        let looks_the_same = match self.escape {
            Escape::Nothing => true,
            Escape::Content => false,
            Escape::Percent | Escape::Reserved | Escape::ReservedInPath => matches!(self.between, " " | "|"),
        };
        match looks_the_same && text.contains(self.between) {
            true => Err(format!("a value in `{}` contains `{}`, which separates the values", self.name, self.between)),
            false => Ok(self.escape.of(text)),
        }
    }
}
