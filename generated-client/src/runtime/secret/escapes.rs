//! Strings of JSON without their escapes.

/// A string without its JSON escapes.
pub(super) struct Unescaped {
    pub text: String,
    /// Where the parts that are copied without a change begin, here and in the original.
    parts: Vec<(usize, usize)>,
}

impl Unescaped {
    pub(super) fn new(original: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(original.len()), parts: Vec::new() };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            let (letter, length) = escape(rest).unwrap_or_else(|| (rest.chars().next().unwrap_or_default(), 0));
            plain.parts.push((plain.text.len(), at));
            plain.text.push(letter);
            at += if length == 0 { letter.len_utf8() } else { length };
            // What is no escape follows as it is, up to the next backslash.
            let copied = original.get(at..).unwrap_or_default();
            let copied = copied.split('\\').next().unwrap_or_default();
            plain.parts.push((plain.text.len(), at));
            plain.text.push_str(copied);
            at += copied.len();
        }
        plain
    }

    /// Returns where in the original a position comes from.
    pub(super) fn origin(&self, position: usize) -> usize {
        let after = self.parts.partition_point(|(here, _)| *here <= position);
        self.parts.get(after.saturating_sub(1)).map_or(position, |(here, origin)| origin + (position - here))
    }
}

/// Returns the character of the escape at the start of a string, and its length in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.as_bytes().get(..2)? {
        [b'\\', b'u'] => {
            let first = unit(0)?;
            let low = unit(6).filter(|low| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(low));
            let pair = low.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00)));
            Some(pair.map_or((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6), |pair| (pair, 12)))
        }
        [b'\\', letter] => {
            let letter = match letter {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'"' | b'\\' | b'/' => char::from(*letter),
                _ => return None,
            };
            Some((letter, 2))
        }
        _ => None,
    }
}
