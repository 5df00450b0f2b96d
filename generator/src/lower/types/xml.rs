//! Types → their shapes in XML, for what travels as XML.
//!
//! An element is called as the `xml` of its schema says, or of the definition that it refers to; otherwise like its
//! property. The items of a wrapped list are called like their definition then, as servers do that name elements by
//! their types, and like the list where they have none.

use std::collections::HashMap;

use openapiv3::OpenAPI;

use crate::diagnostic::Diagnostic;
use crate::hints::Hints;
use crate::hints::values::XmlHint;
use crate::ir;
use crate::ir::xml::{XmlContent, XmlElement, XmlMap, XmlName, XmlPosition, XmlRoot, XmlShape, XmlShapeKind};
use crate::lower::schema::visit::schemas;
use crate::lower::types::Types;
use crate::lower::types::draft::{DraftShape, Property};
use crate::lower::types::xml_hints::XmlHints;
use crate::names::{Case, NameScope};
use crate::pointer::Pointer;

/// Lists nested deeper than this in each other are read as they come.
const MAX_DEPTH: usize = 48;

/// The shapes in the making.
#[derive(Debug, Default)]
pub(in crate::lower) struct XmlShapes {
    made: ir::xml::Xml,
    /// The index of the shape of each draft that has one.
    known: HashMap<usize, usize>,
    /// Shapes without properties yet: the drafts that they are of.
    open: Vec<(usize, usize)>,
    names: NameScope,
    /// What the document says that prefixes stand for.
    prefixes: HashMap<String, String>,
    diagnostics: Vec<Diagnostic>,
}

/// A body as a whole.
pub(in crate::lower) struct XmlBody<'w> {
    pub ty: &'w ir::Type,
    /// The namespace of the type.
    pub space: usize,
    pub xml_hints: XmlHints,
    /// What its element is called where the document does not say it.
    pub fallback: &'w str,
    pub at: Pointer,
    pub sent: bool,
}

/// Where a type is used.
#[derive(Clone, Copy)]
struct UseSite<'h, 'a> {
    types: &'h Types<'a>,
    /// The namespace of the type.
    space: usize,
    at: &'h Pointer,
    depth: usize,
}

impl UseSite<'_, '_> {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl XmlShapes {
    pub(in crate::lower) fn new(document: &OpenAPI, hints: &Hints) -> Self {
        let mut prefixes = HashMap::new();
        schemas(document, hints, &mut |schema| {
            if let XmlHint { prefix: Some(prefix), namespace: Some(namespace), .. } = XmlHints::of(schema, hints).declared {
                prefixes.entry(prefix).or_insert(namespace);
            }
        });
        Self { prefixes, ..Self::default() }
    }

    /// The root of a body.
    pub(in crate::lower) fn root(&mut self, types: &Types<'_>, body: XmlBody<'_>) -> usize {
        let XmlBody { ty, space, xml_hints, fallback, at, sent } = body;
        let named = xml_hints.name();
        if let (true, None, ir::Type::List(_)) = (sent, named, ty.plain()) {
            let message = format!("the body is a list whose XML element has no name: it is called `{fallback}`");
            self.diagnostics.push(Diagnostic::warning(at.clone(), message).help("name it with `xml: {name: …}`"));
        }
        let wire = named.unwrap_or(fallback);
        let here = UseSite { types, space, at: &at, depth: 0 };
        let name = self.name(&xml_hints, wire, &at);
        let content = match ty.plain() {
            ir::Type::List(item) => self.list(here, item, &xml_hints, wire),
            _ => self.content(here, ty, &xml_hints),
        };
        self.made.places.extend(xml_hints.places);
        let element = XmlElement { name, content };
        if let Some(known) = self.made.roots.iter().position(|root| root.element == element) {
            return known;
        }
        let name = self.names.claim(&format!("{} element", element.name.local), Case::Constant);
        self.made.roots.push(XmlRoot { name, element });
        self.made.roots.len() - 1
    }

    /// All shapes with their properties, and what there is to say of them.
    pub(in crate::lower) fn finish(mut self, types: &Types<'_>) -> (ir::xml::Xml, Vec<Diagnostic>) {
        while let Some((shape, draft)) = self.open.pop() {
            let Some(of) = types.drafts.get(draft) else { continue };
            let kind = match &of.shape {
                DraftShape::Struct { is_tuple: true, .. } => continue,
                DraftShape::Struct { properties, rest, .. } => {
                    let here = UseSite { types, space: of.space, at: &of.at, depth: 0 };
                    let made = properties.iter().map(|property| self.property(UseSite { at: &property.at, ..here }, property)).collect();
                    let rest = rest.as_ref().map(|values| self.map(here, &values.ty, &XmlHints::default()));
                    XmlShapeKind::Object { properties: made, rest }
                }
                DraftShape::Other(ir::Shape::Tagged { tag, variants, otherwise }) => {
                    let mut shape = |variant: &ir::TaggedVariant| {
                        let draft = types.draft(variant.ty.plain(), of.space)?;
                        Some(self.shape(types, draft))
                    };
                    let rest =
                        otherwise.as_ref().and_then(|name| variants.iter().find(|variant| variant.name == *name)).and_then(&mut shape);
                    let variants = variants.iter().filter_map(|variant| Some((variant.wire.clone(), shape(variant)?)));
                    XmlShapeKind::Tagged { tag: tag.clone(), variants: variants.collect(), otherwise: rest }
                }
                DraftShape::Other(_) => continue,
            };
            if let Some(shape) = self.made.shapes.get_mut(shape) {
                shape.kind = kind;
            }
        }
        (self.made, self.diagnostics)
    }

