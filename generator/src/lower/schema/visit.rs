//! The one walk over schemas, and what stands in them.

use openapiv3::{AdditionalProperties, OpenAPI, Schema};

use crate::hints::Hints;
use crate::lower::schema::operation::{operations, payloads, roots};
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};

/// What a schema is to the one that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Relation {
    /// A part of its `allOf`.
    Extended,
    /// An alternative beside its properties.
    Offered,
    /// Anything else: a property, the items of a list, an alternative.
    Contained,
}

/// Shows every schema of a document, here and there one more than once. None is shown for a reference to it.
pub(in crate::lower) fn schemas<'a>(document: &'a OpenAPI, hints: &'a Hints, visit: &mut dyn FnMut(&'a Schema)) {
    let definitions = document.components.iter().flat_map(|components| components.schemas.values()).map(SchemaRef::from);
    for slot in definitions.chain(roots(&operations(document))).chain(payloads(hints)) {
        walk(slot, &mut |slot, _| {
            if let SchemaRef::Inline(schema) = slot {
                visit(schema);
            }
        });
    }
}

/// Shows what stands in a place, and all that stands in it. References are shown, and not followed: normalizing limits how
/// deep schemas nest.
pub(in crate::lower) fn walk<'a>(slot: SchemaRef<'a>, visit: &mut dyn FnMut(SchemaRef<'a>, Relation)) {
    walk_below(slot, Relation::Contained, visit);
}

fn walk_below<'a>(slot: SchemaRef<'a>, relation: Relation, visit: &mut dyn FnMut(SchemaRef<'a>, Relation)) {
    visit(slot, relation);
    let SchemaRef::Inline(schema) = slot else { return };
    let mut below = |slot, relation| walk_below(slot, relation, visit);
    let mut object = |object: Object<'a>| {
        object.properties.into_iter().flatten().for_each(|(_, schema)| below(schema.into(), Relation::Contained));
        if let Some(AdditionalProperties::Schema(schema)) = object.additional {
            below((&**schema).into(), Relation::Contained);
        }
        object.choices.iter().for_each(|choice| below(choice.into(), Relation::Offered));
    };
    match SchemaView::of(schema).kind {
        ViewKind::List(Some(items)) => below(items, Relation::Contained),
        ViewKind::Object(own) => object(own),
        ViewKind::AllOf(parts, own) => {
            own.into_iter().for_each(object);
            parts.iter().for_each(|part| below(part.into(), Relation::Extended));
        }
        ViewKind::OneOf(parts) => {
            let relation = if relation == Relation::Extended { Relation::Offered } else { Relation::Contained };
            parts.iter().for_each(|part| below(part.into(), relation));
        }
        ViewKind::List(None) | ViewKind::Any | ViewKind::Scalar(_) | ViewKind::StringEnum(_) | ViewKind::IntegerEnum(_) => {}
    }
}
