//! A part of a document: the operations that somebody wants, and what they need.

use std::collections::BTreeSet;

use glob::{MatchOptions, Pattern};
use openapiv3::{OpenAPI, ParameterSchemaOrContent, PathItem, ReferenceOr};

use crate::diagnostic::Diagnostic;
use crate::hints::{Hints, Webhook};
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::operation::{self, Op, UNTAGGED};
use crate::lower::schema::view::SchemaRef;
use crate::names::{Case, NameScope, Reserved};
use crate::pointer::Pointer;
use crate::suggestion::closest;

/// How many of the names that there are an error lists.
const SHOWN: usize = 20;

/// Which operations are wanted. A selector is a tag, or a glob of paths where it begins with `/`: `*` and `?` stand for
/// characters of one segment, `**` for any number of segments. Tags are compared without regard to case and punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those that one of these selects; all when there is none.
    pub only: Vec<String>,
    /// But not those that one of these selects.
    pub without: Vec<String>,
}

impl Selection {
    /// Whether all operations are wanted.
    pub fn is_empty(&self) -> bool {
        self.only.is_empty() && self.without.is_empty()
    }
}

/// The places of what a selection keeps, and of what it leaves out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// Operations, the parameters of their paths, and definitions.
    pub kept: Vec<Pointer>,
    /// Operations, paths and definitions.
    pub left_out: Vec<Pointer>,
}

/// Leaves out of a document what is not selected, and what only that needs.
///
/// # Errors
///
/// A selector that selects nothing, or a selection that leaves nothing.
pub fn select(document: &mut OpenAPI, hints: &mut Hints, selection: &Selection) -> Result<Places, Vec<Diagnostic>> {
    let ops = operation::operations(document);
    let wanted = wanted(document, hints, &ops, selection)?;
    let (kept, left_out): (Vec<(&Op<'_>, bool)>, Vec<_>) = ops.iter().zip(wanted).partition(|(_, wanted)| *wanted);
    let (kept, left_out): (Vec<Op<'_>>, Vec<Op<'_>>) =
        (kept.into_iter().map(|(op, _)| *op).collect(), left_out.into_iter().map(|(op, _)| *op).collect());
    let mut places = Places { kept: kept.iter().map(Op::at).collect(), left_out: left_out.iter().map(Op::at).collect() };
    let is_kept = |path: &str| kept.iter().any(|op| op.path == path);
    for path in document.paths.paths.keys() {
        let of_path = ["paths", "x-ms-paths"].map(|list| Pointer::root().push(list).push(path));
        if is_kept(path) {
            places.kept.extend(of_path.map(|at| at.push("parameters")));
        } else {
            places.left_out.extend(of_path);
        }
    }

    let of_webhooks: Vec<bool> = hints.webhooks.iter().map(|webhook| is_webhook_wanted(webhook, &places.kept, selection)).collect();
    for (webhook, is_wanted) in hints.webhooks.iter().zip(&of_webhooks) {
        if *is_wanted { &mut places.kept } else { &mut places.left_out }.push(webhook.at.clone());
    }
    let webhooks = hints.webhooks.iter().zip(&of_webhooks).filter(|(_, is_wanted)| **is_wanted).map(|(webhook, _)| webhook);
    let mut definitions = Definitions::new(document, hints);
    definitions.reach(operation::roots(&kept).into_iter().chain(headers(&kept)).chain(webhooks.flat_map(operation::payloads_of)));
    let mut unneeded = BTreeSet::new();
    for definition in &definitions.all {
        if definition.reached {
            places.kept.push(definition.at.clone());
        } else {
            places.left_out.push(definition.at.clone());
            unneeded.insert(definition.name.to_owned());
        }
    }
    let client = Unneeded::of(document, hints, &kept, &left_out);
    let gone: BTreeSet<(String, &'static str)> = left_out.iter().map(|op| (op.path.to_owned(), op.slot)).collect();

    document.paths.paths.retain(|path, item| {
        let ReferenceOr::Item(item) = item else { return true };
        methods(item).into_iter().filter(|(method, _)| gone.contains(&(path.clone(), *method))).for_each(|(_, slot)| *slot = None);
        methods(item).into_iter().any(|(_, slot)| slot.is_some())
    });
    if let Some(components) = &mut document.components {
        components.schemas.retain(|name, _| !unneeded.contains(name));
        components.security_schemes.retain(|name, _| !client.schemes.contains(name));
    }
    let mut of_webhooks = of_webhooks.into_iter();
    hints.webhooks.retain(|_| of_webhooks.next().unwrap_or_default());
    let hinted = &mut hints.document.client;
    hinted.parameters.retain(|bound| !client.parameters.contains(&bound.name));
    hinted.servers.retain(|server| !client.servers.contains(&server.name));
    Ok(places)
}

/// Whether each operation is wanted.
fn wanted(document: &OpenAPI, hints: &Hints, ops: &[Op<'_>], selection: &Selection) -> Result<Vec<bool>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut hits = |texts: &[String]| {
        let mut all = vec![false; ops.len()];
        for text in texts {
            let one = hits(document, hints, ops, text, &mut problems);
            all.iter_mut().zip(one).for_each(|(all, one)| *all |= one);
        }
        all
    };
    let (only, without) = (hits(&selection.only), hits(&selection.without));
    let wanted = only.into_iter().zip(without).map(|(only, without)| (only || selection.only.is_empty()) && !without);
    let wanted: Vec<bool> = wanted.collect();
    if problems.is_empty() && !wanted.contains(&true) {
        problems.push(Diagnostic::error(Pointer::root(), "the selection leaves no operation"));
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}

/// Whether a selector selects each operation. That it selects none is a problem.
fn hits(document: &OpenAPI, hints: &Hints, ops: &[Op<'_>], text: &str, problems: &mut Vec<Diagnostic>) -> Vec<bool> {
    let mut problem = |message: String, help: String| problems.push(Diagnostic::error(Pointer::root(), message).help(help));
    if text.starts_with('/') {
        let pattern = match Pattern::new(text) {
            Ok(pattern) => pattern,
            Err(error) => {
                problem(format!("`{text}` is no glob of paths: {error}"), "write `[[]` for a bracket".to_owned());
                return Vec::new();
            }
        };
        let options = MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };
        let found: Vec<bool> = ops.iter().map(|op| pattern.matches_with(&operation::path_of(op), options)).collect();
        if !found.contains(&true) {
            let paths = ops.iter().map(operation::path_of).collect();
            problem(format!("`{text}` selects nothing: no path matches it"), there_is(text, &paths, "paths"));
        }
        return found;
    }
    let name = |tag: &str| NameScope::new(Reserved::Modules).natural(tag, Case::Snake);
    let hinted = |tag: &str| {
        let known = document.tags.iter().find(|known| known.name == tag)?;
        hints.tags.of(&known.extensions).name.clone()
    };
    let wanted = name(text.trim());
    let is_wanted = |tag: &str| name(tag) == wanted || hinted(tag).is_some_and(|hinted| name(&hinted) == wanted);
    let found: Vec<bool> = ops.iter().map(|op| tags(op).any(is_wanted)).collect();
    if !found.contains(&true) {
        let known = ops.iter().flat_map(tags).map(str::to_owned).collect();
        problem(format!("`{text}` selects nothing: no operation has this tag"), there_is(text, &known, "tags"));
    }
    found
}

/// Whether a request of the API's is wanted: a callback with its operation, a webhook by its tags.
fn is_webhook_wanted(webhook: &Webhook, kept: &[Pointer], selection: &Selection) -> bool {
    if let Some(source) = &webhook.callback {
        return kept.contains(&source.operation);
    }
    let name = |tag: &str| NameScope::new(Reserved::Modules).natural(tag.trim(), Case::Snake);
    let has = |selector: &String| !selector.starts_with('/') && webhook.operation.tags.iter().any(|tag| name(tag) == name(selector));
    (selection.only.is_empty() || selection.only.iter().any(has)) && !selection.without.iter().any(has)
}

/// The tags of an operation.
fn tags<'a>(op: &Op<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let tags = || op.operation.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
    let untagged = tags().next().is_none().then_some(UNTAGGED);
    tags().chain(untagged).collect::<Vec<_>>().into_iter()
}

/// What could have been meant.
fn there_is(text: &str, known: &BTreeSet<String>, what: &str) -> String {
    if let Some(near) = closest(text, known.iter().map(String::as_str)) {
        return format!("did you mean `{near}`?");
    }
    let mut listed: Vec<String> = known.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if known.len() > SHOWN {
        listed.push(format!("… and {} more", known.len() - SHOWN));
    }
    format!("the {what} are {}", listed.join(", "))
}

/// The schemas of the headers of responses.
fn headers<'a>(ops: &[Op<'a>]) -> Vec<SchemaRef<'a>> {
    let responses = ops.iter().flat_map(|op| op.operation.responses.responses.values().chain(&op.operation.responses.default));
    let headers = responses.filter_map(ReferenceOr::as_item).flat_map(|response| response.headers.values());
    let schemas = headers.filter_map(ReferenceOr::as_item).filter_map(|header| match &header.format {
        ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
        ParameterSchemaOrContent::Content(_) => None,
    });
    schemas.collect()
}

