//! Enumerations.

use crate::ir;
use crate::names::{Case, Reserved, Scope};

/// An enumeration of texts.
pub(in crate::lower) fn of_texts(texts: &[String]) -> ir::Shape {
    let wires: Vec<&str> = texts.iter().map(|text| if text.is_empty() { "empty" } else { text.as_str() }).collect();
    let names = Scope::new(Reserved::Variants).claim_all(&wires, Case::Camel);
    let variants = names.into_iter().zip(texts);
    ir::Shape::TextEnum(variants.map(|(name, wire)| ir::Variant { name, wire: wire.clone() }).collect())
}

/// An enumeration of whole numbers.
pub(in crate::lower) fn of_numbers(numbers: &[i64]) -> ir::Shape {
    let texts: Vec<String> = numbers.iter().map(i64::to_string).collect();
    let wires: Vec<&str> = texts.iter().map(String::as_str).collect();
    let names = Scope::new(Reserved::Variants).claim_all(&wires, Case::Camel);
    let variants = names.into_iter().zip(numbers);
    ir::Shape::IntEnum(variants.map(|(name, wire)| ir::IntVariant { name, wire: *wire }).collect())
}
