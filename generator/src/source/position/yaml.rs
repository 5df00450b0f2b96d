//! A walk over YAML text by the events of a parser that marks them.

use std::collections::HashMap;

use libyaml_safer::{Event, EventData, Mark, Parser, ScalarStyle};

use super::{Position, Wanted};

/// Finds the wanted places in YAML text that has been read before.
///
/// Its values were read by another port of the same parser, so that both accept the same text. Should this one end early
/// nevertheless, the nearest parent of what stands behind is found.
pub fn find(text: &str, wanted: &mut Wanted) {
    let nodes = Nodes::read(text);
    wanted.position = Some(nodes.0.first().map_or((1, 1), |root| root.position));
    nodes.find(0, wanted);
}

/// The nodes of the first document, each before those inside it.
struct Nodes(Vec<MarkedNode>);

struct MarkedNode {
    position: Position,
    content: NodeContent,
    /// The index behind the last node inside it.
    end: usize,
}

enum NodeContent {
    /// A plain or quoted scalar that is not empty.
    Scalar(String),
    /// An empty value, or a block of lines: neither begins where it is marked.
    Unmarked(String),
    Sequence,
    Mapping,
    /// The node that it stands for, if that one was complete before.
    Alias(Option<usize>),
}

impl Nodes {
    /// Reads as far as the parser follows.
    fn read(text: &str) -> Self {
        let mut nodes: Vec<MarkedNode> = Vec::new();
        let mut open: Vec<(usize, Option<String>)> = Vec::new();
        let mut anchors = HashMap::new();
        let mut bytes = text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input_string(&mut bytes);
        while let Ok(Event { data, start_mark, .. }) = parser.parse() {
            let (anchor, content) = match data {
                EventData::Scalar { value, style, anchor, .. } => (anchor, scalar(value, style)),
                EventData::SequenceStart { anchor, .. } => (anchor, NodeContent::Sequence),
                EventData::MappingStart { anchor, .. } => (anchor, NodeContent::Mapping),
                EventData::Alias { anchor } => (None, NodeContent::Alias(anchors.get(&anchor).copied())),
                EventData::SequenceEnd | EventData::MappingEnd => {
                    if let Some((index, anchor)) = open.pop() {
                        anchors.extend(anchor.map(|anchor| (anchor, index)));
                        let end = nodes.len();
                        if let Some(node) = nodes.get_mut(index) {
                            node.end = end;
                        }
                    }
                    continue;
                }
                EventData::DocumentEnd { .. } | EventData::StreamEnd => break,
                EventData::StreamStart { .. } | EventData::DocumentStart { .. } => continue,
            };
            let index = nodes.len();
            match content {
                NodeContent::Sequence | NodeContent::Mapping => open.push((index, anchor)),
                NodeContent::Scalar(_) | NodeContent::Unmarked(_) | NodeContent::Alias(_) => {
                    anchors.extend(anchor.map(|anchor| (anchor, index)));
                }
            }
            // The end of what is never closed is that of the text.
            let end = if matches!(content, NodeContent::Sequence | NodeContent::Mapping) { usize::MAX } else { index + 1 };
            nodes.push(MarkedNode { position: position(start_mark), content, end });
        }
        Self(nodes)
    }

    /// The nodes right inside a node.
    fn inside(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.0.get(index).map_or(0, |node| node.end).min(self.0.len());
        let next = |at: &usize| self.0.get(*at).map(|node| node.end);
        std::iter::successors(Some(index + 1), next).take_while(move |at| *at < end)
    }

    /// Finds the places that are wanted below a node.
    fn find(&self, index: usize, wanted: &mut Wanted) {
        if wanted.below.is_empty() {
            return;
        }
        match self.0.get(index).map(|node| &node.content) {
            Some(NodeContent::Alias(Some(target))) => self.find(*target, wanted),
            Some(NodeContent::Mapping) => self.find_properties(index, wanted),
            Some(NodeContent::Sequence) => {
                for (number, item) in self.inside(index).enumerate() {
                    if let Some(below) = wanted.below.get_mut(&number.to_string()) {
                        below.position = self.0.get(item).map(|node| node.position);
                        below.scalar = self.text(item).map(str::to_owned);
                        self.find(item, below);
                    }
                }
            }
            _ => {}
        }
    }

    /// The properties of a mapping, then those that it merges and has not itself.
    fn find_properties(&self, mapping: usize, wanted: &mut Wanted) {
        let mut merged = Vec::new();
        let mut inside = self.inside(mapping);
        while let Some(key) = inside.next() {
            let value = inside.next();
            let Some(name) = self.text(key) else { continue };
            if name == "<<" {
                merged.extend(value);
            } else if let Some(below) = wanted.below.get_mut(name).filter(|below| below.position.is_none()) {
                below.position = self.property(key, value);
                below.scalar = value.and_then(|value| self.text(value)).map(str::to_owned);
                value.into_iter().for_each(|value| self.find(value, below));
            }
        }
        merged.into_iter().for_each(|value| self.find_merged(value, wanted));
    }

    /// The properties of a mapping, or of a list of mappings, that another one merges.
    fn find_merged(&self, index: usize, wanted: &mut Wanted) {
        match self.0.get(index).map(|node| &node.content) {
            Some(NodeContent::Alias(Some(target))) => self.find_merged(*target, wanted),
            Some(NodeContent::Sequence) => self.inside(index).for_each(|item| self.find_merged(item, wanted)),
            Some(NodeContent::Mapping) => self.find_properties(index, wanted),
            _ => {}
        }
    }

    /// The position of a property: of its value when that is a scalar on a line, otherwise of its key.
    fn property(&self, key: usize, value: Option<usize>) -> Option<Position> {
        let value = value.and_then(|index| self.0.get(index));
        let target = match value.map(|node| &node.content) {
            Some(NodeContent::Alias(Some(target))) => self.0.get(*target),
            _ => value,
        };
        let is_scalar = target.is_some_and(|node| matches!(node.content, NodeContent::Scalar(_)));
        if is_scalar { value } else { self.0.get(key) }.map(|node| node.position)
    }

    /// The text of a scalar.
    fn text(&self, index: usize) -> Option<&str> {
        match &self.0.get(index)?.content {
            NodeContent::Scalar(text) | NodeContent::Unmarked(text) => Some(text),
            NodeContent::Alias(target) => self.text((*target)?),
            NodeContent::Sequence | NodeContent::Mapping => None,
        }
    }
}

fn scalar(text: String, style: ScalarStyle) -> NodeContent {
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    if is_block || text.is_empty() && style == ScalarStyle::Plain { NodeContent::Unmarked(text) } else { NodeContent::Scalar(text) }
}

fn position(mark: Mark) -> Position {
    let from_one = |number: u64| usize::try_from(number).map_or(usize::MAX, |number| number.saturating_add(1));
    (from_one(mark.line), from_one(mark.column))
}
