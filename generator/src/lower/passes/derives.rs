//! Further traits that types derive: those that a hint names, as far as the types do not have them already.

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir::{self, Shape, Type};
use crate::names;
use crate::pointer::Pointer;

/// Settles what each type derives beside its own traits, and reports what has no effect. `all` is what all types derive.
pub(in crate::lower) fn settle(api: &mut ir::Api, all: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let all = paths(all, &Pointer::root(), diagnostics);
    for def in api.all_types_mut() {
        let given = std::mem::take(&mut def.derives);
        if matches!(def.shape, Shape::Alias(_) | Shape::Tuple(_)) {
            if !given.is_empty() {
                report(diagnostics, def.at.push(hints::RUST_DERIVE), "the type is another name for one, and derives nothing".to_owned());
            }
            continue;
        }
        let known = |path: &String| implements(&def.shape, path);
        let own = paths(&given, &def.at, diagnostics);
        for path in own.iter().filter(|path| known(path)) {
            report(diagnostics, def.at.push(hints::RUST_DERIVE), format!("the type implements `{path}` already: it is left out"));
        }
        for path in own.into_iter().chain(all.iter().cloned()) {
            if !known(&path) && !def.derives.contains(&path) {
                def.derives.push(path);
            }
        }
    }
}

/// The paths of a hint. What is none is reported.
fn paths(given: &[String], bearer: &Pointer, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut found = Vec::new();
    for (index, path) in given.iter().enumerate() {
        if names::is_path(path) {
            found.push(path.clone());
        } else {
            let at = bearer.push(hints::RUST_DERIVE).push(index.to_string());
            report(diagnostics, at, format!("`{path}` is not the path of a trait, such as `serde::Serialize`: it is left out"));
        }
    }
    found
}

/// Reports once what holds for several types of one place.
fn report(diagnostics: &mut Vec<Diagnostic>, at: Pointer, message: String) {
    let found = Diagnostic::warning(at, message);
    if !diagnostics.contains(&found) {
        diagnostics.push(found);
    }
}

/// The trait of a path.
fn name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Whether a type of this shape has a trait anyway. What has no value before it is read has no default.
pub(super) fn implements(shape: &Shape, path: &str) -> bool {
    let is_late = matches!(shape, Shape::Struct(object) if object.is_late());
    implemented(shape).contains(&name(path)) && !(is_late && name(path) == "Default")
}

/// The traits that a type of this shape has anyway.
fn implemented(shape: &Shape) -> &'static [&'static str] {
    const COPY: &[&str] =
        &["Debug", "Clone", "PartialEq", "Default", "Serialize", "Deserialize", "Eq", "Hash", "PartialOrd", "Ord", "Copy"];
    match shape {
        Shape::StringEnum { open: false, .. } | Shape::IntegerEnum { .. } => COPY,
        Shape::Newtype(base) if *base != Type::String => COPY,
        Shape::StringEnum { .. } | Shape::Newtype(_) => &COPY[..10],
        Shape::Struct(_) | Shape::Union(_) | Shape::Tagged { .. } => &COPY[..6],
        Shape::Headers(_) => &COPY[..4],
        Shape::ByStatus(_) | Shape::Errors { .. } | Shape::Alias(_) | Shape::Tuple(_) => &COPY[..3],
    }
}
