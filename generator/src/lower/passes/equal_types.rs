//! Makes one type of unnamed schemas that are equal: the others become other names for it.
//!
//! A document repeats what it does not name: the user that each payload of a webhook holds is written out in each. As types of
//! their own, such copies have nothing in common, so that a function for one takes no other, and each costs the time of a
//! compilation. What a document names keeps its own type, however equal: an order is no invoice. So does what operations name
//! themselves, and what says too little to be known again. Documentation alone may differ: an other name has its own.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use crate::ir;
use crate::lower::types::Types;
use crate::lower::types::draft::{Draft, DraftShape, Property, TypeUse};

/// The names by which objects use types, before equal ones were merged: of each object, in the order of [`DraftShape::all_types`].
pub(in crate::lower) struct OwnNames(Vec<(usize, Vec<ir::Type>)>);

/// Merges equal types, from the innermost on: what holds equal types may be equal itself. Until all is known of them, types are used
/// by their first names alone, so that equal ones are the same wherever they are compared.
pub(in crate::lower) fn merge(types: &mut Types<'_>, by_operations: &[TypeUse]) -> OwnNames {
    let mut own_names = OwnNames(Vec::new());
    // In XML, a type has the name of its root with it.
    if types.has_xml {
        return own_names;
    }
    let kept = kept(types, by_operations);
    loop {
        let merged = merged(&types.drafts, &kept);
        if merged.is_empty() {
            return own_names;
        }
        if own_names.0.is_empty() {
            own_names = OwnNames::of(&types.drafts);
        }
        for index in 0..types.drafts.len() {
            if let Some(target) = merged.get(&index) {
                types.drafts[index].shape = DraftShape::Other(ir::Shape::Alias(named(&types.drafts[*target])));
            } else {
                let replacements = replacements(types, index, &merged);
                types.drafts[index].shape.replace(replacements);
            }
        }
    }
}

impl OwnNames {
    fn of(drafts: &[Draft]) -> Self {
        let objects = drafts.iter().enumerate().filter(|(_, draft)| matches!(draft.shape, DraftShape::Struct { .. }));
        Self(
            objects.map(|(index, draft)| (index, draft.shape.all_types().into_iter().map(|ty| ty.innermost().clone()).collect())).collect(),
        )
    }

    /// Has each object use types by its own names for them again, so that a copy elsewhere in the document changes no signature.
    pub(in crate::lower) fn restore(self, types: &mut Types<'_>) {
        for (index, names) in self.0 {
            if let DraftShape::Struct { .. } = types.drafts[index].shape {
                types.drafts[index].shape.replace(names.into_iter().map(Some).collect());
            }
        }
    }
}

/// The types that stay what they are: those that the document names, those that operations use by name, and those that are changed
/// by others or change others.
fn kept(types: &Types<'_>, by_operations: &[TypeUse]) -> HashSet<usize> {
    let mut kept: HashSet<usize> = by_operations.iter().map(|one| one.draft).collect();
    for (index, draft) in types.drafts.iter().enumerate() {
        if types.is_definition(draft) {
            kept.insert(index);
        }
        if let Some(changes) = &draft.changes {
            kept.insert(index);
            kept.extend(types.draft(&changes.of, draft.space));
        }
    }
    kept
}

/// What each type becomes another name for.
fn merged(drafts: &[Draft], kept: &HashSet<usize>) -> BTreeMap<usize, usize> {
    let mut by_hash: HashMap<(usize, u64), Vec<Vec<usize>>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        let Some(hash) = hash(draft) else { continue };
        let classes = by_hash.entry((draft.space, hash)).or_default();
        match classes.iter_mut().find(|class| are_equal(&drafts[class[0]], draft)) {
            Some(class) => class.push(index),
            None => classes.push(vec![index]),
        }
    }
    let mut merged = BTreeMap::new();
    for class in by_hash.into_values().flatten() {
        let (named, unnamed): (Vec<usize>, Vec<usize>) = class.into_iter().partition(|index| kept.contains(index));
        let mut others = Vec::new();
        for index in unnamed {
            match stands_for(drafts, index, &named) {
                Some(target) => {
                    merged.insert(index, target);
                }
                None => others.push(index),
            }
        }
        if let Some(target) = first(drafts, others.iter().copied()) {
            merged.extend(others.into_iter().filter(|index| *index != target).map(|index| (index, target)));
        }
    }
    merged
}

