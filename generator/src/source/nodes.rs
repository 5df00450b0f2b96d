//! YAML text as nodes, each with its place: values are made of them, and places are found in them.

use std::collections::HashMap;

use libyaml_safer::{Error, Event, EventData, Mark, Parser, ScalarStyle};

/// How many objects and arrays may lie one inside the other. The parsers have limits too, each its own.
pub const DEPTH: usize = 127;

/// A line and a column, both from 1; columns count characters.
pub(super) type Position = (usize, usize);

/// The nodes of the first document, each before those inside it.
#[derive(Debug, Clone)]
pub(super) struct Nodes(Vec<MarkedNode>);

#[derive(Debug, Clone)]
pub(super) struct MarkedNode {
    /// Where it begins.
    pub position: Position,
    /// Its tag; none for a tag that the document made up, which says nothing of the kind of a value.
    pub tag: Option<String>,
    /// What it is.
    pub content: NodeContent,
    /// The index behind the last node inside it.
    end: usize,
}

#[derive(Debug, Clone)]
pub(super) enum NodeContent {
    /// Its text, and how that is written.
    Scalar(String, ScalarStyle),
    Sequence,
    Mapping,
    /// The node that it stands for.
    Alias(usize),
}

/// What is wrong with YAML.
#[derive(Debug)]
pub(super) struct Malformed {
    /// The problem in words.
    pub message: String,
    /// Where it is.
    pub position: Option<Position>,
}

/// The text with a space behind what may be a tag that a comma follows; none where there is no such place.
///
/// The parser knows no such tags and panics, where YAML has a tag without a value. Places on the same line are a column off.
/// What only looks like a tag, in a string say, is changed as well: values are not to be made of this text. A tag can follow anything
/// but a letter or a digit, with which a string goes on, and nothing else does.
pub(super) fn tags_apart(text: &str) -> Option<String> {
    let mut apart = String::new();
    let (mut done, mut looked) = (0, 0);
    for (at, _) in text.match_indices('!') {
        // What was looked at once is not looked at again, however many marks are in it.
        if at < looked || text[..at].ends_with(|before: char| before.is_ascii_alphanumeric()) {
            continue;
        }
        looked = text[at..].find(|c: char| c.is_whitespace() || c == ',').map_or(text.len(), |length| at + length);
        if text[looked..].starts_with(',') {
            apart.push_str(&text[done..looked]);
            apart.push(' ');
            done = looked;
        }
    }
    (done > 0).then(|| apart + &text[done..])
}

impl Nodes {
    /// Reads the nodes of YAML text as far as the parser follows, and tells what is wrong where it stops.
    pub fn read(text: &str) -> (Self, Option<Malformed>) {
        // The parser panics where a block scalar is the end of the text, and no line end follows it.
        if !text.ends_with(['\n', '\r']) {
            let (mut nodes, problem) = Self::read(&format!("{text}\n"));
            nodes.without_last_line_end();
            return (nodes, problem);
        }
        let mut reading = NodeReader::default();
        let mut bytes = text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input_string(&mut bytes);
        let problem = loop {
            match parser.parse() {
                Ok(event) => match reading.event(event) {
                    Ok(true) => {}
                    Ok(false) => break None,
                    Err(problem) => break Some(problem),
                },
                // What stands behind the first document is not looked at.
                Err(_) if reading.is_complete => break Some(several(None)),
                Err(error) => break Some(malformed(text, &error)),
            }
        };
        (Self(reading.nodes), problem)
    }

    /// Takes away the line end of the block scalar that ends the text.
    fn without_last_line_end(&mut self) {
        if let Some(NodeContent::Scalar(text, ScalarStyle::Literal | ScalarStyle::Folded)) = self.0.last_mut().map(|node| &mut node.content)
            && text.ends_with('\n')
        {
            text.pop();
        }
    }

    /// The node at an index, in the order of the text.
    pub fn get(&self, index: usize) -> Option<&MarkedNode> {
        self.0.get(index)
    }

    /// The node that an alias stands for; any other node is itself.
    pub fn target(&self, index: usize) -> Option<(usize, &MarkedNode)> {
        match self.0.get(index)? {
            MarkedNode { content: NodeContent::Alias(target), .. } => Some((*target, self.0.get(*target)?)),
            node => Some((index, node)),
        }
    }

