//! Schemas → types: what is plain stays where it is used, what has a shape gets a definition.
//!
//! A named schema becomes a type of its own name. A schema that stands inside another one is
//! named by its path: the definition, or the operation, and then every property on the way
//! (`GroupOwner`), with `Item` for the items of a list and `Value` for those of a map. Where a
//! definition has that name, it keeps it.

mod choices;
mod contents;
mod discriminators;
mod distinguished;
pub(super) mod draft;
pub(super) mod enums;
pub(super) mod examples;
mod free;
mod naming;
mod newtypes;
pub(super) mod own_types;
pub(super) mod patch;
mod rust_path;
pub(super) mod structs;
mod tuples;
pub(super) mod unions;
pub(super) mod xml;
pub(super) mod xml_hints;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use openapiv3::{AdditionalProperties, Schema};

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::lower::schema::definitions::{Class, Definitions};
use crate::lower::schema::docs;
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at};
use crate::lower::types::distinguished::UnionMembers;
use crate::lower::types::draft::{Draft, DraftShape, LateProperties, Lowered, NamePath};
use crate::lower::types::examples::{ExampleOf, ExampleQueue};
use crate::lower::types::own_types::OwnTypes;
use crate::names::{Ident, NameScope, Reserved};
use crate::pointer::Pointer;

/// What a definition has become.
#[derive(Debug, Clone)]
struct Done {
    lowered: Lowered,
    /// The draft whose properties those take over that extend the definition.
    draft: Option<usize>,
}

/// All types, while they are made.
pub(super) struct Types<'a> {
    pub definitions: Arc<Definitions<'a>>,
    /// The examples that are to be made.
    pub examples: ExampleQueue<'a>,
    pub drafts: Vec<Draft>,
    pub diagnostics: Vec<Diagnostic>,
    /// The namespaces: `types`, then one per module.
    pub spaces: Vec<NameScope>,
    /// The types that the document names.
    pub own: OwnTypes,
    /// Whether anything travels as XML.
    pub has_xml: bool,
    /// The names of the definitions.
    of_definitions: HashSet<String>,
    idents: Vec<Option<Ident>>,
    /// The names of the objects that definitions with subtypes are by themselves.
    pub bases: HashMap<usize, Ident>,
    done: Vec<Option<Done>>,
    /// The definitions that are unions of alternatives beside properties.
    unions: HashMap<usize, UnionMembers>,
    /// In how many types without a name in the document, each in the next, lies what is made now.
    named_depth: usize,
    /// Drafts that still lack the properties of a definition: it was not finished at the time.
    pub(super) late: Vec<(usize, LateProperties)>,
    /// Where each type is, by namespace and name.
    by_name: Vec<HashMap<Ident, usize>>,
    /// The places of the schemas that free-form JSON stands for, or a map of it.
    free: HashSet<&'a str>,
}

impl<'a> Types<'a> {
    pub(super) fn new(definitions: Arc<Definitions<'a>>, examples: ExampleQueue<'a>, has_xml: bool) -> Self {
        let count = definitions.all.len();
        Self {
            definitions,
            examples,
            drafts: Vec::new(),
            diagnostics: Vec::new(),
            spaces: vec![NameScope::new(Reserved::Types)],
            own: OwnTypes::default(),
            has_xml,
            of_definitions: HashSet::new(),
            idents: vec![None; count],
            bases: HashMap::new(),
            done: vec![None; count],
            unions: HashMap::new(),
            named_depth: 0,
            late: Vec::new(),
            by_name: Vec::new(),
            free: HashSet::new(),
        }
    }

    /// Names all definitions, and then makes their types: what stands inside one takes no name from another.
    pub(super) fn define_all(&mut self) {
        self.name_definitions();
        self.definitions.order().into_iter().for_each(|index| self.define(index));
        self.merge_late();
    }

