//! Types → their shapes in XML, for what travels as XML.
//!
//! An element is called as the `xml` of its schema says, or of the definition that it refers to; otherwise like its
//! property. The items of a wrapped list are called like their definition then, as servers do that name elements by
//! their types, and like the list where they have none.

use std::collections::HashMap;

use openapiv3::OpenAPI;

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::ir::markup::{Content, Element, Kind, Map, Name, Place, Root, Shape};
use crate::lower::schema::visit::schemas;
use crate::lower::types::Types;
use crate::lower::types::draft::{DraftShape, Member};
use crate::lower::types::xml_hints::Markup;
use crate::names::{Case, Scope};
use crate::pointer::Pointer;

/// Lists nested deeper than this in each other are read as they come.
const MAX_DEPTH: usize = 48;

/// The shapes in the making.
#[derive(Debug, Default)]
pub(in crate::lower) struct Shapes {
    made: ir::markup::Markup,
    /// The index of the shape of each draft that has one.
    known: HashMap<usize, usize>,
    /// Shapes without members yet: the drafts that they are of.
    open: Vec<(usize, usize)>,
    names: Scope,
    /// What the document says that prefixes stand for.
    prefixes: HashMap<String, String>,
    diagnostics: Vec<Diagnostic>,
}

/// A body as a whole.
pub(in crate::lower) struct Whole<'w> {
    pub ty: &'w ir::Type,
    /// The namespace of the type.
    pub space: usize,
    pub markup: Markup,
    /// What its element is called where the document does not say it.
    pub fallback: &'w str,
    pub at: Pointer,
    pub sent: bool,
}

/// Where a type is used.
#[derive(Clone, Copy)]
struct Here<'h> {
    types: &'h Types<'h>,
    /// The namespace of the type.
    space: usize,
    at: &'h Pointer,
    depth: usize,
}

