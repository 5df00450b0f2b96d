//! OpenAPI 3.0 model → intermediate representation: every decision about the output.
//!
//! # What names depend on
//!
//! A name is a function of the document's content, never of the order of its keys: definitions,
//! operations, properties and tags are sorted before anything is named. Beyond that, adding to a
//! document should rename nothing that was there. Names that only one thing asks for cannot
//! change, since each is made from its own wire name or path alone. Where two things ask for
//! the same name, nothing in the document tells which one came later, so the rules give the
//! name to the one that has the better claim to it and is the least likely to be new:
//!
//! - what operations use comes before definitions that nothing uses yet;
//! - a definition has its own name, whatever else would be called so after the place it stands
//!   in; the types of operations come before those that stand for an operation, and these before
//!   the aliases of their calls;
//! - what is spelled as most names of its kind are comes before the odd one;
//! - a wire name that already is the identifier comes before one that has to be changed;
//! - an operation on the path of its resource comes before one elsewhere, one whose id is the
//!   name before one that is shortened to it, and a shorter path before a longer one;
//! - at last, what sorts first.
//!
//! Schemas without names that are equal are one type, which has the shortest of their names, or that of the definition that
//! they are a copy of. Each keeps its own name as another one for that type, and objects use their own names for what they
//! hold: a further copy elsewhere changes what a name stands for, and no name.
//!
//! Types of operations lie in the module of their tag, definitions in `types`, so that neither
//! renames the other. Tags that give the same module share it.

mod client;
pub mod example_values;
mod graph;
mod operations;
mod passes;
mod report;
mod schema;
mod selection;
mod types;
mod webhooks;

use std::sync::Arc;

use openapiv3::OpenAPI;

use self::operations::context::OperationLowering;
use self::operations::{endpoint, modules, pagination};
use self::passes::usage::Usage;
use self::passes::{
    alternatives, arguments, attributes, constraints, defaults, derives, equal_types, examples, large_fields, late_types, links, recursion,
    secrets, type_examples, type_files,
};
pub(crate) use self::report::free_form::unused;
pub use self::report::free_form::{FreeForm, free_form};
use self::schema::definitions::Definitions;
use self::schema::media;
use self::schema::operation::{self, Op};
pub use self::selection::{Selection, select};
use self::types::Types;
use self::types::examples::beside;
use crate::diagnostic::Diagnostic;
use crate::hints::Hints;
use crate::ir;

/// Decides what is generated for a document, and says what cannot be expressed.
pub fn lower(document: &OpenAPI, hints: &Hints, diagnostics: &mut Vec<Diagnostic>) -> ir::Api {
    let ops = operation::operations(document);
    let definitions = Arc::new(definitions(document, hints, &ops));
    let types = |examples| Types::new(Arc::clone(&definitions), examples, media::has_xml(&ops));
    beside(&definitions, |examples| lower_with(document, hints, &ops, types(examples), diagnostics))
}

/// Does so with what is known of the types.
fn lower_with<'a>(
    document: &'a OpenAPI,
    hints: &'a Hints,
    ops: &[Op<'a>],
    mut types: Types<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ir::Api {
    client::check_bound(document, &hints.document.client, ops, diagnostics);
    let schemes = client::schemes(document, diagnostics);
    let auth = client::auth(document, &schemes, diagnostics);
    let mut tagged = modules::modules(document, hints, ops);

    types.define_all();
    let mut lowering = OperationLowering::new(document, hints, ops, types, schemes.clone(), auth);
    let endpoints: Vec<Vec<ir::Endpoint>> = tagged.iter().enumerate().map(|(index, module)| lowering.module(index, module)).collect();
    let of_webhooks = webhooks::module(hints).map(|module| (webhooks::lower(&mut lowering, ops, tagged.len()), module));
    let (sent, module): (Option<webhooks::LoweredWebhooks>, Option<_>) = of_webhooks.unzip();
    tagged.extend(module);
    let OperationLowering { mut types, auth, mut pagings, bound_docs, uses, shapes, .. } = lowering;
    pagination::note_features(&mut pagings, &tagged, &endpoints);

    let own_names = equal_types::merge(&mut types, &uses);
    recursion::break_cycles(&mut types);
    large_fields::box_large(&mut types);
    own_names.restore(&mut types);
    let usage = Usage::new(&types, &uses, tagged.len());
    let (xml, mut found) = shapes.finish(&types);
    types.check_formats();
    diagnostics.append(&mut types.diagnostics);
    let own_types = std::mem::take(&mut types.own).finish();
    diagnostics.append(&mut found);
    let free = types.free();
    types.examples.finish(&mut types.drafts);
    let (groups, mut inline) = type_files::finish(types.drafts, usage, &tagged);
    // Their module comes last, and has no operations.
    let sent = sent.and_then(|sent| Some((sent, tagged.pop()?, inline.pop()?)));
    let modules = tagged.into_iter().zip(endpoints).zip(inline).map(|((module, endpoints), types)| ir::Module {
        name: module.name,
        feature: module.feature,
        handle: module.handle,
        tag: module.tag,
        doc: module.doc,
        endpoints,
        types,
    });
    let mut modules: Vec<ir::Module> = modules.collect();
    let webhooks = sent.map(|(sent, module, types)| sent.finish(module, types, &mut modules));
    let mut api = ir::Api {
        title: document.info.title.trim().to_owned(),
        version: document.info.version.trim().to_owned(),
        doc: endpoint::description(document),
        client: client::client(document, &hints.document.client, &bound_docs, schemes, auth),
        pagings,
        types: groups,
        modules,
        webhooks,
        own_types,
        xml,
        free,
    };
    links::settle(&mut api, diagnostics);
    alternatives::settle(&mut api);
    arguments::settle(&mut api);
    constraints::settle(&mut api);
    defaults::settle(&mut api);
    late_types::settle(&mut api, diagnostics);
    let mut all_derive = hints.document.derives.clone();
    type_examples::settle(&mut api);
    attributes::settle(&mut api, &hints.document.attributes, &mut all_derive, diagnostics);
    derives::settle(&mut api, &all_derive, diagnostics);
    secrets::note(&mut api);
    examples::add(&mut api);
    api
}

/// The definitions, with a mark at those that operations need.
fn definitions<'a>(document: &'a OpenAPI, hints: &'a Hints, ops: &[Op<'a>]) -> Definitions<'a> {
    let mut definitions = Definitions::new(document, hints);
    definitions.reach(operation::roots(ops).into_iter().chain(operation::payloads(hints)));
    definitions
}