/// What a client is given that nobody else needs than operations that are left out.
struct Unneeded {
    schemes: BTreeSet<String>,
    parameters: BTreeSet<String>,
    servers: BTreeSet<String>,
}

impl Unneeded {
    fn of(document: &OpenAPI, hints: &Hints, kept: &[Op<'_>], left_out: &[Op<'_>]) -> Self {
        let only_left_out = |names: &dyn Fn(&[Op<'_>]) -> BTreeSet<String>| &names(left_out) - &names(kept);
        let default = document.security.iter().flatten().flat_map(|requirement| requirement.keys().cloned());
        let default: BTreeSet<String> = default.collect();
        let schemes = only_left_out(&|ops| {
            let own = ops.iter().flat_map(|op| op.operation.security.iter().flatten());
            own.flat_map(|requirement| requirement.keys().cloned()).collect()
        });
        let parameters = only_left_out(&|ops| {
            let placeholders = ops.iter().flat_map(|op| crate::request::placeholders(op.path)).map(str::to_owned);
            let declared = ops.iter().flat_map(Op::parameters).map(|one| one.parameter_data_ref().name.clone());
            placeholders.chain(declared).collect()
        });
        let servers =
            only_left_out(&|ops| ops.iter().filter_map(|op| hints.operations.of(&op.operation.extensions).server.clone()).collect());
        Self { schemes: &schemes - &default, parameters, servers }
    }
}

/// The operations of a path by their methods, in upper case.
fn methods(item: &mut PathItem) -> [(&'static str, &mut Option<openapiv3::Operation>); 8] {
    [
        ("DELETE", &mut item.delete),
        ("GET", &mut item.get),
        ("HEAD", &mut item.head),
        ("OPTIONS", &mut item.options),
        ("PATCH", &mut item.patch),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("TRACE", &mut item.trace),
    ]
}