    /// The shape of a draft, whose properties come later.
    fn shape(&mut self, types: &Types<'_>, draft: usize) -> usize {
        if let Some(known) = self.known.get(&draft) {
            return *known;
        }
        let preferred = types.drafts.get(draft).map_or("", |draft| draft.name.as_str());
        let index = self.made.shapes.len();
        let name = self.names.claim(preferred, Case::Constant);
        self.made.shapes.push(XmlShape { name, kind: XmlShapeKind::Object { properties: Vec::new(), rest: None } });
        self.known.insert(draft, index);
        self.open.push((index, draft));
        index
    }

    fn property(&mut self, here: UseSite<'_, '_>, property: &Property) -> ir::xml::XmlProperty {
        let xml_hints = property.xml_hints.as_deref().cloned().unwrap_or_default();
        self.made.places.extend(xml_hints.places.iter().cloned());
        let (at, wire) = (here.at, property.wire.as_str());
        let made = |name, content, place| ir::xml::XmlProperty { json: wire.to_owned(), name, content, place };
        let declared = &xml_hints.declared;
        if declared.attribute || declared.text {
            let (key, place) = if declared.text { ("x-ms-text", XmlPosition::Text) } else { ("attribute", XmlPosition::Attribute) };
            let content = self.content(here, &property.ty, &xml_hints);
            if !matches!(content, XmlContent::List(_) | XmlContent::Map(_) | XmlContent::Shape(_)) {
                let name = if declared.text { XmlName::default() } else { self.attribute(&xml_hints, wire, at) };
                return made(name, content, place);
            }
            let message = format!("`{key}` applies to single values only: `{wire}` is an array or an object, and becomes elements");
            self.warn(xml_hints.place(key, at), message);
        }
        let name = declared.name.as_deref().unwrap_or(wire);
        match property.ty.plain() {
            ir::Type::List(item) if declared.wrapped => {
                let content = self.list(here, item, &xml_hints, name);
                made(self.name(&xml_hints, wire, at), content, XmlPosition::Element)
            }
            ir::Type::List(item) => {
                let inner = xml_hints.inner();
                self.made.places.extend(inner.places.iter().cloned());
                // The standard has no use for the name of a list that is not wrapped; where it is the only one, it is meant.
                let named = inner.clone().over(xml_hints);
                let content = self.content(here, item, &inner);
                let place = if property.required { XmlPosition::AllItems } else { XmlPosition::Items };
                made(self.name(&named, wire, at), content, place)
            }
            ty => {
                if declared.wrapped {
                    self.warn(xml_hints.place("wrapped", at), format!("`wrapped` has no effect: `{wire}` is not an array"));
                }
                let content = self.content(here, ty, &xml_hints);
                made(self.name(&xml_hints, wire, at), content, XmlPosition::Element)
            }
        }
    }

    fn content(&mut self, here: UseSite<'_, '_>, ty: &ir::Type, xml_hints: &XmlHints) -> XmlContent {
        match ty.plain() {
            _ if here.depth > MAX_DEPTH => XmlContent::Any,
            ir::Type::Bool => XmlContent::Boolean,
            ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 | ir::Type::F32 | ir::Type::F64 | ir::Type::UnixTime => {
                XmlContent::Number
            }
            ir::Type::String | ir::Type::Secret | ir::Type::File => XmlContent::Text,
            ir::Type::QuotedI64 | ir::Type::QuotedU64 => XmlContent::Token,
            ir::Type::JsonNumber => XmlContent::Number,
            ir::Type::Bytes | ir::Type::BytesUrl | ir::Type::Date | ir::Type::Duration => XmlContent::Token,
            ir::Type::Timestamp | ir::Type::HttpDate => XmlContent::Token,
            ir::Type::Json => XmlContent::Any,
            ir::Type::List(item) => self.list(here, item, xml_hints, xml_hints.name().unwrap_or("item")),
            ir::Type::Map(values) => XmlContent::Map(Box::new(self.map(here, values, xml_hints))),
            ir::Type::Own(own) => self.content(here, &own.base, xml_hints),
            ty @ ir::Type::Named { .. } => self.named(here, ty, xml_hints),
            ir::Type::Boxed(_) | ir::Type::Nullable(_) => XmlContent::Any,
        }
    }

