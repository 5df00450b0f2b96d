//! Strings and integers with a type of their own: `x-newtype` names it.
//!
//! A place with the hint keeps its schema, and has the key of the component that is its type among its hints. That is the definition of the name,
//! where there is one; otherwise it is made of the first place. Whether all places agree, lowering judges.

use openapiv3::{ArrayType, Components, IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type};

use crate::hints as keys;
use crate::hints::values::SchemaHints;
use crate::node::Node;
use crate::normalize::context::document::Document;
use crate::normalize::context::newtype_place::NewtypePlace;
use crate::normalize::extensions::{self, enum_hints};
use crate::normalize::schema::shared_enums::{name_of, names_of};

impl<'d> Document<'d> {
    /// Notes the type that `x-newtype` names, for a scalar or the items of a list.
    pub(in crate::normalize) fn newtype(&self, node: &Node<'d, '_>, mut whole: Schema) -> Schema {
        let Some((target, kind)) = scalar_in(&mut whole) else { return whole };
        let name = extensions::hint(node, keys::NEWTYPE).and_then(|hint| enum_hints::type_name(&hint));
        let Some(name) = name else { return whole };
        let key = self.component_named(name);
        self.hints.borrow_mut().schemas.of_mut(&mut target.schema_data.extensions).newtype = Some(key.clone());
        let at = node.pointer();
        if at != self.dialect.schema_at(&key) {
            let place = NewtypePlace { at, extensions: extensions::at(node), name: name_of(node), kind };
            self.newtypes.borrow_mut().entry(key).or_default().push(place);
        }
        whole
    }

    /// The component of a name: the definition that `x-name` calls so, or that is called so, whatever the case of its letters and
    /// what stands between them.
    fn component_named(&self, name: String) -> String {
        let is_defined = |key: &String| self.definitions.is_some_and(|all| all.contains_key(key));
        if let Some(key) = self.type_names.get(&name) {
            return key.clone();
        }
        if is_defined(&name) {
            return name;
        }
        let like = self.definitions.into_iter().flatten().map(|(key, _)| key).find(|key| letters(key).eq(letters(&name)));
        like.cloned().unwrap_or(name)
    }

    /// Adds the types that no definition is, and tells the definitions that are such types.
    pub(in crate::normalize) fn add_newtypes(&self, components: &mut Components) {
        let mut known = self.hints.borrow_mut();
        for (key, mut places) in self.newtypes.take() {
            if let Some(defined) = components.schemas.get_mut(&key) {
                if let ReferenceOr::Item(schema) = defined
                    && plain(schema).is_some()
                {
                    known.schemas.of_mut(&mut schema.schema_data.extensions).newtype = Some(key);
                }
                continue;
            }
            places.sort_by(|one, other| one.at.cmp(&other.at));
            let names = names_of(places.iter().filter_map(|place| place.name.as_deref()));
            let Some(NewtypePlace { mut extensions, kind, .. }) = places.into_iter().next() else { continue };
            let hints = SchemaHints { name: Some(key.clone()), newtype: Some(key.clone()), ..SchemaHints::default() };
            known.schemas.keep(hints, &mut extensions);
            let description = names.map_or_else(|| "A value that several places share.".to_owned(), |names| format!("A value of {names}."));
            let schema_data = SchemaData { extensions, description: Some(description), ..SchemaData::default() };
            components.schemas.insert(key, ReferenceOr::Item(Schema { schema_data, schema_kind: kind }));
        }
    }
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The scalar that a schema is, or that the items of a list are, and its type without bounds.
fn scalar_in(schema: &mut Schema) -> Option<(&mut Schema, SchemaKind)> {
    if let Some(kind) = plain(schema) {
        return Some((schema, kind));
    }
    match &mut schema.schema_kind {
        SchemaKind::Type(Type::Array(ArrayType { items: Some(ReferenceOr::Item(items)), .. })) => scalar_in(items),
        _ => None,
    }
}

/// The type of a string or an integer that is no enum, without its bounds.
fn plain(schema: &Schema) -> Option<SchemaKind> {
    Some(SchemaKind::Type(match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) if text.enumeration.is_empty() => {
            Type::String(StringType { format: text.format.clone(), ..StringType::default() })
        }
        SchemaKind::Type(Type::Integer(number)) if number.enumeration.is_empty() => {
            Type::Integer(IntegerType { format: number.format.clone(), ..IntegerType::default() })
        }
        _ => return None,
    }))
}
