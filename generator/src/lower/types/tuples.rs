//! Lists whose first items have types of their own: tuples of Rust, and structs where there may be fewer or more items.

use openapiv3::Schema;

use crate::ir;
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{SchemaRef, at};
use crate::lower::types::Types;
use crate::lower::types::draft::{AdditionalType, DraftShape, NamePath, Property};

/// What the first items are called, unless their titles name them.
const ORDINALS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

impl<'a> Types<'a> {
    /// The tuple of a list that has always the same items.
    pub(in crate::lower) fn tuple(&mut self, schema: &'a Schema, tuple: &Tuple<'a>, name_path: &NamePath) -> DraftShape {
        let items = (0..).zip(&tuple.items).map(|(place, slot)| self.item(schema, place, *slot, name_path));
        let ty = |item: Property| if item.nullable { ir::Type::Nullable(Box::new(item.ty)) } else { item.ty };
        DraftShape::Other(ir::Shape::Tuple(items.map(ty).collect()))
    }

    /// The struct of a list that may have fewer items, or more.
    pub(in crate::lower) fn tuple_struct(&mut self, schema: &'a Schema, tuple: &Tuple<'a>, name_path: &NamePath) -> DraftShape {
        let items = (0..).zip(&tuple.items).map(|(place, slot)| {
            let item = self.item(schema, place, *slot, name_path);
            Property { required: place < tuple.least, ..item }
        });
        let properties = items.collect();
        let rest = tuple.further.map(|slot| {
            let ty = self.lower(slot, &name_path.part(self.definitions.hinted(slot), "item")).inside();
            // The place where the list stands has its constraints, and those of all its items.
            AdditionalType { ty, constraints: ir::Constraints::default() }
        });
        DraftShape::Struct { properties, rest, is_tuple: true }
    }

    /// One of the first items. Nobody leaves out one because the server sets it: then all others would have other places.
    fn item(&mut self, schema: &'a Schema, place: usize, slot: SchemaRef<'a>, name_path: &NamePath) -> Property {
        let ordinal = || ORDINALS.get(place).map_or_else(|| format!("item {}", place + 1), |ordinal| (*ordinal).to_owned());
        let name = self.declared_name(slot).unwrap_or_else(ordinal);
        let place_of = at(schema).push("prefixItems").push(place);
        let item = self.property(&name, slot, name_path, place_of);
        Property {
            wire: place.to_string(),
            read_only: false,
            write_only: false,
            fixed: None,
            constraints: ir::Constraints::default(),
            ..item
        }
    }
}
