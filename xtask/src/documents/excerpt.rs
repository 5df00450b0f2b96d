//! Findings on a terminal: each with the lines it is about and a caret below the place.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use generator::{Diagnostic, Severity};

/// How many lines stand around the one in question.
const AROUND: usize = 1;
/// Where a line is cut, in bytes to either side of the place: some documents are one line.
const WIDTH: usize = 100;

/// Renders findings. The names of their sources are paths, relative to `root` when not absolute.
pub fn render(findings: &[Diagnostic], root: &Path, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let (shown, rest) = generator::shown(findings);
    let mut texts: HashMap<&str, Option<String>> = HashMap::new();
    let mut blocks: Vec<String> = Vec::with_capacity(shown.len() + 1);
    for found in shown {
        let text = texts.entry(&found.source).or_insert_with(|| fs::read(root.join(&found.source)).ok().map(generator::source::text_of));
        blocks.push(renderer.render(&[group(found, text.as_deref())]));
    }
    blocks.extend(rest);
    blocks.join("\n\n")
}

fn group<'f>(found: &'f Diagnostic, text: Option<&str>) -> Group<'f> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(found.message.as_str()).elements(Vec::<Origin<'_>>::new());
    match found.position.zip(text).and_then(|((line, column), text)| Window::around(text, line, column)) {
        Some(window) => {
            let annotation = AnnotationKind::Primary.span(window.span);
            let snippet = Snippet::source(window.text).line_start(window.first).path(found.source.as_str());
            group = group.element(snippet.fold(false).annotation(annotation));
        }
        None if !found.source.is_empty() => group = group.element(Origin::path(found.source.as_str())),
        None => {}
    }
    if !found.at.as_str().is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", found.at)));
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if !found.actions.is_empty() {
        let actions: Vec<String> = found.actions.iter().map(|action| format!("- {}", action.to_json())).collect();
        group = group.element(Level::HELP.message(format!("as actions of an overlay:\n{}", actions.join("\n"))));
    }
    group
}

/// A few lines of text, and the place among them.
struct Window {
    text: String,
    /// The number of the first line.
    first: usize,
    span: Range<usize>,
}

impl Window {
    fn around(text: &str, line: usize, column: usize) -> Option<Self> {
        let first = line.saturating_sub(AROUND).max(1);
        let mut window = Self { text: String::new(), first, span: 0..0 };
        for (shown, number) in text.lines().skip(first - 1).take(line + AROUND + 1 - first).zip(first..) {
            if number > first {
                window.text.push('\n');
            }
            if number != line {
                window.text += cut(shown, 0..2 * WIDTH);
                continue;
            }
            let start = shown.char_indices().nth(column - 1).map_or(shown.len(), |(start, _)| start);
            let width = token(shown.get(start..)?).min(WIDTH);
            let from = if shown.len() > 2 * WIDTH { start.saturating_sub(WIDTH) } else { 0 };
            let from = (0..=from).rev().find(|at| shown.is_char_boundary(*at))?;
            let begin = window.text.len() + start - from;
            window.text += cut(shown, from..from + 2 * WIDTH);
            window.span = begin..(begin + width.max(1)).min(window.text.len()).max(begin);
        }
        let end = (window.span.end..=window.text.len()).find(|at| window.text.is_char_boundary(*at))?;
        window.span.end = end;
        (!window.text.is_empty()).then_some(window)
    }
}

/// The part of a line between two bytes, or a little less.
fn cut(line: &str, range: Range<usize>) -> &str {
    let end = (0..=range.end.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or_default();
    line.get(range.start..end).unwrap_or_default()
}

/// How long the key or the scalar is that a line goes on with.
fn token(rest: &str) -> usize {
    let mut letters = rest.char_indices();
    match letters.next() {
        Some((_, quote @ ('"' | '\''))) => {
            let mut escaped = false;
            for (at, letter) in letters {
                match letter {
                    _ if escaped => escaped = false,
                    '\\' if quote == '"' => escaped = true,
                    _ if letter == quote => return at + 1,
                    _ => {}
                }
            }
            rest.len()
        }
        Some((_, '{' | '[' | '}' | ']')) => 1,
        _ => {
            let ends = [": ", " #", ",", "}", "]"].iter().filter_map(|end| rest.find(end));
            let end = ends.min().unwrap_or(rest.len());
            rest.get(..end).map_or(end, |token| token.trim_end().trim_end_matches(':').len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(name: &str, text: &str, overlay: bool) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        let source = generator::Source::from_bytes(name, text.as_bytes().to_vec()).unwrap();
        let found = generator::generate(&source, None, &generator::NoFiles, &generator::Options::default());
        let mut found = found.map_or_else(|found| found, |generated| generated.warnings);
        if !overlay {
            found.iter_mut().for_each(|found| found.actions.clear());
        }
        render(&found, folder.path(), false)
    }

    #[test]
    fn the_place_is_shown_with_its_neighbours() {
        let text = "\u{feff}swagger: '2.0'\ninfo: {title: Grüße, version: '1'}\nhost: h.example\npaths: {}\ndefinitions:\n  \
                    Pet:\n    type: object\n    propertys: {ä: {type: string}}\n";
        let expected = "warning: unknown key `propertys` in an object
 --> s.yaml:8:5
  |
7 |     type: object
8 |     propertys: {ä: {type: string}}
  |     ^^^^^^^^^
  |
  = note: at /definitions/Pet/propertys
  = help: did you mean `properties`?
  = help: as actions of an overlay:
          - {\"target\":\"$.definitions.Pet\",\"update\":{\"properties\":{\"ä\":{\"type\":\"string\"}}}}
          - {\"target\":\"$.definitions.Pet.propertys\",\"remove\":true}";
        assert_eq!(rendered("s.yaml", text, true), expected);
    }

    #[test]
    fn a_document_of_one_line_is_cut() {
        let long = "ä".repeat(9000);
        let text = format!(
            r#"{{"swagger":"2.0","info":{{"title":"{long}","version":"1"}},"host":"h.example","paths":{{}},"definitions":{{"A":{{"type":"strange","title":"{long}"}}}}}}"#
        );
        let report = rendered("s.json", &text, false);
        assert!(report.len() < 1500, "{report}");
        let carets = report.lines().find(|line| line.contains('^')).unwrap();
        assert_eq!(carets.matches('^').count(), r#""strange""#.len(), "{report}");
        assert!(report.contains(r#""type":"strange""#), "{report}");
    }

    #[test]
    fn what_no_file_holds_is_shown_without_lines() {
        let found = Diagnostic::error(generator::pointer::Pointer::root(), "too bad");
        assert_eq!(render(&[found], Path::new("/"), false), "error: too bad");
    }

    #[test]
    fn tokens_end_where_they_end() {
        let cases = [("\"a\\\"b\": 1", 6), ("key: 1", 3), ("key:", 3), ("a b, c", 3), ("value # why", 5), ("{a: 1}", 1), ("", 0)];
        for (text, width) in cases {
            assert_eq!(token(text), width, "{text}");
        }
    }
}