    /// Makes the type of a definition; what it extends or is another name for is made already.
    fn define(&mut self, index: usize) {
        let definition = &self.definitions.all[index];
        let (slot, class, at_definition) = (definition.slot, definition.class, definition.at.clone());
        let Some(ident) = self.idents.get(index).cloned().flatten() else {
            return;
        };
        let name_path = NamePath::new(0, ident.as_str());
        let home = ir::Home::Types;
        if let Some(lowered) = self.own_definition(index) {
            self.done[index] = Some(Done { lowered, draft: None });
            return;
        }
        if class == Class::Alias {
            let lowered = self.lower(slot, &name_path);
            self.done[index] = Some(Done { lowered: lowered.clone(), draft: None });
            let shape = DraftShape::Other(ir::Shape::Alias(lowered.ty));
            self.push(ident, &name_path, slot, at_definition, shape);
            return;
        }
        let SchemaRef::Inline(schema) = slot else { return };
        let view = self.view(schema);
        let lowered = Lowered { ty: ir::Type::Named { name: ident.clone(), home }, nullable: view.nullable };
        let own = &self.definitions.all[index];
        let is_subtype = own.is_subtype;
        let base = own.variant_discriminator().and_then(|discriminator| Some((discriminator, self.base_ident(index)?)));
        let mut shape = match self.definitions.newtype(index) {
            Some(base) => DraftShape::Other(ir::Shape::Newtype(base)),
            // Another name for a tuple cannot stand for what has itself in it.
            None => match Tuple::of(schema).filter(|_| self.definitions.is_recursive(index)) {
                Some(tuple) => self.tuple_struct(schema, &tuple, &name_path),
                None => self.shape(schema, &view, &name_path),
            },
        };
        if base.is_some() || is_subtype {
            self.fix_tags(index, &mut shape);
        } else {
            self.fix_chosen(index, &mut shape);
        }
        let draft = match base {
            Some((discriminator, name)) => {
                let base = self.push_without_example(name, &name_path, slot, at_definition.clone(), shape);
                self.examples.ask(base, ident.as_str(), ExampleOf::Base(index));
                let shape = self.tagged_base(index, discriminator);
                let draft = self.push_without_example(ident.clone(), &name_path, slot, at_definition, shape);
                self.examples.ask(draft, ident.as_str(), ExampleOf::Definition(index));
                base
            }
            None => {
                let draft = self.push_without_example(ident.clone(), &name_path, slot, at_definition, shape);
                self.examples.ask(draft, ident.as_str(), ExampleOf::Definition(index));
                draft
            }
        };
        self.done[index] = Some(Done { lowered, draft: Some(draft) });
    }

    /// The type of a schema where it is used.
    pub(super) fn lower(&mut self, slot: SchemaRef<'a>, name_path: &NamePath) -> Lowered {
        match slot {
            SchemaRef::Reference(reference) => self.reference(reference),
            SchemaRef::Inline(schema) => {
                let lowered = self.inline(schema, slot, name_path);
                self.note_free(schema, &lowered.ty);
                lowered
            }
        }
    }

    pub(super) fn reference(&mut self, reference: &str) -> Lowered {
        let Some(index) = self.definitions.find(reference) else {
            let message = format!("`{reference}` refers to nothing: treated as free-form JSON");
            self.diagnostics.push(Diagnostic::error(Pointer::root(), message));
            return Lowered::new(ir::Type::Json);
        };
        if let Some(Some(done)) = self.done.get(index) {
            return done.lowered.clone();
        }
        if let Some(lowered) = self.own_definition(index) {
            return lowered;
        }
        let definition = &self.definitions.all[index];
        match (definition.class, definition.slot, self.idents.get(index)) {
            (Class::Named, SchemaRef::Inline(schema), Some(Some(name))) => {
                let ty = ir::Type::Named { name: name.clone(), home: ir::Home::Types };
                Lowered { ty, nullable: SchemaView::of(schema).nullable }
            }
            // Below a type of its own, another name for what contains that type can stand for it.
            (Class::Alias, _, Some(Some(name))) if self.named_depth > 0 => {
                let ty = ir::Type::Named { name: name.clone(), home: ir::Home::Types };
                let nullable = matches!(definition.slot, SchemaRef::Inline(schema) if SchemaView::of(schema).nullable);
                Lowered { ty, nullable }
            }
            _ => {
                let message = format!("`{}` is only defined as itself: treated as free-form JSON", definition.name);
                self.diagnostics.push(Diagnostic::warning(definition.at.clone(), message));
                Lowered::new(ir::Type::Json)
            }
        }
    }