    fn named(&mut self, here: UseSite<'_, '_>, ty: &ir::Type, xml_hints: &XmlHints) -> XmlContent {
        let Some(index) = here.types.draft(ty, here.space) else { return XmlContent::Any };
        let Some(draft) = here.types.drafts.get(index) else { return XmlContent::Any };
        match &draft.shape {
            DraftShape::Struct { is_tuple: true, .. } | DraftShape::Other(ir::Shape::Tuple(_)) => {
                self.warn(draft.at.clone(), "in XML, nothing says which item is which: they are read and written as they come");
                XmlContent::Any
            }
            DraftShape::Struct { .. } | DraftShape::Other(ir::Shape::Tagged { .. }) => XmlContent::Shape(self.shape(here.types, index)),
            DraftShape::Other(ir::Shape::StringEnum { .. }) => XmlContent::Token,
            DraftShape::Other(ir::Shape::IntegerEnum { .. }) => XmlContent::Number,
            DraftShape::Other(ir::Shape::Alias(ty) | ir::Shape::Newtype(ty)) => {
                self.content(UseSite { space: draft.space, ..here.deeper() }, ty, xml_hints)
            }
            DraftShape::Other(ir::Shape::Union(_)) => {
                self.warn(draft.at.clone(), "XML does not tell alternatives apart as JSON does: they are read and written as they come");
                XmlContent::Any
            }
            DraftShape::Other(_) => XmlContent::Any,
        }
    }

    /// A list in an element of its own, which is called `wire` unless it says otherwise.
    fn list(&mut self, here: UseSite<'_, '_>, item: &ir::Type, xml_hints: &XmlHints, wire: &str) -> XmlContent {
        let inner = xml_hints.inner();
        self.made.places.extend(inner.places.iter().cloned());
        let wire = inner.definition.as_deref().unwrap_or(wire);
        let name = self.name(&inner, wire, here.at);
        XmlContent::List(Box::new(XmlElement { name, content: self.content(here.deeper(), item, &inner) }))
    }

    fn map(&mut self, here: UseSite<'_, '_>, values: &ir::Type, xml_hints: &XmlHints) -> XmlMap {
        let inner = xml_hints.inner();
        self.made.places.extend(inner.places.iter().cloned());
        match values.plain() {
            ir::Type::List(item) if !inner.declared.wrapped => {
                XmlMap { values: self.content(here.deeper(), item, &inner.inner()), repeated: true }
            }
            values => XmlMap { values: self.content(here.deeper(), values, &inner), repeated: false },
        }
    }

    /// The name of an attribute. The namespace that names without a prefix are in is not that of attributes.
    fn attribute(&mut self, xml_hints: &XmlHints, wire: &str, at: &Pointer) -> XmlName {
        let name = self.name(xml_hints, wire, at);
        if name.prefix.is_empty() && !name.namespace.is_empty() {
            let message = format!("the namespace of the attribute `{}` needs a prefix, and is left out", name.local);
            self.warn(xml_hints.place("namespace", at), message);
            return XmlName { namespace: String::new(), ..name };
        }
        name
    }

    /// The name that an element has: the one that is given, or `wire`.
    fn name(&mut self, xml_hints: &XmlHints, wire: &str, at: &Pointer) -> XmlName {
        let XmlHint { name, namespace, prefix, .. } = &xml_hints.declared;
        let name = name.as_deref().unwrap_or(wire);
        // What people write before a colon is a prefix.
        let (written, local) = name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
        if !is_name(local) {
            self.warn(xml_hints.place("name", at), format!("`{local}` is not a valid name in XML: it can be read, but not written"));
        }
        let prefix = prefix.as_deref().or(written).unwrap_or_default().to_owned();
        let namespace = namespace.clone().or_else(|| self.prefixes.get(&prefix).cloned()).unwrap_or_default();
        if !prefix.is_empty() && namespace.is_empty() {
            self.warn(
                xml_hints.place("prefix", at),
                format!("nothing says which namespace the prefix `{prefix}` stands for: it is left out"),
            );
        }
        let prefix = if namespace.is_empty() { String::new() } else { prefix };
        XmlName { local: local.to_owned(), prefix, namespace }
    }

    fn warn(&mut self, at: Pointer, message: impl Into<String>) {
        let found = Diagnostic::warning(at, message);
        if !self.diagnostics.iter().any(|known| known.at == found.at && known.message == found.message) {
            self.diagnostics.push(found);
        }
    }
}

/// Whether XML has such names, as far as ASCII goes.
fn is_name(text: &str) -> bool {
    let starts = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
    text.starts_with(starts) && text.chars().all(|letter| starts(letter) || letter.is_ascii_digit() || matches!(letter, '-' | '.'))
}
