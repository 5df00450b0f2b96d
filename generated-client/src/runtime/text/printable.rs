//! Strings of others in what people read.

use std::borrow::Cow;

/// Returns a string that changes nothing around it when it is shown: in a terminal, in a log of one line per event, or in
/// an editor.
///
/// | characters | become |
/// |---|---|
/// | line breaks, paragraph separators, tabs | a space |
/// | other control characters: escape sequences begin with one | U+FFFD |
/// | what changes the direction of text, or cannot be seen | U+FFFD |
///
/// The joiners U+200C and U+200D stay: several scripts, and emoji, are written with them.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().map(|letter| match letter {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        letter if is_unprintable(letter) => char::REPLACEMENT_CHARACTER,
        letter => letter,
    });
    Cow::Owned(letters.collect())
}

/// Returns whether a character controls how text is shown, rather than being shown.
fn is_unprintable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            // Marks, embeddings, overrides and isolates of bidirectional text.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators.
            | '\u{2028}' | '\u{2029}'
            // Invisible: the soft hyphen, spaces without width, operators, deprecated formats, the byte order mark.
            | '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
            // Annotations, musical formats, and tags.
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
