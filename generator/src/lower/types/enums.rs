//! Enums: one of several strings or integers. They are open, unless a hint says that the listed values are all.

use std::collections::BTreeMap;

use openapiv3::Schema;

use crate::ir;
use crate::lower::schema::extensions;
use crate::names::{Case, Ident, Reserved, Scope};

/// An enum of strings.
pub(in crate::lower) fn of_strings(schema: &Schema, values: &[String]) -> ir::Shape {
    let docs = extensions::enum_descriptions(&schema.schema_data.extensions);
    let names = names(schema, values).into_iter().zip(values);
    let variants = names.map(|(name, wire)| ir::Variant { name, wire: wire.clone(), doc: doc(&docs, wire) });
    ir::Shape::StringEnum { variants: variants.collect(), open: is_open(schema) }
}

/// An enum of integers.
pub(in crate::lower) fn of_integers(schema: &Schema, values: &[i64]) -> ir::Shape {
    let wires: Vec<String> = values.iter().map(i64::to_string).collect();
    let docs = extensions::enum_descriptions(&schema.schema_data.extensions);
    let names = names(schema, &wires).into_iter().zip(values.iter().zip(&wires));
    let variants = names.map(|(name, (number, wire))| ir::IntVariant { name, wire: *number, doc: doc(&docs, wire) });
    ir::Shape::IntegerEnum { variants: variants.collect(), open: is_open(schema) }
}

/// The names of the variants: those that a hint gives, and for the others the value itself.
fn names(schema: &Schema, wires: &[String]) -> Vec<Ident> {
    let given = extensions::enum_names(&schema.schema_data.extensions);
    let wanted = wires.iter().map(|wire| match given.get(wire.as_str()) {
        Some(name) => name,
        None if wire.is_empty() => "empty",
        None => wire.as_str(),
    });
    let wanted: Vec<&str> = wanted.collect();
    Scope::new(Reserved::Variants).claim_all(&wanted, Case::Camel)
}

/// What a value means.
fn doc(docs: &BTreeMap<&str, &str>, wire: &str) -> ir::Doc {
    ir::Doc(docs.get(wire).copied().unwrap_or_default().to_owned())
}

/// A server may add a value tomorrow: unless somebody promises that it will not, others are kept.
fn is_open(schema: &Schema) -> bool {
    extensions::enum_open(&schema.schema_data.extensions).unwrap_or(true)
}