    /// The nodes right inside a node.
    pub fn inside(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.0.get(index).map_or(0, |node| node.end).min(self.0.len());
        let next = |at: &usize| self.0.get(*at).map(|node| node.end);
        std::iter::successors(Some(index + 1), next).take_while(move |at| *at < end)
    }
}

/// The nodes so far.
#[derive(Default)]
struct NodeReader {
    nodes: Vec<MarkedNode>,
    /// The indices of the sequences and mappings that have not ended.
    open: Vec<usize>,
    anchors: HashMap<String, usize>,
    /// Whether the first document has ended.
    is_complete: bool,
}

impl NodeReader {
    /// Takes what the parser found; whether it is to go on.
    fn event(&mut self, Event { data, start_mark, .. }: Event) -> Result<bool, Malformed> {
        let position = position(start_mark);
        let (anchor, tag, content) = match data {
            EventData::Scalar { value, style, anchor, tag, .. } => (anchor, tag, NodeContent::Scalar(value, style)),
            EventData::SequenceStart { anchor, tag, .. } => (anchor, tag, NodeContent::Sequence),
            EventData::MappingStart { anchor, tag, .. } => (anchor, tag, NodeContent::Mapping),
            EventData::Alias { anchor } => (None, None, NodeContent::Alias(self.target(&anchor, position)?)),
            EventData::SequenceEnd | EventData::MappingEnd => {
                self.close();
                return Ok(true);
            }
            EventData::DocumentEnd { .. } => {
                self.is_complete = true;
                return Ok(true);
            }
            EventData::DocumentStart { .. } if self.is_complete => return Err(several(Some(position))),
            EventData::StreamStart { .. } | EventData::DocumentStart { .. } => return Ok(true),
            EventData::StreamEnd => return Ok(false),
        };
        let index = self.nodes.len();
        self.anchors.extend(anchor.map(|anchor| (anchor, index)));
        let has_inside = matches!(content, NodeContent::Sequence | NodeContent::Mapping);
        if has_inside {
            self.open.push(index);
        }
        // The end of what is never closed is that of the text.
        let end = if has_inside { usize::MAX } else { index + 1 };
        self.nodes.push(MarkedNode { position, tag: tag.filter(|tag| !tag.starts_with('!')), content, end });
        // What is nested deeper is refused as a value, and the parser takes ever longer over it.
        Ok(self.open.len() <= DEPTH)
    }

    /// The node that an alias stands for.
    fn target(&self, anchor: &str, position: Position) -> Result<usize, Malformed> {
        let message = match self.anchors.get(anchor) {
            Some(target) if self.open.contains(target) => "this alias stands for what it is a part of: that has no end",
            Some(target) => return Ok(*target),
            None => "unknown anchor",
        };
        Err(Malformed { message: message.to_owned(), position: Some(position) })
    }

    fn close(&mut self) {
        let end = self.nodes.len();
        if let Some(node) = self.open.pop().and_then(|index| self.nodes.get_mut(index)) {
            node.end = end;
        }
    }
}

fn several(position: Option<Position>) -> Malformed {
    Malformed { message: "more than one YAML document in one file".to_owned(), position }
}

/// A complaint of the parser, with the place that it is about.
fn malformed(text: &str, error: &Error) -> Malformed {
    let mut message = format!("not valid YAML: {}", error.problem());
    if let Some(context) = error.context() {
        message += &format!(", {context}");
        if let Some(mark) = error.context_mark().filter(|mark| Some(*mark) != error.problem_mark()) {
            message += &format!(" at {mark}");
        }
    }
    Malformed { message, position: error.problem_mark().map(position).or_else(|| unreadable(text)) }
}

/// The first character that YAML does not allow.
fn unreadable(text: &str) -> Option<Position> {
    let allowed = |c: char| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}') || "\t\r\n\u{85}".contains(c);
    let (index, _) = text.char_indices().find(|(_, c)| !allowed(*c))?;
    let before = text.get(..index)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}

fn position(mark: Mark) -> Position {
    let from_one = |number: u64| usize::try_from(number).map_or(usize::MAX, |number| number.saturating_add(1));
    (from_one(mark.line), from_one(mark.column))
}
