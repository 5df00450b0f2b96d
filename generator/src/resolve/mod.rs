//! The effective definition: a document with its overlay, and with what reading made of it, in the dialect that it is written in.
//!
//! Whoever reads a dialect notes what it makes of places that are not as its specification says ([`crate::diagnostic::repair`]); here
//! these changes are made. References stay references. The files beside a document are put into it.

mod bundle;
mod names;

use serde_json::{Value, json};

use crate::diagnostic::repair::{self, Change, Repair};
use crate::diagnostic::{self, Diagnostic};
use crate::files::Files;
use crate::load::{self, Extras, Loaded};
use crate::normalize::dialect::Dialect;
use crate::pointer::Pointer;
use crate::source::Source;

/// An effective definition.
#[derive(Debug)]
pub struct Effective {
    /// The definition.
    pub value: Value,
    /// What differs from the document, in the order in which it was changed.
    pub changes: Vec<Made>,
    /// What was found on the way.
    pub warnings: Vec<Diagnostic>,
}

/// One difference from the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The place at the time of the change.
    pub at: Pointer,
    /// `set`, `added`, `removed`, `renamed` or `moved`.
    pub what: &'static str,
    /// `overlay`, `repair` or `file`.
    pub by: &'static str,
    /// The key that it has now, where it was renamed.
    pub name: Option<String>,
    /// The action of the overlay, or why it was repaired.
    pub why: String,
    /// The text that it comes from: the overlay, or the one that was repaired.
    pub source: String,
    /// The line and the column there, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
}

impl Made {
    /// As an entry of a list.
    pub fn to_json(&self) -> Value {
        let (line, column) = self.position.unzip();
        json!({
            "pointer": self.at.as_str(), "change": self.what, "name": self.name, "by": self.by, "why": self.why,
            "file": self.source, "line": line, "column": column,
        })
    }
}

/// Writes a document as it was understood.
///
/// # Errors
///
/// All findings, when one of them is an error.
pub fn resolve(document: &Source, overlay: Option<&Source>, files: &dyn Files) -> Result<Effective, Vec<Diagnostic>> {
    let mut loaded = load::load(document, overlay, files, Extras::default());
    let repairs = std::mem::take(&mut loaded.repairs);
    loaded.locate();
    let warnings = std::mem::take(&mut loaded.diagnostics);
    if diagnostic::has_errors(&warnings) {
        return Err(warnings);
    }
    let mut changes = overlay.map(|overlay| of_overlay(&loaded, overlay)).unwrap_or_default();
    let mut value = loaded.value().0.clone();
    let done = repair::apply(repairs, &mut value);
    changes.extend(of_files(&value));
    changes.extend(of_repairs(&loaded, done));
    bundle::put_in(&mut value);
    changes.extend(bundle::without_dangling(&mut value).into_iter().map(|at| dangling(document, at)));
    if Dialect::of(&value).is_some_and(Dialect::has_json_schema) {
        changes.extend(names::without_addresses(&mut value).into_iter().map(|at| of_address(document, at)));
    }
    if Dialect::of(&value).is_some_and(Dialect::is_openapi3) {
        changes.extend(names::allowed(&mut value).into_iter().map(|(at, name)| of_name(document, at, &name)));
    }
    names::name_anchors(&mut value);
    Ok(Effective { value, changes, warnings })
}

fn of_overlay(loaded: &Loaded<'_>, overlay: &Source) -> Vec<Made> {
    let edits: Vec<_> = loaded.value().1.all().collect();
    let positions = overlay.positions(edits.iter().map(|edit| edit.by));
    let made = edits.iter().zip(positions).map(|(edit, position)| Made {
        at: edit.at.clone(),
        what: if edit.is_removed { "removed" } else { "set" },
        by: "overlay",
        name: None,
        why: edit.by.as_str().to_owned(),
        source: overlay.name().to_owned(),
        position,
    });
    made.collect()
}

fn of_files(value: &Value) -> Vec<Made> {
    let made = |path: &String| Made {
        at: bundle::place_of(path),
        what: "set",
        by: "file",
        name: None,
        why: "the document refers to it".to_owned(),
        source: path.clone(),
        position: None,
    };
    bundle::paths(value).map(made).collect()
}

/// A reference in a part that nothing reads, such as another tool's extension.
fn dangling(document: &Source, at: Pointer) -> Made {
    let position = position_in(document, &at);
    let why = "the reference leads nowhere, and nothing reads it".to_owned();
    repaired(document, "removed", (at.push("$ref"), position), why)
}

/// The address of a schema: references are by place here, and not relative to it.
fn of_address(document: &Source, at: Pointer) -> Made {
    let why = "references are by place, and would be relative to this address".to_owned();
    let position = position_in(document, &at);
    repaired(document, "removed", (at, position), why)
}

/// A component whose name has other letters than are allowed.
fn of_name(document: &Source, at: Pointer, name: &str) -> Made {
    let why = format!("the name of a component has letters, digits, `.`, `-` and `_`: it is called `{name}`");
    let position = position_in(document, &at);
    Made { name: Some(name.to_owned()), ..repaired(document, "renamed", (at, position), why) }
}

fn repaired(document: &Source, what: &'static str, (at, position): (Pointer, Option<(usize, usize)>), why: String) -> Made {
    Made { at, what, by: "repair", name: None, why, source: document.name().to_owned(), position }
}

fn position_in(document: &Source, at: &Pointer) -> Option<(usize, usize)> {
    document.positions([at]).into_iter().next().flatten()
}

fn of_repairs(loaded: &Loaded<'_>, repairs: Vec<Repair>) -> Vec<Made> {
    let mut located = repairs.clone();
    loaded.locate_repairs(&mut located);
    let made = repairs.into_iter().zip(located).map(|(repair, Repair { source, position, .. })| Made {
        what: repair.change.as_str(),
        by: "repair",
        name: match &repair.change {
            Change::Rename(name) => Some(name.clone()),
            _ => None,
        },
        // A new property stands in no text: what it was put into does.
        position: position.or_else(|| position_of_parent(loaded, &repair)),
        why: repair.why,
        at: bundle::public(&repair.at),
        source,
    });
    made.collect()
}

fn position_of_parent(loaded: &Loaded<'_>, repair: &Repair) -> Option<(usize, usize)> {
    let parent = repair.at.parent()?;
    let mut there = [Repair::new(parent, "", Change::Remove)];
    loaded.locate_repairs(&mut there);
    there.first()?.position
}
