//! The text within a line, cut into words that a line may be broken between.

/// The word that stands for the end of a paragraph (`<br>`, `<p>`).
pub(super) const BREAK: &str = "\n";

/// Tags that only set type: dropped. Their text stays.
const TYPESETTING: &[&str] = &[
    "a",
    "b",
    "big",
    "blockquote",
    "center",
    "code",
    "dd",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "img",
    "kbd",
    "pre",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tt",
    "u",
];

/// Tags that end a paragraph.
const BREAKING: &[&str] = &["br", "div", "hr", "li", "ol", "p", "tr", "ul"];

/// A line without tabs and without characters that compilers refuse in comments.
pub(super) fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            ' '..='~' => out.push(c),
            '\t' => out.push_str("    "),
            // Marks that change the direction of text can disguise code; rustc denies them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\r' => {}
            c if c.is_control() || c == '\u{a0}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The words of a clean line, escaped. Code and links are one word, whatever they hold.
pub(super) fn words(line: &str, in_table: bool) -> Vec<String> {
    let mut words = Words { in_table, ..Words::default() };
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let used = words.take(c, rest);
        rest = &rest[used..];
    }
    words.flush();
    words.done
}

/// Whether a sentence ends with this word.
pub(super) fn ends_sentence(word: &str) -> bool {
    const SHORT: &[&str] = &["e.g.", "i.e.", "etc.", "vs.", "(e.g.", "(i.e.", "approx.", "incl."];
    let bare = word.trim_end_matches(['*', '_', ')', '"']);
    bare.ends_with(['.', '!', '?']) && !SHORT.contains(&bare.to_lowercase().as_str())
}

#[derive(Default)]
struct Words {
    done: Vec<String>,
    word: String,
    in_table: bool,
}

impl Words {
    /// Takes what stands at the beginning of `rest`; gives its length.
    fn take(&mut self, c: char, rest: &str) -> usize {
        match c {
            c if c.is_whitespace() => {
                self.flush();
                c.len_utf8()
            }
            '\\' => self.escape(rest),
            '`' => self.code(rest),
            '<' => self.angle(rest),
            '!' if link(&rest[1..]).is_some() => 1,
            '[' => self.bracket(rest),
            'h' | 'H' => self.address(rest),
            c => {
                self.word.push(c);
                c.len_utf8()
            }
        }
    }

    fn flush(&mut self) {
        if !self.word.is_empty() {
            self.done.push(std::mem::take(&mut self.word));
        }
    }

    fn push(&mut self, text: &str, used: usize) -> usize {
        self.word.push_str(text);
        used
    }

    /// The author's own escapes stay.
    fn escape(&mut self, rest: &str) -> usize {
        let length = 1 + usize::from(rest[1..].starts_with(|c: char| c.is_ascii_punctuation()));
        self.push(&rest[..length], length)
    }

    /// Code is what lies between two runs of equally many backticks in one line.
    fn code(&mut self, rest: &str) -> usize {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let mut at = ticks;
        while let Some(found) = rest[at..].find('`') {
            let start = at + found;
            let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
            at = start + run;
            // A bar ends the cell of a table, and with it the code.
            if run == ticks && !(self.in_table && rest[..at].contains('|')) {
                return self.push(&rest[..at], at);
            }
        }
        self.push(&"\\`".repeat(ticks), ticks)
    }

    /// An address in angle brackets stays, tags go, anything else is a character.
    fn angle(&mut self, rest: &str) -> usize {
        let Some(end) = rest.find('>') else {
            return self.push("\\<", 1);
        };
        let inside = &rest[1..end];
        if starts_with_scheme(inside) && !inside.contains([' ', '<']) {
            return self.push(&rest[..=end], end + 1);
        }
        let name: String =
            inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let after = &inside.trim_start_matches('/')[name.len()..];
        let is_tag = after.is_empty() || after.starts_with([' ', '/']);
        if is_tag && TYPESETTING.contains(&name.as_str()) {
            return self.typesetting(&name, rest, end + 1);
        }
        if is_tag && BREAKING.contains(&name.as_str()) {
            self.flush();
            if !self.in_table {
                self.done.push(BREAK.to_owned());
            }
            return end + 1;
        }
        self.push("\\<", 1)
    }

    /// `<code>…</code>` becomes code, `<a href=…>` a link, other tags nothing.
    fn typesetting(&mut self, name: &str, rest: &str, used: usize) -> usize {
        let close = format!("</{name}>");
        let Some(length) = rest[used..].find(&close) else {
            return used;
        };
        let text = &rest[used..used + length];
        let plain = !text.trim().is_empty() && !text.contains(['`', '<', '[', ']', '\\', '|']);
        let end = used + length + close.len();
        match (name, reference(&rest[..used])) {
            ("code" | "tt" | "kbd", _) if plain => self.push(&format!("`{}`", text.trim()), end),
            ("a", Some(address)) if plain => self.push(&format!("[{text}]({address})"), end),
            _ => used,
        }
    }

    /// A link to the web stays a link, one within the API's own pages becomes its text.
    fn bracket(&mut self, rest: &str) -> usize {
        match link(rest) {
            Some((text, address, used)) if starts_with_scheme(address) => {
                let text = text.replace('<', "\\<");
                self.push(&format!("[{text}]({address})"), used)
            }
            Some((text, _, used)) => {
                let text = text.replace('<', "\\<");
                self.push(&text, used)
            }
            None => self.push("\\[", 1),
        }
    }

    /// A bare address becomes one in angle brackets.
    fn address(&mut self, rest: &str) -> usize {
        if !starts_with_scheme(rest) {
            return self.push(&rest[..1], 1);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"`|\\[]".contains(c)).unwrap_or(rest.len());
        let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        while address.ends_with(')') && address.matches(')').count() > address.matches('(').count() {
            address = address[..address.len() - 1].trim_end_matches(['.', ',', ';']);
        }
        let used = address.len();
        self.push(&format!("<{address}>"), used)
    }
}

/// Whether an address of the web begins here, and does not end at once.
fn starts_with_scheme(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text[scheme.len()..].starts_with(|c: char| c.is_alphanumeric() || "{$-_%".contains(c))
    })
}

/// Splits `[text](address)` at the beginning of a string; gives the length of it all.
fn link(rest: &str) -> Option<(&str, &str, usize)> {
    let inside = rest.strip_prefix('[')?;
    let end = inside.find(']')?;
    let text = &inside[..end];
    let target = inside[end + 1..].strip_prefix('(')?;
    let close = target.find(')')?;
    let whole = &target[..close];
    let address = whole.split_whitespace().next().unwrap_or_default();
    let sound = !text.is_empty()
        && text.chars().filter(|c| *c == '`').count() % 2 == 0
        && !text.contains(['[', '\\'])
        && !whole.contains(['(', '<', '\\', '`']);
    sound.then_some((text, address, 1 + end + 2 + close + 1))
}

/// The address that a tag refers to.
fn reference(tag: &str) -> Option<&str> {
    let start = tag.find("href=")? + "href=".len();
    let quote = tag[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = &tag[start + 1..];
    let address = &inside[..inside.find(quote)?];
    (starts_with_scheme(address) && !address.contains([' ', '(', ')', '<', '>', '`'])).then_some(address)
}
