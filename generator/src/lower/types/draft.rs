//! Types that are being made.

use std::sync::Arc;

use serde_json::Value;

use crate::ir;
use crate::lower::types::xml_hints::XmlHints;
use crate::names::Ident;
use crate::pointer::Pointer;

/// A type that is being made.
#[derive(Debug)]
pub(in crate::lower) struct Draft {
    pub name: Ident,
    /// The namespace it lies in: 0 for `types`, then one per module.
    pub space: usize,
    pub doc: ir::Doc,
    pub deprecated: bool,
    pub changes: Option<ir::Changes>,
    /// What a value must be like that is looked at alone.
    pub constraints: ir::Constraints,
    /// Further traits that it derives, as the document has them.
    pub derives: Vec<String>,
    /// Further attributes, as the document has them.
    pub attributes: Vec<String>,
    /// A value of it, as its schema has it: JSON. It comes late where it has to be made.
    pub example: Option<Arc<str>>,
    pub at: Pointer,
    pub shape: DraftShape,
}

/// The shapes of drafts: the properties of objects have no identifiers yet, since what extends
/// the object takes them over.
#[derive(Debug)]
pub(in crate::lower) enum DraftShape {
    Struct {
        properties: Vec<Property>,
        rest: Option<AdditionalType>,
        /// Whether it is a list in JSON, and its properties are the items.
        is_tuple: bool,
    },
    Other(ir::Shape),
}

/// The type of the properties that an object does not name.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct AdditionalType {
    pub ty: ir::Type,
    pub constraints: ir::Constraints,
}

impl DraftShape {
    /// The types that it is made of, one per property, variant or header, without that of additional properties.
    pub(in crate::lower) fn types(&self) -> Vec<&ir::Type> {
        match self {
            Self::Struct { properties, .. } => properties.iter().map(|property| &property.ty).collect(),
            Self::Other(shape) => match shape {
                ir::Shape::Union(variants) | ir::Shape::Errors { variants, .. } => variants.iter().map(|one| &one.ty).collect(),
                ir::Shape::Tagged { variants, .. } => variants.iter().map(|one| &one.ty).collect(),
                ir::Shape::ByStatus(variants) => variants.iter().filter_map(|one| one.ty.as_ref()).collect(),
                ir::Shape::Headers(headers) => headers.iter().map(|header| &header.ty).collect(),
                ir::Shape::Alias(ty) => vec![ty],
                ir::Shape::Tuple(items) => items.iter().collect(),
                ir::Shape::Struct(_) | ir::Shape::Newtype(_) | ir::Shape::StringEnum { .. } | ir::Shape::IntegerEnum { .. } => Vec::new(),
            },
        }
    }

    /// All types that it names: those of [`Self::types`], of additional properties, and of what strings hold.
    pub(in crate::lower) fn all_types(&self) -> Vec<&ir::Type> {
        let mut types = self.types();
        if let Self::Struct { properties, rest, .. } = self {
            types.extend(rest.as_ref().map(|rest| &rest.ty));
            types.extend(properties.iter().filter_map(|property| Some(&property.content.as_ref()?.1)));
        }
        types
    }

    /// The types of [`Self::types`], to be changed.
    pub(in crate::lower) fn types_mut(&mut self) -> Vec<&mut ir::Type> {
        match self {
            Self::Struct { properties, .. } => properties.iter_mut().map(|property| &mut property.ty).collect(),
            Self::Other(shape) => match shape {
                ir::Shape::Union(variants) | ir::Shape::Errors { variants, .. } => variants.iter_mut().map(|one| &mut one.ty).collect(),
                ir::Shape::Tagged { variants, .. } => variants.iter_mut().map(|one| &mut one.ty).collect(),
                ir::Shape::ByStatus(variants) => variants.iter_mut().filter_map(|one| one.ty.as_mut()).collect(),
                ir::Shape::Headers(headers) => headers.iter_mut().map(|header| &mut header.ty).collect(),
                ir::Shape::Alias(ty) => vec![ty],
                ir::Shape::Tuple(items) => items.iter_mut().collect(),
                ir::Shape::Struct(_) | ir::Shape::Newtype(_) | ir::Shape::StringEnum { .. } | ir::Shape::IntegerEnum { .. } => Vec::new(),
            },
        }
    }

