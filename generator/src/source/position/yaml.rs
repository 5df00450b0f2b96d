//! A walk over the nodes of YAML text.

use libyaml_safer::ScalarStyle;

use super::super::nodes::{MarkedNode, NodeContent, Nodes, Position};
use super::Wanted;

/// Finds the wanted places in YAML text that has been read before.
pub fn find(nodes: &Nodes, wanted: &mut Wanted) {
    wanted.position = Some(nodes.get(0).map_or((1, 1), |root| root.position));
    Walk { nodes }.find(0, wanted);
}

struct Walk<'n> {
    nodes: &'n Nodes,
}

impl<'n> Walk<'n> {
    /// Finds the places that are wanted below a node.
    fn find(&self, index: usize, wanted: &mut Wanted) {
        if wanted.below.is_empty() {
            return;
        }
        let Some((index, node)) = self.nodes.target(index) else { return };
        match node.content {
            NodeContent::Mapping => self.find_properties(index, wanted),
            NodeContent::Sequence => {
                for (number, item) in self.nodes.inside(index).enumerate() {
                    if let Some(below) = wanted.below.get_mut(&number.to_string()) {
                        below.position = self.nodes.get(item).map(|node| node.position);
                        below.scalar = self.text(item).map(str::to_owned);
                        self.find(item, below);
                    }
                }
            }
            NodeContent::Scalar(..) | NodeContent::Alias(_) => {}
        }
    }

    /// The properties of a mapping, then those that it merges and has not itself.
    fn find_properties(&self, mapping: usize, wanted: &mut Wanted) {
        let mut merged = Vec::new();
        let mut inside = self.nodes.inside(mapping);
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
        let Some((index, node)) = self.nodes.target(index) else { return };
        match node.content {
            NodeContent::Sequence => self.nodes.inside(index).for_each(|item| self.find_merged(item, wanted)),
            NodeContent::Mapping => self.find_properties(index, wanted),
            NodeContent::Scalar(..) | NodeContent::Alias(_) => {}
        }
    }

    /// The position of a property: of its value when that is a scalar on a line, otherwise of its key.
    fn property(&self, key: usize, value: Option<usize>) -> Option<Position> {
        let is_scalar = value.and_then(|index| self.nodes.target(index)).is_some_and(|(_, node)| begins_where_marked(node));
        let index = if is_scalar { value? } else { key };
        self.nodes.get(index).map(|node| node.position)
    }

    /// The text of a scalar.
    fn text(&self, index: usize) -> Option<&'n str> {
        match &self.nodes.target(index)?.1.content {
            NodeContent::Scalar(text, _) => Some(text),
            NodeContent::Sequence | NodeContent::Mapping | NodeContent::Alias(_) => None,
        }
    }
}

/// Whether it is a scalar that begins at its position: neither an empty value nor a block of lines does.
fn begins_where_marked(node: &MarkedNode) -> bool {
    match &node.content {
        NodeContent::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded) => false,
        NodeContent::Scalar(text, style) => !text.is_empty() || *style != ScalarStyle::Plain,
        NodeContent::Sequence | NodeContent::Mapping | NodeContent::Alias(_) => false,
    }
}
