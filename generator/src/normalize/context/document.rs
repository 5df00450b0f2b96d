//! What the reading of one document shares.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use crate::hints;
use crate::node::{Node, Sink};
use crate::normalize::context::given::Given;
use crate::normalize::context::media_types::media_types;
use crate::normalize::context::reference::References;
use crate::pointer::Pointer;

/// What the reading of one document shares.
pub(in crate::normalize) struct Document<'d> {
    pub sink: &'d Sink,
    pub references: References<'d>,
    pub consumes: Vec<String>,
    pub produces: Vec<String>,
    /// The names of security schemes.
    pub schemes: Vec<String>,
    /// The names of servers in `x-client`.
    pub servers: Vec<String>,
    /// Shared parameters that have been read.
    pub parameters: RefCell<HashMap<Pointer, Option<Rc<Given>>>>,
    /// Where references to anything but schemas have led.
    pub referred: RefCell<HashSet<Pointer>>,
    /// The first tag of each operation.
    pub tags: RefCell<HashSet<String>>,
    /// Where each operation id was met first.
    pub ids: RefCell<HashMap<String, Pointer>>,
}

impl<'d> Document<'d> {
    pub(in crate::normalize) fn new(root: &'d Value, references: References<'d>, sink: &'d Sink, node: &Node<'d, '_>) -> Self {
        let schemes = root.get("securityDefinitions").and_then(Value::as_object);
        Self {
            sink,
            references,
            consumes: media_types(node, "consumes").unwrap_or_default(),
            produces: media_types(node, "produces").unwrap_or_default(),
            schemes: schemes.into_iter().flatten().map(|(name, _)| name.clone()).collect(),
            servers: servers(root),
            parameters: RefCell::default(),
            referred: RefCell::default(),
            tags: RefCell::default(),
            ids: RefCell::default(),
        }
    }

    /// Goes on to where a `$ref` leads, if there is one; again and again.
    pub(in crate::normalize) fn follow<'n>(&self, mut node: Node<'d, 'n>) -> Option<Node<'d, 'n>>
    where
        'd: 'n,
    {
        let mut seen = Vec::new();
        loop {
            if !node.is_object() {
                return None;
            }
            let target = match node.raw("$ref") {
                None => None,
                Some(reference) => Some(self.references.resolve(&reference)?),
            };
            let Some((at, value)) = target else {
                return Some(node);
            };
            if seen.contains(&at) {
                node.error("this reference only leads back to itself");
                return None;
            }
            seen.push(at.clone());
            self.referred.borrow_mut().insert(at.clone());
            node = Node::start(value, at, self.sink);
        }
    }
}

/// The names of the servers in `x-client`.
fn servers(root: &Value) -> Vec<String> {
    let servers = root.get(hints::CLIENT).and_then(|client| client.get("servers")).and_then(Value::as_object);
    servers.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}