    fn inline(&mut self, schema: &'a Schema, slot: SchemaRef<'a>, name_path: &NamePath) -> Lowered {
        let view = self.view(schema);
        if let Some(lowered) = self.own_type(schema, &view) {
            return lowered;
        }
        if let Some(lowered) = self.newtype(schema, &view) {
            return Lowered { nullable: lowered.nullable || view.nullable, ..lowered };
        }
        if let Some(lowered) = self.type_of_format(schema, &view) {
            return lowered;
        }
        if self.definitions.class(slot) == Class::Named {
            if let Some(one) = self.definitions.only_part(&view.kind) {
                let lowered = self.lower(one, name_path);
                return Lowered { nullable: lowered.nullable || view.nullable, ..lowered };
            }
            let name = self.claim(name_path, &at(schema));
            self.named_depth += 1;
            let shape = self.shape(schema, &view, name_path);
            self.named_depth -= 1;
            let home = if name_path.space == 0 { ir::Home::Types } else { ir::Home::Here };
            let ty = ir::Type::Named { name: name.clone(), home };
            self.push(name, name_path, slot, at(schema), shape);
            return Lowered { ty, nullable: view.nullable };
        }
        let Lowered { ty, nullable } = self.plain(schema, &view, name_path);
        Lowered { ty, nullable: nullable || view.nullable }
    }

    /// The type of a schema that needs no definition.
    fn plain(&mut self, schema: &'a Schema, view: &SchemaView<'a>, name_path: &NamePath) -> Lowered {
        if let Some(one) = self.definitions.only_part(&view.kind) {
            return self.lower(one, name_path);
        }
        let ty = match &view.kind {
            // Raw bytes have no place inside JSON.
            ViewKind::Scalar(ir::Type::File) => ir::Type::String,
            ViewKind::Scalar(ty) => ty.clone(),
            ViewKind::List(items) => ir::Type::List(Box::new(match items {
                Some(items) => self.lower(*items, &name_path.part(self.definitions.hinted(*items), "item")).inside(),
                // That was reported where the document was read.
                None => ir::Type::Json,
            })),
            ViewKind::Object(object) => ir::Type::Map(Box::new(self.values(object, name_path))),
            ViewKind::AllOf(parts, None) if self.definitions.is_contradiction(parts) => {
                self.warn(schema, "the parts of `allOf` are of types that exclude one another: treated as free-form JSON");
                ir::Type::Json
            }
            ViewKind::Any if view.problem.is_none() && schema.schema_data.extensions.contains_key(hints::DEMANDS) => {
                self.warn(schema, "what the schema demands says no type: treated as free-form JSON");
                ir::Type::Json
            }
            // A schema that says nothing allows anything: no approximation, so no warning.
            _ => ir::Type::Json,
        };
        Lowered::new(ty)
    }

    /// The type of the properties that an object does not name.
    pub(super) fn values(&mut self, object: &Object<'a>, name_path: &NamePath) -> ir::Type {
        match object.additional {
            Some(AdditionalProperties::Schema(schema)) => {
                let slot = SchemaRef::from(&**schema);
                let empty = match slot {
                    SchemaRef::Inline(schema) => matches!(SchemaView::of(schema).kind, ViewKind::Any),
                    SchemaRef::Reference(_) => false,
                };
                if empty { ir::Type::Json } else { self.lower(slot, &name_path.part(self.definitions.hinted(slot), "value")).inside() }
            }
            _ => ir::Type::Json,
        }
    }

    /// The shape of a schema that needs a definition.
    fn shape(&mut self, schema: &'a Schema, view: &SchemaView<'a>, name_path: &NamePath) -> DraftShape {
        if matches!(view.kind, ViewKind::AllOf(..))
            && let Some(SchemaRef::Inline(part)) = self.definitions.only_part(&view.kind)
            && !matches!(SchemaView::of(part).kind, ViewKind::Object(_))
        {
            let view = self.view(part);
            return self.shape(part, &view, name_path);
        }
        if let Some(found) = self.definitions.distinguished(schema) {
            return self.distinguished(schema, view, found, name_path);
        }
        match &view.kind {
            ViewKind::StringEnum(values) => {
                DraftShape::Other(enums::of_strings(&self.definitions.hints_of(schema).values, &values.strings()))
            }
            ViewKind::IntegerEnum(values) => {
                DraftShape::Other(enums::of_integers(&self.definitions.hints_of(schema).values, &values.integers()))
            }
            ViewKind::OneOf(parts) => self.union(schema, parts, name_path),
            ViewKind::List(_) => match Tuple::of(schema) {
                Some(tuple) if tuple.is_plain() => self.tuple(schema, &tuple, name_path),
                Some(tuple) => self.tuple_struct(schema, &tuple, name_path),
                None => self.structure(schema, view, name_path),
            },
            _ => self.structure(schema, view, name_path),
        }
    }

