//! Breaks recursion: a type that contains itself by value has a `Box` where the circle closes.
//!
//! What is boxed depends on the circle alone: within each group of types that contain one
//! another, a depth-first walk from the first name along sorted names boxes the edges that lead
//! back. A definition outside the circle changes nothing in it.

use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::lower::graph::components;
use crate::lower::types::Types;
use crate::lower::types::draft::{Draft, DraftShape};

/// Boxes the recursive places of all drafts.
pub(in crate::lower) fn break_cycles(types: &mut Types<'_>) {
    let edges = back_edges(types, |_| true);
    // A circle of nothing but required properties has no value: `Default` would never end.
    let endless = back_edges(types, |required| required);
    let all: Vec<Vec<Target>> = types.drafts.iter().map(|draft| targets(types, draft)).collect();
    for (index, draft) in types.drafts.iter_mut().enumerate() {
        for (ty, target) in draft.shape.types_mut().into_iter().zip(&all[index]) {
            if target.draft.is_some_and(|target| edges.contains(&(index, target))) {
                enclose(ty);
            }
        }
    }
    for (index, draft) in types.drafts.iter_mut().enumerate() {
        let DraftShape::Struct { properties, .. } = &mut draft.shape else {
            continue;
        };
        for (property, target) in properties.iter_mut().zip(&all[index]) {
            if target.required && target.draft.is_some_and(|target| endless.contains(&(index, target))) {
                property.required = false;
                let message = format!(
                    "`{}` is required but contains its own type, directly or through others; treated as optional, because no finite value exists",
                    property.wire
                );
                types.diagnostics.push(Diagnostic::warning(property.at.clone(), message));
            }
        }
    }
}

/// The edges that close a circle of types which contain one another by value.
fn back_edges(types: &Types<'_>, keep: impl Fn(bool) -> bool) -> HashSet<(usize, usize)> {
    let key = |index: &usize| types.drafts.get(*index).map(|draft| (draft.space, draft.name.as_str()));
    let graph: Vec<Vec<usize>> = types
        .drafts
        .iter()
        .map(|draft| {
            let kept = targets(types, draft).into_iter().filter(|target| keep(target.required));
            let targets: BTreeSet<usize> = kept.filter_map(|target| target.draft).collect();
            let mut targets: Vec<usize> = targets.into_iter().collect();
            targets.sort_by_key(key);
            targets
        })
        .collect();
    let group = components(&graph);
    let mut order: Vec<usize> = (0..graph.len()).collect();
    order.sort_by_key(key);
    let mut found = HashSet::new();
    let mut state = vec![Visit::New; graph.len()];
    for start in order {
        let mut stack = vec![(start, 0)];
        if state[start] != Visit::New {
            continue;
        }
        state[start] = Visit::Open;
        while let Some((node, next)) = stack.pop() {
            let Some(&target) = graph[node].get(next) else {
                state[node] = Visit::Closed;
                continue;
            };
            stack.push((node, next + 1));
            if group[target] != group[node] {
                continue;
            }
            match state[target] {
                Visit::New => {
                    state[target] = Visit::Open;
                    stack.push((target, 0));
                }
                Visit::Open => {
                    found.insert((node, target));
                }
                Visit::Closed => {}
            }
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Closed,
}

/// What a place of a draft contains by value.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Target {
    /// Whether it must be there.
    pub required: bool,
    /// The draft of its type, where it has one.
    pub draft: Option<usize>,
}

/// What each place of a draft contains by value.
pub(in crate::lower) fn targets(types: &Types<'_>, draft: &Draft) -> Vec<Target> {
    let required: Vec<bool> = match &draft.shape {
        DraftShape::Struct { properties, .. } => properties.iter().map(|property| property.required && !property.nullable).collect(),
        DraftShape::Other(ir::Shape::Alias(_)) => vec![true],
        DraftShape::Other(ir::Shape::Tuple(items)) => items.iter().map(|item| !matches!(item, ir::Type::Nullable(_))).collect(),
        DraftShape::Other(_) => Vec::new(),
    };
    let target = |(index, ty): (usize, &ir::Type)| Target {
        required: required.get(index).copied().unwrap_or_default(),
        draft: types.draft(ty.by_value(), draft.space),
    };
    draft.shape.types().into_iter().enumerate().map(target).collect()
}

/// Puts a type into a box.
pub(in crate::lower) fn enclose(ty: &mut ir::Type) {
    let inner = std::mem::replace(ty, ir::Type::Json);
    *ty = ir::Type::Boxed(Box::new(inner));
}