/// The named type that an unnamed one is. An enum must have its documentation as well: `read` and `write` are many things.
fn stands_for(drafts: &[Draft], unnamed: usize, named: &[usize]) -> Option<usize> {
    let is_enum = matches!(drafts[unnamed].shape, DraftShape::Other(ir::Shape::StringEnum { .. } | ir::Shape::IntegerEnum { .. }));
    first(drafts, named.iter().copied().filter(|named| !is_enum || drafts[*named].doc == drafts[unnamed].doc))
}

/// The one with the shortest name, which says the least about one place.
fn first(drafts: &[Draft], some: impl Iterator<Item = usize>) -> Option<usize> {
    some.min_by_key(|index| (drafts[*index].name.as_str().len(), drafts[*index].name.as_str()))
}

/// A number that equal types share, and that few others have. None of what is never merged.
fn hash(draft: &Draft) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    match &draft.shape {
        // An object of which nothing is known is many things, and so is a number or a string.
        DraftShape::Struct { properties, .. } if properties.is_empty() => return None,
        DraftShape::Other(ir::Shape::Union(_)) if !draft.shape.types().into_iter().any(is_named) => return None,
        DraftShape::Struct { properties, .. } => {
            for property in properties {
                (&property.wire, &property.ty, property.required, property.nullable).hash(&mut hasher);
            }
        }
        DraftShape::Other(ir::Shape::StringEnum { variants, .. }) => {
            variants.iter().for_each(|variant| variant.wire.hash(&mut hasher));
        }
        DraftShape::Other(ir::Shape::IntegerEnum { variants, .. }) => {
            variants.iter().for_each(|variant| variant.wire.hash(&mut hasher));
        }
        DraftShape::Other(ir::Shape::Union(_) | ir::Shape::Tagged { .. }) => {
            draft.shape.types().into_iter().for_each(|ty| ty.hash(&mut hasher));
        }
        DraftShape::Other(_) => return None,
    }
    Some(hasher.finish())
}

fn is_named(ty: &ir::Type) -> bool {
    matches!(ty.innermost(), ir::Type::Named { .. })
}

/// Whether two types differ in nothing but their names, their documentation and their places. Examples are made later: any is one of
/// all of them.
fn are_equal(one: &Draft, other: &Draft) -> bool {
    let Draft { name: _, space: _, doc: _, at: _, example: _, deprecated, changes, constraints, derives, attributes, shape } = one;
    *deprecated == other.deprecated
        && *changes == other.changes
        && *constraints == other.constraints
        && *derives == other.derives
        && *attributes == other.attributes
        && shapes_are_equal(shape, &other.shape)
}

fn shapes_are_equal(one: &DraftShape, other: &DraftShape) -> bool {
    match (one, other) {
        (DraftShape::Other(one), DraftShape::Other(other)) => one == other,
        (
            DraftShape::Struct { properties, rest, is_tuple },
            DraftShape::Struct { properties: others, rest: other_rest, is_tuple: other_is_tuple },
        ) => {
            is_tuple == other_is_tuple
                && rest == other_rest
                && properties.len() == others.len()
                && properties.iter().zip(others).all(|(one, other)| properties_are_equal(one, other))
        }
        _ => false,
    }
}

/// Whether two properties differ in nothing but their places.
fn properties_are_equal(one: &Property, other: &Property) -> bool {
    let Property {
        wire,
        name,
        doc,
        ty,
        required,
        nullable,
        read_only,
        write_only,
        fixed,
        is_tag,
        envelope,
        example,
        default,
        constraints,
        content,
        deprecated,
        attributes,
        xml_hints,
        at: _,
    } = one;
    let flags = [*required, *nullable, *read_only, *write_only, *is_tag, *deprecated];
    let others = [other.required, other.nullable, other.read_only, other.write_only, other.is_tag, other.deprecated];
    *wire == other.wire
        && *name == other.name
        && *ty == other.ty
        && flags == others
        && *doc == other.doc
        && *fixed == other.fixed
        && *envelope == other.envelope
        && *example == other.example
        && *default == other.default
        && *constraints == other.constraints
        && *content == other.content
        && *attributes == other.attributes
        && *xml_hints == other.xml_hints
}

/// What the types in a shape are replaced by.
fn replacements(types: &Types<'_>, index: usize, merged: &BTreeMap<usize, usize>) -> Vec<Option<ir::Type>> {
    let draft = &types.drafts[index];
    let target = |ty: &ir::Type| Some(named(&types.drafts[*merged.get(&types.draft(ty.innermost(), draft.space)?)?]));
    draft.shape.all_types().into_iter().map(target).collect()
}

/// How a type is named where it is used: in its own namespace.
fn named(draft: &Draft) -> ir::Type {
    let home = if draft.space == 0 { ir::Home::Types } else { ir::Home::Here };
    ir::Type::Named { name: draft.name.clone(), home }
}
