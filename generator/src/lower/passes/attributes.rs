//! Further attributes of types and fields: those that hints give, as far as they are attributes and not there already.

use crate::code::Attribute;
use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir::{self, Shape};
use crate::lower::passes::derives::implements;
use crate::pointer::Pointer;

/// Settles which attributes each type and field has beside its own, and reports what is none. `all` are those of all types.
///
/// The traits of `#[derive(…)]` are left to the pass for these.
pub(in crate::lower) fn settle(api: &mut ir::Api, all: &[String], derives: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) {
    let all = read(all, &Pointer::root(), diagnostics);
    derives.extend(all.iter().filter_map(|one| one.attribute.derives.clone()).flatten());
    for def in api.all_types_mut() {
        let given = std::mem::take(&mut def.attributes);
        let own = read(&given, &def.at, diagnostics);
        if matches!(def.shape, Shape::Alias(_) | Shape::Tuple(_)) {
            if !own.is_empty() {
                report(diagnostics, &def.at, "the type is another name for one, and has no attributes".to_owned());
            }
            continue;
        }
        for one in own {
            match (problem(def, &one), one.attribute.derives.clone()) {
                (Some(problem), _) => push(diagnostics, Diagnostic::warning(one.at, problem)),
                (None, Some(traits)) => def.derives.extend(traits),
                (None, None) => def.attributes.push(one.attribute.text),
            }
        }
        for one in all.iter().filter(|one| one.attribute.derives.is_none()) {
            if problem(def, one).is_none() && !def.attributes.contains(&one.attribute.text) {
                def.attributes.push(one.attribute.text.clone());
            }
        }
        fields(def, diagnostics);
    }
}

fn fields(def: &mut ir::TypeDef, diagnostics: &mut Vec<Diagnostic>) {
    let Shape::Struct(object) = &mut def.shape else { return };
    for field in &mut object.fields {
        for one in read(&std::mem::take(&mut field.attributes), &field.at, diagnostics) {
            let problem = match one.attribute.name.as_str() {
                "derive" => Some("a field derives nothing: `derive` is left out".to_owned()),
                "deprecated" if field.deprecated => Some(already(&one)),
                _ => of_any(&one),
            };
            match problem {
                Some(problem) => push(diagnostics, Diagnostic::warning(one.at, problem)),
                None => field.attributes.push(one.attribute.text),
            }
        }
    }
}

/// An attribute that a hint gives.
struct Given {
    attribute: Attribute,
    at: Pointer,
}

/// The attributes of a hint. What is none is reported.
fn read(given: &[String], bearer: &Pointer, diagnostics: &mut Vec<Diagnostic>) -> Vec<Given> {
    let mut found = Vec::new();
    for (index, text) in given.iter().enumerate() {
        let at = bearer.push(hints::RUST_ATTRIBUTES).push(index.to_string());
        match Attribute::parse(text) {
            Some(attribute) => found.push(Given { attribute, at }),
            None => {
                let message = format!("`{text}` is not an attribute, such as `#[must_use]`: it is left out");
                push(diagnostics, Diagnostic::warning(at, message));
            }
        }
    }
    found
}

/// Why a type cannot have an attribute.
fn problem(def: &ir::TypeDef, given: &Given) -> Option<String> {
    let mut traits = given.attribute.derives.iter().flatten().chain(&given.attribute.may_derive);
    if let Some(path) = traits.find(|path| implements(&def.shape, path)) {
        return Some(format!("the type implements `{path}` already: `{}` is left out", given.attribute.text));
    }
    let is_there = match given.attribute.name.as_str() {
        "non_exhaustive" => is_non_exhaustive(&def.shape),
        "deprecated" => def.deprecated,
        _ => false,
    };
    if is_there { Some(already(given)) } else { of_any(given) }
}

/// Why nothing can have an attribute.
fn of_any(given: &Given) -> Option<String> {
    match given.attribute.name.as_str() {
        "serde" => Some("`serde` has no effect, and is left out: reading and writing is not derived".to_owned()),
        "cfg" => Some("`cfg` is left out: other code needs what it would take away".to_owned()),
        _ => None,
    }
}

fn already(given: &Given) -> String {
    format!("`{}` is there already: it is left out", given.attribute.text)
}

/// Whether types of this shape are so anyway.
fn is_non_exhaustive(shape: &Shape) -> bool {
    match shape {
        Shape::StringEnum { open, .. } | Shape::IntegerEnum { open, .. } => *open,
        Shape::Newtype(_) | Shape::Alias(_) | Shape::Tuple(_) => false,
        Shape::Struct(_) | Shape::Union(_) | Shape::Tagged { .. } | Shape::ByStatus(_) | Shape::Errors { .. } | Shape::Headers(_) => true,
    }
}

fn report(diagnostics: &mut Vec<Diagnostic>, bearer: &Pointer, message: String) {
    push(diagnostics, Diagnostic::warning(bearer.push(hints::RUST_ATTRIBUTES), message));
}

/// Reports once what holds for several types of one place.
fn push(diagnostics: &mut Vec<Diagnostic>, found: Diagnostic) {
    if !diagnostics.contains(&found) {
        diagnostics.push(found);
    }
}
