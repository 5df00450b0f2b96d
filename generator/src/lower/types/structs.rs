//! Objects → structs. `allOf` is merged: a later part overrides an earlier one, and what a
//! definition has already been lowered to is taken over as it is, inline types included.

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, Discriminator, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::lower::schema::definitions::{Choosing, alternatives};
use crate::lower::schema::docs;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at, only_value};
use crate::lower::types::Types;
use crate::lower::types::draft::{AdditionalType, Draft, DraftShape, LateProperties, NamePath, Property};
use crate::pointer::Pointer;

/// Properties in the document's order, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties {
    pub list: Vec<Property>,
    places: HashMap<String, usize>,
    required: HashSet<String>,
    pub rest: Option<AdditionalType>,
    /// The properties whose type was made of those that alternatives give them.
    pub joined: HashSet<String>,
    /// The place of the object whose alternatives are taken apart: they are none of the properties.
    apart: Option<String>,
    /// The property whose type is settled: what else describes it says nothing more.
    pub settled: Option<String>,
}

impl Properties {
    /// None yet, for an object whose alternatives are taken apart, by its place.
    pub fn apart(at: &str) -> Self {
        Self { apart: Some(at.to_owned()), ..Self::default() }
    }

    /// With all that is required marked so, for an object that has everything in it.
    pub fn together(mut self) -> Self {
        for property in &mut self.list {
            property.required |= self.required.contains(&property.wire);
        }
        self
    }

    pub fn get(&self, name: &str) -> Option<&Property> {
        self.list.get(*self.places.get(name)?)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Property> {
        let place = *self.places.get(name)?;
        self.list.get_mut(place)
    }

    /// The struct of them.
    pub fn into_shape(self) -> DraftShape {
        let Self { list, rest, .. } = self.together();
        DraftShape::Struct { properties: list, rest, is_tuple: false }
    }

    fn is_apart(&self, object: &Object<'_>) -> bool {
        self.apart.as_deref() == Some(object.at)
    }

    /// Adds a property; gives back the one that it replaces when that had another type.
    pub fn put(&mut self, property: Property) -> Option<Property> {
        let Some(old) = self.places.get(&property.wire).and_then(|place| self.list.get_mut(*place)) else {
            self.places.insert(property.wire.clone(), self.list.len());
            self.list.push(property);
            return None;
        };
        let required = old.required || property.required;
        let vague = property.ty == ir::Type::Json && old.ty != ir::Type::Json;
        if vague {
            old.required = required;
            return None;
        }
        let differs = old.ty != property.ty && old.ty != ir::Type::Json;
        let mut constraints = property.constraints.clone();
        if old.ty == property.ty {
            // All parts hold.
            constraints.add(old.constraints.clone());
        }
        let replaced = std::mem::replace(old, Property { required, constraints, ..property });
        differs.then_some(replaced)
    }
}

impl<'a> Types<'a> {
    /// The struct of an object, or of an `allOf`.
    pub(in crate::lower) fn structure(&mut self, schema: &'a Schema, view: &SchemaView<'a>, name_path: &NamePath) -> DraftShape {
        let mut properties = Properties::default();
        let mut late = Vec::new();
        self.gather(schema, view, name_path, &mut properties, &mut late);
        // The struct is the next draft: nothing is made between here and its push.
        let draft = self.drafts.len();
        self.late.extend(late.into_iter().map(|late| (draft, late)));
        properties.into_shape()
    }

    pub(super) fn gather(
        &mut self,
        schema: &'a Schema,
        view: &SchemaView<'a>,
        name_path: &NamePath,
        into: &mut Properties,
        late: &mut Vec<LateProperties>,
    ) {
        match &view.kind {
            ViewKind::Object(object) => {
                self.own(object, name_path, into);
                if !into.is_apart(object) {
                    self.choices(schema, self.definitions.choices(object), name_path, into, late);
                }
            }
            ViewKind::AllOf(parts, own) => {
                for part in self.definitions.significant_parts(parts) {
                    self.inherit(part, name_path, into, late);
                }
                if let Some(own) = own {
                    self.own(own, name_path, into);
                    if !into.is_apart(own) {
                        self.choices(schema, self.definitions.choices(own), name_path, into, late);
                    }
                }
            }
            ViewKind::OneOf(parts) if alternatives(parts).into_iter().any(|part| self.definitions.is_object(part)) => {
                self.choices(schema, alternatives(parts), name_path, into, late);
            }
            _ => self.warn(schema, "a part of `allOf` that is not an object is left out"),
        }
    }

