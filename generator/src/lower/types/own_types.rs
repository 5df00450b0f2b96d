//! Places whose type the document names: by `x-rust-type`, or by their format and `x-rust-formats`.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use crate::code::TypePath;
use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::lower::schema::formats::format;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, at};
use crate::lower::types::Types;
use crate::lower::types::draft::Lowered;
use crate::lower::types::rust_path::type_of;
use crate::pointer::Pointer;

/// The types that the document names.
#[derive(Debug, Default)]
pub(in crate::lower) struct OwnTypes {
    /// Those that need help to be read and written, by their paths.
    found: BTreeMap<String, ir::OwnType>,
    /// The formats of `x-rust-formats` that schemas have.
    formats: BTreeSet<String>,
}

/// Crates that every generated crate has.
const CRATES: &[&str] = &["alloc", "bytes", "core", "http", "serde", "serde_json", "std"];

impl<'a> Types<'a> {
    /// The type that `x-rust-type` names for a place.
    pub(in crate::lower) fn own_type(&mut self, schema: &'a Schema, view: &SchemaView<'a>) -> Option<Lowered> {
        let path = self.definitions.hints_of(schema).own_type.as_deref()?;
        let ty = self.named(path, &base(&view.kind), &at(schema).push(hints::RUST_TYPE))?;
        Some(lowered(ty, view))
    }

    /// The type of a definition that `x-rust-type` names.
    pub(super) fn own_definition(&mut self, index: usize) -> Option<Lowered> {
        let SchemaRef::Inline(schema) = self.definitions.all[index].slot else { return None };
        self.own_type(schema, &SchemaView::of(schema))
    }

    /// The type that `x-rust-formats` names for the format of a plain value.
    pub(in crate::lower) fn type_of_format(&mut self, schema: &'a Schema, view: &SchemaView<'a>) -> Option<Lowered> {
        let ViewKind::Scalar(base) = &view.kind else { return None };
        let own = format(schema)?;
        let formats = &self.definitions.hints.document.formats;
        let (known, path) = formats.iter().find(|(known, _)| known.eq_ignore_ascii_case(own))?;
        self.own.formats.insert(known.clone());
        let ty = self.named(path, base, &Pointer::root().push(hints::RUST_FORMATS).push(known))?;
        Some(lowered(ty, view))
    }

    /// The type of a path. Reports what is none, and crates that nobody declares.
    fn named(&mut self, path: &str, base: &ir::Type, place: &Pointer) -> Option<ir::Type> {
        let read = TypePath::parse(path).and_then(|path| Some((type_of(&path, base)?, path.crates)));
        let Some((ty, crates)) = read else {
            let message = format!("`{path}` is not the path of a type, such as `uuid::Uuid` or `crate::money::Money`: it is left out");
            self.report(Diagnostic::warning(place.clone(), message));
            return None;
        };
        for name in crates {
            let declared = &self.definitions.hints.document.dependencies;
            if !CRATES.contains(&name.as_str()) && !declared.iter().any(|(known, _)| known.replace('-', "_") == name) {
                let message = format!("nothing says which crate `{name}` is");
                let help = format!("declare it at the root: `{}: {{ {name}: '1' }}`, with its version", hints::RUST_DEPENDENCIES);
                self.report(Diagnostic::warning(place.clone(), message).help(help));
            }
        }
        self.own.note(&ty);
        Some(ty)
    }

    /// Reports once what is found wherever a type is used.
    fn report(&mut self, found: Diagnostic) {
        if !self.diagnostics.contains(&found) {
            self.diagnostics.push(found);
        }
    }

    /// Reports the formats of `x-rust-formats` that nothing has.
    pub(in crate::lower) fn check_formats(&mut self) {
        let unused = self.definitions.hints.document.formats.iter().filter(|(format, _)| !self.own.formats.contains(format));
        let message = |format: &str| format!("no string, number or integer has the format `{format}`");
        let place = |format: &str| Pointer::root().push(hints::RUST_FORMATS).push(format);
        self.diagnostics.extend(unused.map(|(format, _)| Diagnostic::warning(place(format), message(format))));
    }
}

impl OwnTypes {
    /// Keeps what a type consists of.
    fn note(&mut self, ty: &ir::Type) {
        match ty.innermost() {
            ir::Type::Own(own) if !own.is_known => drop(self.found.entry(own.path.clone()).or_insert_with(|| (**own).clone())),
            _ => {}
        }
    }

    /// The types that need help to be read and written, sorted.
    pub(in crate::lower) fn finish(self) -> Vec<ir::OwnType> {
        self.found.into_values().collect()
    }
}

fn lowered(ty: ir::Type, view: &SchemaView<'_>) -> Lowered {
    match ty {
        ir::Type::Nullable(inner) => Lowered { ty: *inner, nullable: true },
        ty => Lowered { ty, nullable: view.nullable },
    }
}

/// The type that the values of a place have otherwise, as far as it is a plain one.
fn base(view: &ViewKind<'_>) -> ir::Type {
    match view {
        ViewKind::Scalar(ir::Type::File) | ViewKind::StringEnum(_) => ir::Type::String,
        ViewKind::Scalar(ty) => ty.clone(),
        ViewKind::IntegerEnum(_) => ir::Type::I64,
        _ => ir::Type::Json,
    }
}
