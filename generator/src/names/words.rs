//! Words of wire names, before they are put together again as identifiers.

use heck::ToSnakeCase;

/// The words of a wire name, in lower case.
pub fn words(wire: &str) -> Vec<String> {
    let snake = if is_snake(wire) { wire.to_owned() } else { spell(wire).to_snake_case() };
    snake.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the two words are the same, or one is the plural of the other.
pub fn is_singular_or_plural_of(a: &str, b: &str) -> bool {
    a == b || is_plural_of(a, b) || is_plural_of(b, a)
}

/// Whether `plural` is a plural of `singular`, as English usually forms it.
pub fn is_plural_of(plural: &str, singular: &str) -> bool {
    let Some(stem) = plural.strip_suffix('s') else {
        return false;
    };
    stem == singular
        || stem.strip_suffix('e') == Some(singular)
        || stem.strip_suffix("ie").is_some_and(|stem| singular.strip_suffix('y') == Some(stem))
}

/// The wire name as words that spaces divide: a leading sign is spelled, everything that no
/// identifier can hold is a space. A name without a letter or a digit is spelled as a whole.
pub(super) fn spell(wire: &str) -> String {
    let mut chars = wire.chars();
    let sign = match chars.next() {
        Some('-') => "minus ",
        Some('+') => "plus ",
        _ => "",
    };
    if !wire.contains(is_word) {
        return spell_out(wire);
    }
    let rest = if chars.as_str().starts_with(is_word) { sign } else { "" };
    let divided: String = wire.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    format!("{rest}{}", lower_plural_acronyms(divided.trim()))
}

/// The wire name with every symbol as a word.
pub(super) fn spell_out(wire: &str) -> String {
    let mut text = String::with_capacity(wire.len());
    for (index, c) in wire.chars().enumerate() {
        match symbol(c) {
            // Inside, it only divides words.
            Some("underscore") if index > 0 => text.push(' '),
            _ if is_word(c) => text.push(c),
            Some(word) => {
                text.push(' ');
                text.push_str(word);
                text.push(' ');
            }
            None => text.push(' '),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name with other letters than ASCII's as their numbers: files are named so.
pub(super) fn in_ascii(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, c| {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.push_str(&format!("u{:x}", u32::from(c)));
        }
        text
    })
}

/// Whether a wire name has more than letters, digits and underscores between them.
pub(super) fn loses_symbols(wire: &str) -> bool {
    wire.starts_with('_') || wire.contains(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Whether a wire name consists of words in lower case with one underscore between: most do.
pub(super) fn is_snake(wire: &str) -> bool {
    let bytes = wire.as_bytes();
    let word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    bytes.first().is_some_and(word)
        && bytes.last().is_some_and(word)
        && bytes.windows(2).all(|pair| matches!(pair, [a, b] if word(b) || (*b == b'_' && word(a))))
}

/// Whether nothing of a word is to be changed in a name of such words but its first letter: most are that plain.
pub(super) fn is_camel(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_lower = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let are_apart = |pair: &[u8]| !pair.iter().all(u8::is_ascii_uppercase);
    bytes.iter().all(is_lower) || bytes.iter().all(u8::is_ascii_alphabetic) && bytes.windows(2).all(are_apart)
}

/// Whether an identifier can hold it. The underscore divides words.
fn is_word(c: char) -> bool {
    c != '_' && unicode_ident::is_xid_continue(c) && c.is_alphanumeric()
}

/// `userIDs` → `userIds`: otherwise the plural of an abbreviation would be two words.
fn lower_plural_acronyms(text: &str) -> String {
    if !text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase)) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let upper = |index: usize| chars.get(index).is_some_and(|c| c.is_ascii_uppercase());
    let ends = |index: usize| chars.get(index).is_none_or(|c| *c == ' ' || c.is_ascii_uppercase());
    (0..chars.len())
        .filter_map(|index| {
            let c = *chars.get(index)?;
            let plural = index > 0 && upper(index) && upper(index - 1) && chars.get(index + 1) == Some(&'s') && ends(index + 2);
            Some(if plural { c.to_ascii_lowercase() } else { c })
        })
        .collect()
}

/// What a symbol is called.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '!' => "not",
        '"' | '\'' | '`' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '|' => "or",
        '~' => "tilde",
        ' ' => "space",
        _ => return None,
    })
}
