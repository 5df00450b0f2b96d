//! Objects → structs. `allOf` is merged: a later part overrides an earlier one, and what a
//! definition has already been lowered to is taken over as it is, inline types included.

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::lower::schema::docs;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at, only_value};
use crate::lower::types::Types;
use crate::lower::types::draft::{Draft, DraftShape, Member, NamePath};
use crate::pointer::Pointer;

/// Properties in the document's order, each once.
#[derive(Debug, Default)]
struct Members {
    list: Vec<Member>,
    places: HashMap<String, usize>,
    required: HashSet<String>,
    rest: Option<ir::Type>,
}

impl Members {
    /// Adds a property; gives back the one that it replaces when that had another type.
    fn put(&mut self, member: Member) -> Option<Member> {
        let Some(old) = self.places.get(&member.wire).and_then(|place| self.list.get_mut(*place)) else {
            self.places.insert(member.wire.clone(), self.list.len());
            self.list.push(member);
            return None;
        };
        let required = old.required || member.required;
        let vague = member.ty == ir::Type::Json && old.ty != ir::Type::Json;
        if vague {
            old.required = required;
            return None;
        }
        let differs = old.ty != member.ty && old.ty != ir::Type::Json;
        let replaced = std::mem::replace(old, Member { required, ..member });
        differs.then_some(replaced)
    }
}

impl<'a> Types<'a> {
    /// The struct of an object, or of an `allOf`.
    pub(in crate::lower) fn structure(&mut self, schema: &'a Schema, seen: &SchemaView<'a>, name_path: &NamePath) -> DraftShape {
        let mut members = Members::default();
        let mut late = Vec::new();
        self.gather(schema, seen, name_path, &mut members, &mut late);
        for member in &mut members.list {
            member.required |= members.required.contains(&member.wire);
        }
        // The struct is the next draft: nothing is made between here and its push.
        let draft = self.drafts.len();
        self.late.extend(late.into_iter().map(|definition| (draft, definition)));
        DraftShape::Struct { members: members.list, rest: members.rest }
    }

    fn gather(&mut self, schema: &'a Schema, seen: &SchemaView<'a>, name_path: &NamePath, into: &mut Members, late: &mut Vec<usize>) {
        match &seen.kind {
            ViewKind::Object(object) => self.own(object, name_path, into),
            ViewKind::AllOf(parts, own) => {
                for part in self.definitions.significant_parts(parts, name_path.depth) {
                    self.inherit(part, name_path, into, late);
                }
                if let Some(own) = own {
                    self.own(own, name_path, into);
                }
            }
            _ => self.warn(schema, "a part of `allOf` that is not an object is left out"),
        }
    }

    /// Takes over the properties of a part of an `allOf`.
    fn inherit(&mut self, part: SchemaRef<'a>, name_path: &NamePath, into: &mut Members, late: &mut Vec<usize>) {
        let reference = match part {
            SchemaRef::Inline(schema) => {
                let seen = self.see(schema);
                let name_path = NamePath { depth: name_path.depth + 1, ..name_path.clone() };
                return self.gather(schema, &seen, &name_path, into, late);
            }
            SchemaRef::Reference(reference) => reference,
        };
        let Some(index) = self.definitions.find(reference) else {
            self.reference(reference);
            return;
        };
        let index = self.definitions.resolve_alias(index);
        match self.members_of(index).and_then(|draft| self.drafts.get(draft)).map(|draft| &draft.shape) {
            Some(DraftShape::Struct { members, rest }) => {
                let (members, rest) = (members.clone(), rest.clone());
                self.take_over(members, into);
                into.rest = rest.or(into.rest.take());
            }
            None if !self.is_done(index) => late.push(index),
            _ => {
                if let Some(ir::Type::Map(values)) = self.done_type(index) {
                    into.rest = Some(*values);
                    return;
                }
                let definition = &self.definitions.all[index];
                let message = format!("`{}` in `allOf` is not an object, and is left out", definition.name);
                self.diagnostics.push(Diagnostic::warning(definition.at.clone(), message));
            }
        }
    }

    fn take_over(&mut self, members: Vec<Member>, into: &mut Members) {
        for member in members {
            self.put(member, into);
        }
    }

    fn put(&mut self, member: Member, into: &mut Members) {
        let (wire, place) = (member.wire.clone(), member.at.clone());
        if let Some(old) = into.put(member) {
            let message = format!("`{wire}` has another type in another part of `allOf`; this one is used");
            self.diagnostics.push(Diagnostic::warning(place, message).help(format!("see {}", old.at)));
        }
    }

