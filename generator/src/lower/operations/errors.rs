//! What errors carry: each by itself, and the type that all of an operation's errors read as.

use openapiv3::{ReferenceOr, StatusCode};

use crate::ir::{self, StatusPattern};
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Media, choose};
use crate::lower::schema::operation::{Op, is_success, success_by_default, successes};
use crate::lower::types::draft::{Draft, DraftShape, NamePath};
use crate::lower::types::unions::name_of;
use crate::names::{Case, NameScope, Reserved};

impl<'a> OperationLowering<'a> {
    /// What responses that are no success carry, as far as it is JSON.
    pub(in crate::lower) fn errors(&mut self, op: &Op<'a>, name_path: &NamePath) -> Vec<ir::ErrorResponse> {
        let responses = &op.operation.responses;
        let stands_for_success = successes(op).is_empty() && success_by_default(op).is_some();
        let default = responses.default.as_ref().filter(|_| !stands_for_success);
        let failures = responses.responses.iter().filter(|(status, _)| !is_success(op, status));
        let declared = failures.filter_map(|(status, response)| Some((statuses(status), response.as_item()?)));
        let declared = declared.chain(default.and_then(ReferenceOr::as_item).map(|response| (StatusPattern::Others, response)));
        let mut errors = Vec::new();
        for (status, response) in declared {
            let Some(slot) = choose(&response.content).filter(|choice| choice.media == Media::Json).and_then(|choice| choice.slot) else {
                continue;
            };
            let ty = self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), &word(status))).inside();
            errors.push(ir::ErrorResponse { status, doc: docs::of_text(Some(&response.description)), ty });
        }
        errors
    }

    /// The type that reads all errors of an operation: the one that there is, or a choice by the status. Operations
    /// share a choice between the same types, each under a name of its own; what one of them declares is declared for all.
    pub(in crate::lower) fn error_type(&mut self, op: &Op<'a>, errors: &[ir::ErrorResponse], name_path: &NamePath) -> Option<ir::Type> {
        let mut types: Vec<ir::Type> = errors.iter().map(|error| error.ty.clone()).collect();
        types.sort_by_cached_key(|ty| (name_of(ty), format!("{ty:?}")));
        types.dedup();
        let [_, _, ..] = types.as_slice() else {
            return types.pop();
        };
        let name_path = name_path.child("failure");
        let (choice, ty) = if types.iter().any(is_here) {
            let choice = self.choice(op, &types, &words(&types, errors), &name_path);
            (choice, self.type_of(choice, ir::Home::Here))
        } else {
            let words = words(&types, errors);
            let known = self.error_choices.iter().find(|(known, _)| *known == types).map(|(_, choice)| *choice);
            let choice = known.unwrap_or_else(|| {
                let choice = self.choice(op, &types, &words, &NamePath::new(0, words.join(" or ")));
                self.error_choices.push((types.clone(), choice));
                choice
            });
            let shared = self.type_of(choice, ir::Home::Types);
            let alias = self.add_type(op, &name_path, errors_of(op), ir::Shape::Alias(shared));
            (choice, self.type_of(alias, ir::Home::Here))
        };
        if let Some(Draft { shape: DraftShape::Other(ir::Shape::Errors { rows, .. }), .. }) = self.types.drafts.get_mut(choice) {
            for error in errors {
                declare(rows, error.status, types.iter().position(|ty| *ty == error.ty));
            }
        }
        Some(ty)
    }

    /// A choice between types, not declared for any status yet.
    fn choice(&mut self, op: &Op<'a>, types: &[ir::Type], words: &[String], name_path: &NamePath) -> usize {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let idents = NameScope::new(Reserved::Variants).claim_all(&words, Case::Camel);
        let variants = idents
            .into_iter()
            .zip(types)
            .map(|(name, ty)| ir::UnionVariant {
                name,
                ty: ty.clone(),
                constraints: ir::Constraints::default(),
                from: ir::Conversion::None,
            })
            .collect();
        let doc = if name_path.space == 0 { "What errors carry, by the status of the response.".to_owned() } else { errors_of(op) };
        self.add_type(op, name_path, doc, ir::Shape::Errors { variants, rows: Vec::new() })
    }

    /// Adds a type about the responses of an operation.
    pub(in crate::lower) fn add_type(&mut self, op: &Op<'a>, name_path: &NamePath, doc: String, shape: ir::Shape) -> usize {
        let at = op.at().push("responses");
        let name = self.types.claim(name_path, &at);
        let (doc, shape) = (ir::Doc(doc), DraftShape::Other(shape));
        self.types.add(Draft {
            name,
            space: name_path.space,
            doc,
            deprecated: false,
            changes: None,
            constraints: ir::Constraints::default(),
            derives: Vec::new(),
            attributes: Vec::new(),
            example: None,
            at,
            shape,
        })
    }

    /// The type that a draft becomes.
    pub(in crate::lower) fn type_of(&self, draft: usize, home: ir::Home) -> ir::Type {
        self.types.drafts.get(draft).map_or(ir::Type::Json, |draft| ir::Type::Named { name: draft.name.clone(), home })
    }
}

fn errors_of(op: &Op<'_>) -> String {
    format!("What the errors of `{}` carry, by the status of the response.", op.id())
}

/// Adds an alternative to those of a status.
fn declare(rows: &mut Vec<(StatusPattern, Vec<usize>)>, status: StatusPattern, variant: Option<usize>) {
    let place = rows.partition_point(|(known, _)| *known < status);
    if rows.get(place).is_none_or(|(known, _)| *known != status) {
        rows.insert(place, (status, Vec::new()));
    }
    if let Some((_, variants)) = rows.get_mut(place) {
        variants.extend(variant);
        variants.sort_unstable();
        variants.dedup();
    }
}

/// Whether a type belongs to one operation.
pub(in crate::lower) fn is_here(ty: &ir::Type) -> bool {
    matches!(ty.innermost(), ir::Type::Named { home: ir::Home::Here, .. })
}

/// What alternatives are called: after their types, or after the status where the type is named after the operation.
fn words(types: &[ir::Type], errors: &[ir::ErrorResponse]) -> Vec<String> {
    let first = |ty: &ir::Type| errors.iter().find(|error| error.ty == *ty && is_here(ty));
    types.iter().map(|ty| first(ty).map_or_else(|| name_of(ty), |error| word(error.status))).collect()
}

fn word(status: StatusPattern) -> String {
    if status == StatusPattern::Others { "error".to_owned() } else { format!("error {status}") }
}

fn statuses(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::One(*code),
        StatusCode::Range(hundred) => StatusPattern::Hundred(*hundred),
    }
}