    /// Takes over the properties of a part of an `allOf`.
    pub(super) fn inherit(&mut self, part: SchemaRef<'a>, name_path: &NamePath, into: &mut Properties, late: &mut Vec<LateProperties>) {
        let reference = match part {
            SchemaRef::Inline(schema) => {
                let view = self.view(schema);
                return self.gather(schema, &view, name_path, into, late);
            }
            SchemaRef::Reference(reference) => reference,
        };
        let Some(index) = self.definitions.find(reference) else {
            self.reference(reference);
            return;
        };
        let index = self.definitions.resolve_alias(index);
        // What one's own type has is not known: the definition says it.
        if let (Some(_), SchemaRef::Inline(schema)) = (self.own_definition(index), self.definitions.all[index].slot) {
            let view = self.view(schema);
            return self.gather(schema, &view, name_path, into, late);
        }
        if let Some((schema, alternatives)) = self.definitions.choices_of(index) {
            return self.choices(schema, alternatives, name_path, into, late);
        }
        if let Some(members) = self.members_of_union(index) {
            self.take_over(members.list, name_path.space, into);
            into.rest = members.rest.or(into.rest.take());
            return;
        }
        match self.properties_of(index).and_then(|draft| self.drafts.get(draft)).map(|draft| &draft.shape) {
            Some(DraftShape::Struct { properties, rest, is_tuple: false }) => {
                let (properties, rest) = (properties.clone(), rest.clone());
                self.take_over(properties, name_path.space, into);
                into.rest = rest.or(into.rest.take());
            }
            None if !self.is_done(index) => late.push(LateProperties { definition: index, is_choice: false }),
            _ => {
                if let Some(ir::Type::Map(values)) = self.done_type(index) {
                    let constraints = self.definitions.constraints(part).inside();
                    into.rest = Some(AdditionalType { ty: *values, constraints });
                    return;
                }
                let definition = &self.definitions.all[index];
                let message = format!("`{}` in `allOf` is not an object, and is left out", definition.name);
                self.diagnostics.push(Diagnostic::warning(definition.at.clone(), message));
            }
        }
    }

    fn take_over(&mut self, properties: Vec<Property>, space: usize, into: &mut Properties) {
        for property in properties.into_iter().filter(|property| into.settled.as_ref() != Some(&property.wire)).collect::<Vec<_>>() {
            self.put(property, space, into);
        }
    }

    fn put(&mut self, property: Property, space: usize, into: &mut Properties) {
        let (wire, place, ty) = (property.wire.clone(), property.at.clone(), property.ty.clone());
        if let Some(old) = into.put(property).filter(|old| !self.narrows(&ty, &old.ty, space) && !is_format_of(&ty, &old.ty)) {
            let message = format!("`{wire}` has another type in another part of `allOf`; this one is used");
            self.diagnostics.push(Diagnostic::warning(place, message).help(format!("see {}", old.at)));
        }
    }

    /// The properties that a schema describes itself.
    fn own(&mut self, object: &Object<'a>, name_path: &NamePath, into: &mut Properties) {
        into.required.extend(object.required.iter().cloned());
        let is_settled = |wire: &str| into.settled.as_deref() == Some(wire);
        let properties = object.properties.into_iter().flatten().enumerate();
        let mut properties: Vec<_> = properties.filter(|(_, (wire, _))| !is_settled(wire)).collect();
        // Inline types are named in the order of the wire names, whatever the order of properties.
        properties.sort_by_key(|(_, (wire, _))| *wire);
        let mut properties: Vec<_> = properties
            .into_iter()
            .map(|(place, (wire, schema))| (place, self.property(wire, schema.into(), name_path, place_of(object.at, wire))))
            .collect();
        properties.sort_by_key(|(place, _)| *place);
        for (_, property) in properties {
            self.put(property, name_path.space, into);
        }
        if let Some(AdditionalProperties::Schema(schema)) = object.additional {
            let (ty, constraints) = (self.values(object, name_path), self.definitions.constraints((&**schema).into()));
            into.rest = (ty != ir::Type::Json).then_some(AdditionalType { ty, constraints });
        }
    }

    /// A property of an object, which is a reference at the place that is given.
    pub(in crate::lower) fn property(&mut self, name: &str, slot: SchemaRef<'a>, name_path: &NamePath, place: Pointer) -> Property {
        let mut property = Property {
            wire: name.to_owned(),
            name: name.to_owned(),
            doc: ir::Doc::default(),
            ty: ir::Type::Json,
            required: false,
            nullable: false,
            read_only: false,
            write_only: false,
            fixed: None,
            is_tag: false,
            envelope: None,
            example: None,
            default: None,
            constraints: self.definitions.constraints(slot),
            content: None,
            deprecated: false,
            attributes: Vec::new(),
            xml_hints: self.has_xml.then(|| Box::new(self.xml_hints(slot, 0))),
            at: place,
        };
        if let SchemaRef::Inline(schema) = slot {
            let data = &schema.schema_data;
            let hints = self.definitions.hints_of(schema);
            if let Some(name) = &hints.name {
                property.name.clone_from(name);
            }
            property.doc = docs::of_schema(schema);
            if data.write_only {
                property.doc = docs::doc([Some(&property.doc.0), Some("Write-only: responses leave it out.")], None);
            }
            property.read_only = data.read_only;
            property.write_only = data.write_only;
            property.deprecated = data.deprecated;
            property.attributes.clone_from(&hints.field_attributes);
            property.at = at(schema);
            property.envelope = if hints.is_wrapped { self.envelope(&property.at) } else { None };
            property.example = data.example.clone();
            property.default = data.default.clone();
            property.fixed = only_value(schema);
        }
        let lowered = self.lower(slot, &name_path.child(&property.name));
        property.ty = lowered.ty;
        property.nullable = lowered.nullable;
        property.content = self.content(slot, &property, name_path);
        // What is written as it is in JSON, or has a name in the crate, can stand for its value in the code.
        property.fixed =
            property.fixed.filter(|_| !property.nullable && matches!(property.ty, ir::Type::Named { .. } | ir::Type::Bool | ir::Type::F64));
        property
    }

