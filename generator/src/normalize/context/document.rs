//! What the reading of one document shares.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::hints::{self, Hints, values};
use crate::node::{Node, Sink};
use crate::normalize::context::enum_place::EnumPlace;
use crate::normalize::context::given::ReadParameter;
use crate::normalize::context::media_types::media_types;
use crate::normalize::context::newtype_place::NewtypePlace;
use crate::normalize::context::reference::References;
use crate::normalize::dialect::{Dialect, Section};
use crate::pointer::Pointer;

/// What the reading of one document shares.
pub(in crate::normalize) struct Document<'d> {
    pub dialect: Dialect,
    pub root: &'d Value,
    pub sink: &'d Sink<'d>,
    pub references: References<'d>,
    pub consumes: Vec<String>,
    pub produces: Vec<String>,
    /// The names of security schemes.
    pub schemes: Vec<String>,
    /// The address of the document's server; empty where it has none.
    pub base: RefCell<String>,
    /// What was read of hints so far.
    pub hints: RefCell<Hints>,
    /// Shared parameters that have been read.
    pub parameters: RefCell<HashMap<Pointer, Option<Rc<ReadParameter>>>>,
    /// Where references to anything but schemas have led.
    pub referred: RefCell<HashSet<Pointer>>,
    /// The tags that the document lists.
    pub declared_tags: Vec<&'d str>,
    /// The first tag of each operation.
    pub tags: RefCell<HashSet<String>>,
    /// Where each operation id was met first.
    pub ids: RefCell<HashMap<String, Pointer>>,
    /// The definitions as they are written.
    pub definitions: Option<&'d Map<String, Value>>,
    /// The definitions that `x-name` names, by that name.
    pub type_names: HashMap<String, String>,
    /// The places that share an enum, by the component that is its type.
    pub shared_enums: RefCell<BTreeMap<String, Vec<EnumPlace>>>,
    /// The places that `x-newtype` gives a type, by the component that it is.
    pub newtypes: RefCell<BTreeMap<String, Vec<NewtypePlace>>>,
    /// How many schemas the one that is being read lies in.
    pub nesting: Cell<usize>,
    /// Whether it is the type of a parameter.
    pub in_parameter: Cell<bool>,
    /// The dynamic anchors of the schemas that the one that is being read lies in, the outermost first.
    pub dynamic_anchors: RefCell<Vec<DynamicAnchor<'d>>>,
    /// The types of properties of alternatives that say none: those of the same properties of the object beside which they stand.
    pub types_beside: RefCell<HashMap<Pointer, &'d str>>,
    /// The schemas that are being read for another one, which fills in their dynamic references.
    pub templates: RefCell<Vec<Pointer>>,
}

/// A name that dynamic references have for a schema.
#[derive(Debug, Clone)]
pub(in crate::normalize) struct DynamicAnchor<'d> {
    pub name: &'d str,
    pub at: Pointer,
    pub schema: &'d Value,
}

impl<'d> Document<'d> {
    pub(in crate::normalize) fn new(root: &'d Value, references: References<'d>, sink: &'d Sink<'d>, node: &Node<'d, '_>) -> Self {
        let dialect = references.dialect();
        let section = |section| dialect.list(root, section).and_then(Value::as_object);
        let (definitions, schemes) = (section(Section::Schemas), section(Section::SecuritySchemes));
        Self {
            dialect,
            root,
            sink,
            references,
            consumes: media_types(node, "consumes").unwrap_or_default(),
            produces: media_types(node, "produces").unwrap_or_default(),
            schemes: schemes.into_iter().flatten().map(|(name, _)| name.clone()).collect(),
            base: RefCell::default(),
            hints: RefCell::default(),
            parameters: RefCell::default(),
            referred: RefCell::default(),
            declared_tags: declared_tags(root),
            tags: RefCell::default(),
            ids: RefCell::default(),
            definitions,
            type_names: type_names(definitions, dialect, sink),
            shared_enums: RefCell::default(),
            newtypes: RefCell::default(),
            nesting: Cell::new(0),
            in_parameter: Cell::new(false),
            dynamic_anchors: RefCell::default(),
            types_beside: RefCell::default(),
            templates: RefCell::default(),
        }
    }

    /// The whole document.
    pub(in crate::normalize) fn whole(&self) -> Node<'d, 'd> {
        Node::start(self.root, Pointer::root(), self.sink)
    }

    /// A list of what the whole document shares, if it has one.
    pub(in crate::normalize) fn shared(&self, section: Section) -> Option<Node<'d, 'd>> {
        let list = Node::start(self.dialect.list(self.root, section)?, self.dialect.place(section)?, self.sink);
        if list.value().is_null() {
            list.warn("null reads as absent here");
            return None;
        }
        Some(list)
    }

    /// A list or a map of an object, or what a reference in its place leads to.
    pub(in crate::normalize) fn section<'n>(&self, node: &'n Node<'d, '_>, key: &str) -> Option<Node<'d, 'n>>
    where
        'd: 'n,
    {
        let list = node.get(key)?;
        if !list.value().get("$ref").is_some_and(Value::is_string) {
            return Some(list);
        }
        let Some((at, value)) = self.references.resolve(&list.raw("$ref")?, "it is left out") else {
            list.repair("the reference leads nowhere: it is left out", Change::Remove);
            return None;
        };
        list.repair("a reference stands here in place of what it leads to", Change::Inline(at.clone()));
        Some(Node::start(value, at, self.sink))
    }

    /// What a reference object says of what it leads to, in the dialects where it may. That counts there and nowhere else.
    pub(in crate::normalize) fn described_here(&self, node: &Node<'d, '_>) -> Option<String> {
        if !self.dialect.has_json_schema() || !node.has("$ref") {
            return None;
        }
        node.skip(&["summary"], Unused::Prose);
        node.text_of("description")
    }

    /// Goes on to where a `$ref` leads, if there is one; again and again. Reports one that leads nowhere, with what becomes of it.
    pub(in crate::normalize) fn follow<'n>(&self, mut node: Node<'d, 'n>, instead: &str) -> Option<Node<'d, 'n>>
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
                Some(reference) => Some(self.references.resolve(&reference, instead)?),
            };
            let Some((at, value)) = target else {
                return Some(node);
            };
            if seen.contains(&at) {
                node.warn(format!("this reference only leads back to itself: {instead}"));
                return None;
            }
            seen.push(at.clone());
            self.referred.borrow_mut().insert(at.clone());
            node = Node::start(value, at, self.sink);
        }
    }
}

/// The tags that the document lists.
fn declared_tags(root: &Value) -> Vec<&str> {
    let tags = root.get("tags").and_then(Value::as_array);
    tags.into_iter().flatten().filter_map(|tag| tag.as_str().or_else(|| tag.get("name")?.as_str())).map(str::trim).collect()
}

/// The definitions that `x-name` names, by that name.
fn type_names(definitions: Option<&Map<String, Value>>, dialect: Dialect, sink: &Sink) -> HashMap<String, String> {
    let named = |(key, schema): (&String, &Value)| {
        let written = |word: &&str| sink.written(schema.get(word)?, || dialect.schema_at(key).push(word));
        let name = |word| written(word).as_deref().and_then(values::name).map(str::to_owned);
        Some(([hints::NAME].iter().chain(&hints::OTHER_NAMES).find_map(name)?, key.clone()))
    };
    definitions.into_iter().flatten().filter_map(named).collect()
}
