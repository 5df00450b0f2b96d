//! A walk over YAML text by the events of a parser that marks them.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{Position, Wanted};

/// Finds the wanted places in YAML text that has been read before.
///
/// Its values were read by another parser. What stands behind a place that only that one accepts is not found: its
/// nearest parent is.
pub fn find(text: &str, wanted: &mut Wanted) {
    let nodes = Nodes::read(text);
    wanted.position = Some(nodes.0.first().map_or((1, 1), |root| root.position));
    nodes.find(0, wanted);
}

/// The nodes of the first document, each before those inside it.
struct Nodes<'t>(Vec<MarkedNode<'t>>);

struct MarkedNode<'t> {
    position: Position,
    content: NodeContent<'t>,
    /// The index behind the last node inside it.
    end: usize,
}

enum NodeContent<'t> {
    /// A plain or quoted scalar that is not empty.
    Scalar(Cow<'t, str>),
    /// An empty value, or a block of lines: neither begins where it is marked.
    Unmarked(Cow<'t, str>),
    Sequence,
    Mapping,
    /// The node that it stands for, if that one was complete before.
    Alias(Option<usize>),
}

impl<'t> Nodes<'t> {
    /// Reads as far as the parser follows.
    fn read(text: &'t str) -> Self {
        let mut nodes: Vec<MarkedNode<'t>> = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut anchors = HashMap::new();
        for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
            let (anchor, content) = match event {
                Event::Scalar(text, style, anchor, _) => (anchor, scalar(text, style)),
                Event::SequenceStart(anchor, _) => (anchor, NodeContent::Sequence),
                Event::MappingStart(anchor, _) => (anchor, NodeContent::Mapping),
                Event::Alias(anchor) => (0, NodeContent::Alias(anchors.get(&anchor).copied())),
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some((index, anchor)) = open.pop() {
                        anchors.insert(anchor, index);
                        let end = nodes.len();
                        if let Some(node) = nodes.get_mut(index) {
                            node.end = end;
                        }
                    }
                    continue;
                }
                Event::DocumentEnd => break,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => continue,
            };
            let index = nodes.len();
            match content {
                NodeContent::Sequence | NodeContent::Mapping => open.push((index, anchor)),
                NodeContent::Scalar(_) | NodeContent::Unmarked(_) | NodeContent::Alias(_) => {
                    anchors.insert(anchor, index);
                }
            }
            // The end of what is never closed is that of the text.
            let end = if matches!(content, NodeContent::Sequence | NodeContent::Mapping) { usize::MAX } else { index + 1 };
            nodes.push(MarkedNode { position: position(span), content, end });
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

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> NodeContent<'_> {
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    if is_block || text.is_empty() && style == ScalarStyle::Plain { NodeContent::Unmarked(text) } else { NodeContent::Scalar(text) }
}

fn position(span: Span) -> Position {
    (span.start.line(), span.start.col() + 1)
}
