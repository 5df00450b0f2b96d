//! Enums: one of several strings or integers. They are open, unless a hint says that the listed values are all.

use std::collections::BTreeMap;

use crate::hints::values::EnumHints;
use crate::ir;
use crate::names::{Case, Ident, NameScope, Reserved};

/// An enum of strings.
pub(in crate::lower) fn of_strings(hints: &EnumHints, values: &[String]) -> ir::Shape {
    let names = names(hints, values).into_iter().zip(values);
    let variants = names.map(|(name, wire)| ir::Variant { name, wire: wire.clone(), doc: doc(&hints.descriptions, wire) });
    ir::Shape::StringEnum { variants: variants.collect(), open: is_open(hints) }
}

/// An enum of integers.
pub(in crate::lower) fn of_integers(hints: &EnumHints, values: &[i64]) -> ir::Shape {
    let wires: Vec<String> = values.iter().map(i64::to_string).collect();
    let names = names(hints, &wires).into_iter().zip(values.iter().zip(&wires));
    let variants = names.map(|(name, (number, wire))| ir::IntVariant { name, wire: *number, doc: doc(&hints.descriptions, wire) });
    ir::Shape::IntegerEnum { variants: variants.collect(), open: is_open(hints) }
}

/// The names of the variants: those that a hint gives, and for the others the value itself.
fn names(hints: &EnumHints, wires: &[String]) -> Vec<Ident> {
    let wanted = wires.iter().map(|wire| match hints.names.get(wire) {
        Some(name) => name,
        None if wire.is_empty() => "empty",
        None => wire.as_str(),
    });
    let wanted: Vec<&str> = wanted.collect();
    NameScope::new(Reserved::Variants).claim_all(&wanted, Case::Camel)
}

/// What a value means.
fn doc(docs: &BTreeMap<String, String>, wire: &str) -> ir::Doc {
    ir::Doc(docs.get(wire).cloned().unwrap_or_default())
}

/// A server may add a value tomorrow: unless somebody promises that it will not, others are kept.
fn is_open(hints: &EnumHints) -> bool {
    hints.open.unwrap_or(true)
}

/// Whether all values of an enum are values of another type, of which it is the shape where it has a name.
pub(in crate::lower) fn narrows(listed: &ir::Shape, ty: &ir::Type, shape: Option<&ir::Shape>) -> bool {
    use ir::Shape::{IntegerEnum, StringEnum};
    match (listed, shape) {
        (StringEnum { .. }, None) => *ty == ir::Type::String,
        (IntegerEnum { .. }, None) => matches!(ty, ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64),
        (StringEnum { variants, .. }, Some(StringEnum { variants: all, .. })) => {
            variants.iter().all(|one| all.iter().any(|known| known.wire == one.wire))
        }
        (IntegerEnum { variants, .. }, Some(IntegerEnum { variants: all, .. })) => {
            variants.iter().all(|one| all.iter().any(|known| known.wire == one.wire))
        }
        _ => false,
    }
}