    /// Looks at a schema, and says what cannot be expressed of it.
    pub(super) fn view(&mut self, schema: &'a Schema) -> SchemaView<'a> {
        let view = SchemaView::of(schema);
        if let ViewKind::AllOf(parts, None) = &view.kind {
            if self.definitions.is_part_lost(parts) {
                self.warn(schema, "a part of `allOf` says nothing of the type that another part has: it has no effect");
            }
            if self.definitions.is_list_widened(parts) {
                self.warn(schema, "a part of `allOf` lists values that another part does not allow: the type has all of them");
            }
        }
        if let Some(problem) = view.problem {
            self.warn(schema, problem);
        }
        view
    }

    pub(super) fn warn(&mut self, schema: &Schema, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::warning(at(schema), message));
    }

    pub(super) fn push(&mut self, name: Ident, name_path: &NamePath, slot: SchemaRef<'a>, at: Pointer, shape: DraftShape) -> usize {
        let example_name = name.as_str().to_owned();
        let draft = self.push_without_example(name, name_path, slot, at, shape);
        self.examples.ask(draft, &example_name, ExampleOf::Schema(slot));
        draft
    }

    /// The same, where the example is not that of the schema.
    pub(super) fn push_without_example(
        &mut self,
        name: Ident,
        name_path: &NamePath,
        slot: SchemaRef<'a>,
        at: Pointer,
        shape: DraftShape,
    ) -> usize {
        let (mut doc, deprecated) = match slot {
            SchemaRef::Inline(schema) => (docs::of_schema(schema), schema.schema_data.deprecated),
            SchemaRef::Reference(_) => (ir::Doc::default(), false),
        };
        if doc.0.is_empty() {
            doc = docs::of_place(&at, name_path.param.as_deref());
        }
        let changes = match slot {
            SchemaRef::Inline(schema) => self.changes(schema, &shape),
            SchemaRef::Reference(_) => None,
        };
        let hints = match slot {
            SchemaRef::Inline(schema) => Some(self.definitions.hints_of(schema)),
            SchemaRef::Reference(_) => None,
        };
        let constraints = self.definitions.constraints(slot);
        let (derives, attributes) = hints.map(|hints| (hints.derives.clone(), hints.attributes.clone())).unwrap_or_default();
        let (space, example) = (name_path.space, None);
        self.add(Draft { name, space, doc, deprecated, changes, constraints, derives, attributes, example, at, shape })
    }

    /// Adds a type that is made.
    pub(super) fn add(&mut self, draft: Draft) -> usize {
        while self.by_name.len() <= draft.space {
            self.by_name.push(HashMap::new());
        }
        if let Some(names) = self.by_name.get_mut(draft.space) {
            names.insert(draft.name.clone(), self.drafts.len());
        }
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// The draft of a named type, view from a namespace.
    pub(super) fn draft(&self, ty: &ir::Type, space: usize) -> Option<usize> {
        let ir::Type::Named { name, home } = ty else {
            return None;
        };
        let space = if *home == ir::Home::Types { 0 } else { space };
        self.by_name.get(space)?.get(name).copied()
    }

    /// The shape of a named type, view from a namespace.
    pub(super) fn shape_of(&self, ty: &ir::Type, space: usize) -> Option<&DraftShape> {
        Some(&self.drafts.get(self.draft(ty, space)?)?.shape)
    }

    /// Whether a type is one that the document names, or made for one.
    pub(super) fn is_definition(&self, draft: &Draft) -> bool {
        draft.space == 0 && (self.of_definitions.contains(draft.name.as_str()) || self.bases.values().any(|base| *base == draft.name))
    }

    /// The draft whose properties are taken over by what extends the definition.
    pub(super) fn properties_of(&self, index: usize) -> Option<usize> {
        self.done.get(index)?.as_ref()?.draft
    }

    /// The name of a definition's type.
    pub(super) fn ident(&self, index: usize) -> Option<Ident> {
        self.idents.get(index).cloned().flatten()
    }

    /// The type of a definition, once it has been made.
    pub(super) fn done_type(&self, index: usize) -> Option<ir::Type> {
        Some(self.done.get(index)?.as_ref()?.lowered.ty.clone())
    }

    /// Whether a definition has been made.
    pub(super) fn is_done(&self, index: usize) -> bool {
        matches!(self.done.get(index), Some(Some(_)))
    }
}
