//! Drafts → definitions, in groups that the same features need.
//!
//! A group that one feature needs has the feature's name, one that several need that of its
//! first type. The files are private: types are reached as `types::Name` wherever they lie.

use std::collections::BTreeMap;

use crate::ir;
use crate::ir::UNUSED;
use crate::lower::passes::fields::fields;
use crate::lower::passes::usage::Usage;
use crate::lower::schema::operation::Tagged;
use crate::lower::types::draft::{Draft, DraftShape};
use crate::names::{Case, NameScope, Reserved};

/// The finished types of `types`, and those of each module.
pub(in crate::lower) fn finish(drafts: Vec<Draft>, usage: Usage, modules: &[Tagged<'_>]) -> (Vec<ir::TypeGroup>, Vec<Vec<ir::TypeDef>>) {
    let mut shared: BTreeMap<Vec<usize>, Vec<ir::TypeDef>> = BTreeMap::new();
    let mut inline: Vec<Vec<ir::TypeDef>> = modules.iter().map(|_| Vec::new()).collect();
    for ((draft, sent), features) in drafts.into_iter().zip(usage.sent).zip(usage.modules) {
        let space = draft.space;
        let def = define(draft, sent);
        match space.checked_sub(1).and_then(|module| inline.get_mut(module)) {
            Some(defs) => defs.push(def),
            None => shared.entry(features).or_default().push(def),
        }
    }
    for defs in &mut inline {
        defs.sort_by(|a, b| a.name.cmp(&b.name));
    }
    (groups(shared, modules), inline)
}

fn define(draft: Draft, sent: bool) -> ir::TypeDef {
    let shape = match draft.shape {
        DraftShape::Struct { properties, rest, is_tuple } => ir::Shape::Struct(fields(properties, rest, is_tuple, sent)),
        DraftShape::Other(shape) => shape,
    };
    let Draft { name, doc, deprecated, changes, constraints, derives, attributes, example, at, .. } = draft;
    let example = example.map(ir::TypeExample::Json);
    ir::TypeDef { name, doc, shape, derives, attributes, sent, is_parameter: false, deprecated, changes, constraints, example, at }
}

fn groups(shared: BTreeMap<Vec<usize>, Vec<ir::TypeDef>>, modules: &[Tagged<'_>]) -> Vec<ir::TypeGroup> {
    let mut scope = NameScope::new(Reserved::Modules);
    let feature = |module: &usize| match modules.get(*module) {
        Some(module) => module.feature.clone(),
        None => UNUSED.to_owned(),
    };
    let mut groups = Vec::new();
    // Those of one feature first, so that they have its name.
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_by_key(|(features, _)| features.len() != 1);
    for (features, mut types) in shared {
        types.sort_by(|a, b| a.name.cmp(&b.name));
        let preferred = match (features.as_slice(), types.first()) {
            ([], _) => "aliases",
            // The module of that name is another file.
            ([one], _) if modules.get(*one).is_some_and(|module| module.feature == ir::WEBHOOK) => "webhook payloads",
            ([one], _) => modules.get(*one).map_or(UNUSED, |module| module.name.as_str()),
            (_, Some(first)) => first.name.as_str(),
            (_, None) => "shared",
        };
        let mut features: Vec<String> = features.iter().map(feature).collect();
        features.sort();
        groups.push(ir::TypeGroup { name: scope.claim(preferred, Case::Snake), features, types });
    }
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups
}
