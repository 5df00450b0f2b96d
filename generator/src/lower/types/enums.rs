//! Enums: one of several strings or integers. They are open, unless a hint says that the listed values are all.

use openapiv3::Schema;

use crate::ir;
use crate::lower::schema::extensions;
use crate::names::{Case, Reserved, Scope};

/// An enum of strings.
pub(in crate::lower) fn of_strings(schema: &Schema, values: &[String]) -> ir::Shape {
    let wires: Vec<&str> = values.iter().map(|value| if value.is_empty() { "empty" } else { value.as_str() }).collect();
    let names = Scope::new(Reserved::Variants).claim_all(&wires, Case::Camel);
    let variants = names.into_iter().zip(values).map(|(name, wire)| ir::Variant { name, wire: wire.clone() });
    ir::Shape::StringEnum { variants: variants.collect(), open: is_open(schema) }
}

/// An enum of integers.
pub(in crate::lower) fn of_integers(schema: &Schema, values: &[i64]) -> ir::Shape {
    let texts: Vec<String> = values.iter().map(i64::to_string).collect();
    let wires: Vec<&str> = texts.iter().map(String::as_str).collect();
    let names = Scope::new(Reserved::Variants).claim_all(&wires, Case::Camel);
    let variants = names.into_iter().zip(values).map(|(name, wire)| ir::IntVariant { name, wire: *wire });
    ir::Shape::IntegerEnum { variants: variants.collect(), open: is_open(schema) }
}

/// A server may add a value tomorrow: unless somebody promises that it will not, others are kept.
fn is_open(schema: &Schema) -> bool {
    extensions::enum_open(&schema.schema_data.extensions).unwrap_or(true)
}