    /// The properties that a schema draws itself.
    fn own(&mut self, object: &Object<'a>, name_path: &NamePath, into: &mut Members) {
        into.required.extend(object.required.iter().cloned());
        let mut properties: Vec<_> = object.properties.into_iter().flatten().enumerate().collect();
        // Inline types are named in the order of the wire names, whatever the order of properties.
        properties.sort_by_key(|(_, (wire, _))| *wire);
        let mut members: Vec<_> =
            properties.into_iter().map(|(place, (wire, schema))| (place, self.member(wire, schema, name_path, object.at))).collect();
        members.sort_by_key(|(place, _)| *place);
        for (_, member) in members {
            self.put(member, into);
        }
        if let Some(AdditionalProperties::Schema(_)) = object.additional {
            let values = self.values(object, name_path);
            into.rest = (values != ir::Type::Json).then_some(values);
        }
    }

    /// A property of the object that stands at `owner`.
    fn member(&mut self, wire: &str, schema: &'a ReferenceOr<Box<Schema>>, name_path: &NamePath, owner: &str) -> Member {
        let slot = SchemaRef::from(schema);
        let mut member = Member {
            wire: wire.to_owned(),
            name: wire.to_owned(),
            doc: ir::Doc::default(),
            ty: ir::Type::Json,
            required: false,
            nullable: false,
            read_only: false,
            fixed: None,
            is_tag: false,
            envelope: None,
            example: None,
            deprecated: false,
            xml_hints: self.has_xml.then(|| Box::new(self.xml_hints(slot, name_path.depth))),
            at: Pointer::parse(owner).unwrap_or_default().push("properties").push(wire),
        };
        if let SchemaRef::Inline(schema) = slot {
            let data = &schema.schema_data;
            let hints = self.definitions.hints_of(schema);
            if let Some(name) = &hints.name {
                member.name.clone_from(name);
            }
            member.doc = docs::of_schema(schema);
            member.read_only = data.read_only;
            member.deprecated = data.deprecated;
            member.at = at(schema);
            member.envelope = if hints.is_wrapped { self.envelope(&member.at) } else { None };
            member.example = data.example.clone();
            member.fixed = only_value(schema);
        }
        let lowered = self.lower(slot, &name_path.child(&member.name));
        member.ty = lowered.ty;
        member.nullable = lowered.nullable;
        // Only what has a name in the crate can stand for its value in the code.
        member.fixed = member.fixed.filter(|_| !member.nullable && matches!(member.ty, ir::Type::Named { .. }));
        member
    }

    /// The property that a value may come wrapped in.
    fn envelope(&mut self, property: &Pointer) -> Option<String> {
        let payload = self.definitions.hints.document.envelope.as_ref().map(|hint| hint.payload.clone());
        if payload.is_none() {
            let message = "`x-envelope` on a property needs one at the root that names the payload";
            self.diagnostics.push(Diagnostic::error(property.push(crate::hints::ENVELOPE), message));
        }
        payload
    }

    /// Gives a definition that a property distinguishes from its relatives its own value there.
    pub(in crate::lower) fn fix_tags(&self, index: usize, shape: &mut DraftShape) {
        let DraftShape::Struct { members, .. } = shape else {
            return;
        };
        let bases = self.definitions.all.iter().enumerate();
        let bases = bases.filter(|(base, one)| *base == index || one.subtypes.binary_search(&index).is_ok());
        for tag in bases.filter_map(|(_, base)| Some(&base.discriminator()?.property_name)) {
            for member in members.iter_mut().filter(|member| member.wire == *tag && member.required) {
                member.is_tag = true;
                member.fixed = Some(self.tag_of(index, tag));
            }
        }
    }

    /// Takes over the properties of definitions that were not finished when they were needed.
    pub(in crate::lower) fn merge_late(&mut self) {
        for (draft, definition) in std::mem::take(&mut self.late) {
            let Some(from) = self.members_of(definition) else {
                continue;
            };
            let Some(DraftShape::Struct { members, .. }) = self.drafts.get(from).map(|draft| &draft.shape) else {
                continue;
            };
            let mut base_discriminator = members.clone();
            let Some(Draft { shape: DraftShape::Struct { members, .. }, .. }) = self.drafts.get_mut(draft) else {
                continue;
            };
            let known: HashSet<String> = members.iter().map(|member| member.wire.clone()).collect();
            base_discriminator.retain(|member| !known.contains(&member.wire));
            base_discriminator.append(members);
            *members = base_discriminator;
        }
    }
}