impl Here<'_> {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl Shapes {
    pub(in crate::lower) fn new(document: &OpenAPI) -> Self {
        let mut prefixes = HashMap::new();
        schemas(document, &mut |schema| {
            if let Markup { prefix: Some(prefix), namespace: Some(namespace), .. } = Markup::of(schema) {
                prefixes.entry(prefix).or_insert(namespace);
            }
        });
        Self { prefixes, ..Self::default() }
    }

    /// The root of a body.
    pub(in crate::lower) fn root(&mut self, types: &Types<'_>, whole: Whole<'_>) -> usize {
        let Whole { ty, space, markup, fallback, at, sent } = whole;
        let named = markup.name.clone().or(markup.definition.clone());
        if let (true, None, ir::Type::List(_)) = (sent, &named, plain(ty)) {
            let message = format!("the body is a list whose XML element has no name: it is called `{fallback}`");
            self.diagnostics.push(Diagnostic::warning(at.clone(), message).help("name it with `xml: {name: …}`"));
        }
        let wire = named.as_deref().unwrap_or(fallback);
        let here = Here { types, space, at: &at, depth: 0 };
        let name = self.name(&markup, wire, &at);
        let content = match plain(ty) {
            ir::Type::List(item) => self.list(here, item, &markup, wire),
            _ => self.content(here, ty, &markup),
        };
        self.made.places.extend(markup.places);
        let element = Element { name, content };
        if let Some(known) = self.made.roots.iter().position(|root| root.element == element) {
            return known;
        }
        let name = self.names.claim(&format!("{} element", element.name.local), Case::Constant);
        self.made.roots.push(Root { name, element });
        self.made.roots.len() - 1
    }

    /// All shapes with their members, and what there is to say of them.
    pub(in crate::lower) fn finish(mut self, types: &Types<'_>) -> (ir::markup::Markup, Vec<Diagnostic>) {
        while let Some((shape, draft)) = self.open.pop() {
            let Some(of) = types.drafts.get(draft) else { continue };
            let kind = match &of.shape {
                DraftShape::Struct { members, rest } => {
                    let here = Here { types, space: of.space, at: &of.at, depth: 0 };
                    let made = members.iter().map(|member| self.member(Here { at: &member.at, ..here }, member)).collect();
                    let rest = rest.as_ref().map(|values| self.map(here, values, &Markup::default()));
                    Kind::Object { members: made, rest }
                }
                DraftShape::Other(ir::Shape::Tagged { tag, variants, otherwise }) => {
                    let mut shape = |variant: &ir::TaggedVariant| {
                        let draft = types.draft(plain(&variant.ty), of.space)?;
                        Some(self.shape(types, draft))
                    };
                    let rest =
                        otherwise.as_ref().and_then(|name| variants.iter().find(|variant| variant.name == *name)).and_then(&mut shape);
                    let variants = variants.iter().filter_map(|variant| Some((variant.wire.clone(), shape(variant)?)));
                    Kind::Tagged { tag: tag.clone(), variants: variants.collect(), otherwise: rest }
                }
                DraftShape::Other(_) => continue,
            };
            if let Some(shape) = self.made.shapes.get_mut(shape) {
                shape.kind = kind;
            }
        }
        (self.made, self.diagnostics)
    }

    /// The shape of a draft, whose members come later.
    fn shape(&mut self, types: &Types<'_>, draft: usize) -> usize {
        if let Some(known) = self.known.get(&draft) {
            return *known;
        }
        let wish = types.drafts.get(draft).map_or("", |draft| draft.name.as_str());
        let index = self.made.shapes.len();
        let name = self.names.claim(wish, Case::Constant);
        self.made.shapes.push(Shape { name, kind: Kind::Object { members: Vec::new(), rest: None } });
        self.known.insert(draft, index);
        self.open.push((index, draft));
        index
    }

    fn member(&mut self, here: Here<'_>, member: &Member) -> ir::markup::Member {
        let markup = member.markup.as_deref().cloned().unwrap_or_default();
        self.made.places.extend(markup.places.iter().cloned());
        let (at, wire) = (here.at, member.wire.as_str());
        let made = |name, content, place| ir::markup::Member { json: wire.to_owned(), name, content, place };
        if markup.attribute || markup.text {
            let (key, place) = if markup.text { ("x-ms-text", Place::Text) } else { ("attribute", Place::Attribute) };
            let content = self.content(here, &member.ty, &markup);
            if !matches!(content, Content::List(_) | Content::Map(_) | Content::Shape(_)) {
                let name = if markup.text { Name::default() } else { self.attribute(&markup, wire, at) };
                return made(name, content, place);
            }
            let message = format!("`{key}` says something of single values only: `{wire}` is a list or an object, and becomes elements");
            self.warn(markup.place(key).unwrap_or_else(|| at.clone()), message);
        }
        let name = markup.name.as_deref().unwrap_or(wire);
        match plain(&member.ty) {
            ir::Type::List(item) if markup.wrapped => {
                let content = self.list(here, item, &markup, name);
                made(self.name(&markup, wire, at), content, Place::Element)
            }
            ir::Type::List(item) => {
                let inner = markup.inner();
                self.made.places.extend(inner.places.iter().cloned());
                // The standard has no use for the name of a list that is not wrapped; where it is the only one, it is meant.
                let named = Markup { definition: None, ..inner.clone() }.over(Markup { inner: None, places: Vec::new(), ..markup });
                let content = self.content(here, item, &inner);
                let place = if member.required { Place::AllItems } else { Place::Items };
                made(self.name(&named, wire, at), content, place)
            }
            ty => {
                if markup.wrapped {
                    self.warn(
                        markup.place("wrapped").unwrap_or_else(|| at.clone()),
                        format!("`wrapped` has no effect: `{wire}` is no list"),
                    );
                }
                let content = self.content(here, ty, &markup);
                made(self.name(&markup, wire, at), content, Place::Element)
            }
        }
    }

    fn content(&mut self, here: Here<'_>, ty: &ir::Type, markup: &Markup) -> Content {
        match plain(ty) {
            _ if here.depth > MAX_DEPTH => Content::Any,
            ir::Type::Bool => Content::Boolean,
            ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 | ir::Type::F32 | ir::Type::F64 | ir::Type::UnixTime => {
                Content::Number
            }
            ir::Type::String | ir::Type::Secret | ir::Type::File => Content::Text,
            ir::Type::Bytes | ir::Type::BytesUrl | ir::Type::Date | ir::Type::Duration => Content::Token,
            ir::Type::Timestamp | ir::Type::HttpDate => Content::Token,
            ir::Type::Json => Content::Any,
            ir::Type::List(item) => {
                let wire = markup.name.clone().or(markup.definition.clone()).unwrap_or_else(|| "item".to_owned());
                self.list(here, item, markup, &wire)
            }
            ir::Type::Map(values) => Content::Map(Box::new(self.map(here, values, markup))),
            ty @ ir::Type::Named { .. } => self.named(here, ty, markup),
            ir::Type::Boxed(_) | ir::Type::Nullable(_) => Content::Any,
        }
    }

    fn named(&mut self, here: Here<'_>, ty: &ir::Type, markup: &Markup) -> Content {
        let Some(index) = here.types.draft(ty, here.space) else { return Content::Any };
        let Some(draft) = here.types.drafts.get(index) else { return Content::Any };
        match &draft.shape {
            DraftShape::Struct { .. } | DraftShape::Other(ir::Shape::Tagged { .. }) => Content::Shape(self.shape(here.types, index)),
            DraftShape::Other(ir::Shape::StringEnum { .. }) => Content::Token,
            DraftShape::Other(ir::Shape::IntegerEnum { .. }) => Content::Number,
            DraftShape::Other(ir::Shape::Alias(ty)) => self.content(Here { space: draft.space, ..here.deeper() }, ty, markup),
            DraftShape::Other(ir::Shape::Union(_)) => {
                self.warn(draft.at.clone(), "XML does not tell alternatives apart as JSON does: they are read and written as they come");
                Content::Any
            }
            DraftShape::Other(_) => Content::Any,
        }
    }

    /// A list in an element of its own, which is called `wire` unless it says otherwise.
    fn list(&mut self, here: Here<'_>, item: &ir::Type, markup: &Markup, wire: &str) -> Content {
        let inner = markup.inner();
        self.made.places.extend(inner.places.iter().cloned());
        let wire = inner.definition.as_deref().unwrap_or(wire);
        let name = self.name(&inner, wire, here.at);
        Content::List(Box::new(Element { name, content: self.content(here.deeper(), item, &inner) }))
    }

    fn map(&mut self, here: Here<'_>, values: &ir::Type, markup: &Markup) -> Map {
        let inner = markup.inner();
        self.made.places.extend(inner.places.iter().cloned());
        match plain(values) {
            ir::Type::List(item) if !inner.wrapped => Map { values: self.content(here.deeper(), item, &inner.inner()), repeated: true },
            values => Map { values: self.content(here.deeper(), values, &inner), repeated: false },
        }
    }

    /// The name of an attribute. The namespace that names without a prefix are in is not that of attributes.
    fn attribute(&mut self, markup: &Markup, wire: &str, at: &Pointer) -> Name {
        let name = self.name(markup, wire, at);
        if name.prefix.is_empty() && !name.namespace.is_empty() {
            let message = format!("the namespace of the attribute `{}` needs a prefix, and is left out", name.local);
            self.warn(markup.place("namespace").unwrap_or_else(|| at.clone()), message);
            return Name { namespace: String::new(), ..name };
        }
        name
    }

    /// The name that an element has: the one that is given, or `wire`.
    fn name(&mut self, markup: &Markup, wire: &str, at: &Pointer) -> Name {
        let said = markup.name.as_deref().unwrap_or(wire);
        let at = |key| markup.place(key).unwrap_or_else(|| at.clone());
        // What people write before a colon is a prefix.
        let (written, local) = said.split_once(':').map_or((None, said), |(prefix, local)| (Some(prefix), local));
        if !is_name(local) {
            self.warn(at("name"), format!("`{local}` is no name in XML: what is called so can be read, and not written"));
        }
        let prefix = markup.prefix.as_deref().or(written).unwrap_or_default().to_owned();
        let namespace = markup.namespace.clone().or_else(|| self.prefixes.get(&prefix).cloned()).unwrap_or_default();
        if !prefix.is_empty() && namespace.is_empty() {
            self.warn(at("prefix"), format!("nothing says which namespace the prefix `{prefix}` stands for: it is left out"));
        }
        let prefix = if namespace.is_empty() { String::new() } else { prefix };
        Name { local: local.to_owned(), prefix, namespace }
    }

    fn warn(&mut self, at: Pointer, message: impl Into<String>) {
        let found = Diagnostic::warning(at, message);
        if !self.diagnostics.iter().any(|known| known.at == found.at && known.message == found.message) {
            self.diagnostics.push(found);
        }
    }
}

/// A type without what only matters to Rust.
fn plain(mut ty: &ir::Type) -> &ir::Type {
    while let ir::Type::Boxed(inner) | ir::Type::Nullable(inner) = ty {
        ty = inner;
    }
    ty
}

/// Whether XML has such names, as far as ASCII goes.
fn is_name(text: &str) -> bool {
    let starts = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
    text.starts_with(starts) && text.chars().all(|letter| starts(letter) || letter.is_ascii_digit() || matches!(letter, '-' | '.'))
}