    /// Replaces types that it names, in the order of [`Self::all_types`]; what is around them stays.
    pub(in crate::lower) fn replace(&mut self, replacements: Vec<Option<ir::Type>>) {
        let mut replacements = replacements.into_iter();
        let mut replace = |ty: &mut ir::Type| {
            if let Some(replacement) = replacements.next().flatten() {
                *ty.innermost_mut() = replacement;
            }
        };
        self.types_mut().into_iter().for_each(&mut replace);
        if let Self::Struct { properties, rest, .. } = self {
            rest.iter_mut().for_each(|rest| replace(&mut rest.ty));
            properties.iter_mut().filter_map(|property| Some(&mut property.content.as_mut()?.1)).for_each(replace);
        }
    }
}

/// A type where it is used, and whether it may be null there.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct Lowered {
    pub ty: ir::Type,
    pub nullable: bool,
}

impl Lowered {
    pub(in crate::lower) fn new(ty: ir::Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type for the inside of a list, a map or a response.
    pub(in crate::lower) fn inside(self) -> ir::Type {
        if self.nullable { ir::Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// Where an unnamed schema stands, for the name of the type that it may become.
#[derive(Debug, Clone)]
pub(in crate::lower) struct NamePath {
    /// The namespace.
    pub space: usize,
    /// The name so far, as words.
    pub name: String,
    /// The parameter whose values it describes.
    pub param: Option<String>,
}

impl NamePath {
    pub(in crate::lower) fn new(space: usize, name: impl Into<String>) -> Self {
        Self { space, name: name.into(), param: None }
    }

    /// A schema inside this one.
    pub(in crate::lower) fn child(&self, word: &str) -> Self {
        Self { name: format!("{} {word}", self.name), ..self.clone() }
    }

    /// The values of a parameter.
    pub(in crate::lower) fn param(&self, name: &str, wire: &str) -> Self {
        Self { param: Some(wire.to_owned()), ..self.child(name) }
    }

    /// An item or an alternative, which a hint may name.
    pub(in crate::lower) fn part(&self, hinted: Option<&str>, word: &str) -> Self {
        let child = self.child(word);
        match hinted {
            Some(name) => Self { name: name.to_owned(), ..child },
            None => child,
        }
    }
}

/// A property of an object, before it is a field.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct Property {
    pub wire: String,
    /// What names the field: the wire name, or a hint.
    pub name: String,
    pub doc: ir::Doc,
    pub ty: ir::Type,
    pub required: bool,
    pub nullable: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// The one value that it can have, as text.
    pub fixed: Option<String>,
    /// Whether it tells this type from its relatives.
    pub is_tag: bool,
    pub envelope: Option<String>,
    pub example: Option<Value>,
    pub default: Option<Value>,
    pub constraints: ir::Constraints,
    /// What the JSON in it is, where it is a string that has some, or a list or a map of such.
    pub content: Option<(ir::ContentPlace, ir::Type)>,
    pub deprecated: bool,
    /// Further attributes, as the document has them.
    pub attributes: Vec<String>,
    /// How it looks in XML, where anything travels as XML.
    pub xml_hints: Option<Box<XmlHints>>,
    pub at: Pointer,
}

impl Property {
    /// The same in an alternative: it may be missing, whatever else is there, and other alternatives may allow other values.
    pub(in crate::lower) fn of_choice(self) -> Self {
        Self { required: false, fixed: None, is_tag: false, constraints: ir::Constraints::default(), ..self }
    }
}

/// Properties that an object takes over from a definition once that is finished.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct LateProperties {
    pub definition: usize,
    /// Whether they are those of an alternative, any of which may be missing.
    pub is_choice: bool,
}

/// A use of a type by an operation.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct TypeUse {
    pub draft: usize,
    pub module: usize,
    pub sent: bool,
}