    /// The property that a value may come wrapped in.
    fn envelope(&mut self, property: &Pointer) -> Option<String> {
        let payload = self.definitions.hints.document.envelope.as_ref().map(|hint| hint.payload.clone());
        if payload.is_none() {
            let message = "`x-envelope` on a property needs one at the root that names the payload: the hint is left out";
            self.diagnostics.push(Diagnostic::warning(property.push(crate::hints::ENVELOPE), message));
        }
        payload
    }

    /// Gives a definition that a property distinguishes from its relatives its own value there.
    ///
    /// Where there is none, the property is one like all others.
    pub(in crate::lower) fn fix_tags(&mut self, index: usize, shape: &mut DraftShape) {
        let DraftShape::Struct { properties, .. } = shape else {
            return;
        };
        let bases = self.definitions.all.iter().enumerate();
        let bases = bases.filter(|(base, one)| *base == index || one.subtypes.binary_search(&index).is_ok());
        let tags: Vec<(bool, &'a Discriminator)> = bases.filter_map(|(base, one)| Some((base == index, one.discriminator()?))).collect();
        for (is_own, discriminator) in tags {
            let name = discriminator.property_name.as_str();
            let tag = self.definitions.tag_under(index, discriminator);
            for property in properties.iter_mut().filter(|property| property.wire == name && property.required) {
                property.is_tag = tag.sent.is_some();
                property.fixed.clone_from(&tag.sent);
            }
            // An object of the base itself may have any value.
            if !is_own {
                self.warn_without_tag(index, name, &tag);
            }
        }
    }

    /// Gives an alternative of unions the value that chooses it.
    pub(in crate::lower) fn fix_chosen(&mut self, index: usize, shape: &mut DraftShape) {
        let DraftShape::Struct { properties, .. } = shape else {
            return;
        };
        for Choosing { property: name, value, is_default } in self.definitions.all[index].chosen.clone() {
            // One that is chosen where there is no value need not send any.
            if is_default {
                continue;
            }
            let sent = match &value {
                Some(value) => self.definitions.mapped_tag(index, &name, value),
                None => self.definitions.tag_of(index, &name).sent,
            };
            for property in properties.iter_mut().filter(|property| property.wire == name && property.fixed.is_none() && sent.is_some()) {
                property.required = true;
                property.is_tag = true;
                property.fixed.clone_from(&sent);
            }
        }
    }

    /// Takes over the properties of definitions that were not finished when they were needed.
    pub(in crate::lower) fn merge_late(&mut self) {
        for (draft, LateProperties { definition, is_choice }) in std::mem::take(&mut self.late) {
            let members = self.members_of_union(definition).map(|members| members.list);
            let from = self.properties_of(definition).and_then(|draft| self.drafts.get(draft)).map(|draft| &draft.shape);
            let mut inherited = match (members, from) {
                (Some(members), _) => members,
                (None, Some(DraftShape::Struct { properties, is_tuple: false, .. })) => properties.clone(),
                (None, _) => continue,
            };
            let Some(Draft { shape: DraftShape::Struct { properties, .. }, .. }) = self.drafts.get_mut(draft) else {
                continue;
            };
            let known: HashSet<String> = properties.iter().map(|property| property.wire.clone()).collect();
            inherited.retain(|property| !known.contains(&property.wire));
            if is_choice {
                properties.extend(inherited.into_iter().map(Property::of_choice));
                continue;
            }
            inherited.append(properties);
            *properties = inherited;
        }
    }
}

/// Whether a type is another one with a format.
fn is_format_of(ty: &ir::Type, plain: &ir::Type) -> bool {
    use ir::Type;
    match plain {
        Type::String => matches!(
            ty,
            Type::Secret
                | Type::Bytes
                | Type::BytesUrl
                | Type::Timestamp
                | Type::HttpDate
                | Type::Duration
                | Type::Date
                | Type::File
                | Type::QuotedI64
                | Type::QuotedU64
        ),
        Type::I64 => matches!(ty, Type::I32 | Type::U32 | Type::U64 | Type::UnixTime | Type::JsonNumber),
        Type::F64 => matches!(ty, Type::F32 | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::JsonNumber),
        _ => false,
    }
}

/// Where a property of the object at `owner` stands.
fn place_of(owner: &str, name: &str) -> Pointer {
    Pointer::parse(owner).unwrap_or_default().push("properties").push(name)
}
