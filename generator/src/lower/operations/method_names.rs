//! The names of methods: what a person would call an operation who already holds its resource.
//!
//! `createGroup` in `groups` is `create`, `uploadGroupLogo` is `upload_logo`, `getGroups` is
//! `list`, `deleteGuestByEmail` in `guests` is `delete_by_email`. The resource's words are left
//! out where they come first or right after the first word; nowhere else, because
//! `getOrganizationGroups` is not `get_organization`. This name depends on the operation and
//! its tag alone. Where two operations of a module come to the same one, these are served first:
//!
//! 1. those with an `x-name`,
//! 2. those on the resource's own path (`/groups`, `/groups/{id}`),
//! 3. those whose id is the name, before those whose id only loses the resource's words, before
//!    those whose verb changes (`getGroups` → `list`),
//! 4. those whose id is spelled as most ids of the document are,
//! 5. those with the shorter path,
//!
//! and at last by id, path and method. Who comes late takes the whole id, then method and path,
//! then a number.

use std::cmp::Reverse;

use crate::diagnostic::Diagnostic;
use crate::hints::Hints;
use crate::lower::schema::operation::{Op, Tagged};
use crate::names::{Case, Ident, NameScope, Reserved, Styles, is_plural_of, is_singular_or_plural_of, words};

/// The names that an operation may have.
struct Preferred {
    rank: u8,
    /// Best first.
    names: Vec<String>,
}

/// The method names of a module's operations, in their order.
pub(in crate::lower) fn names(module: &Tagged<'_>, hints: &Hints, styles: &Styles, diagnostics: &mut Vec<Diagnostic>) -> Vec<Ident> {
    let resources: Vec<Vec<String>> = module.resource.iter().map(|name| words(name)).collect();
    let preferences: Vec<Preferred> = module.ops.iter().map(|op| preferred(op, hints, &resources)).collect();
    let mut order: Vec<(usize, &Op<'_>, &Preferred)> =
        module.ops.iter().zip(&preferences).enumerate().map(|(index, (op, preferred))| (index, op, preferred)).collect();
    order.sort_by_cached_key(|(_, op, preferred)| {
        let (id, depth) = (op.id(), op.path.split('/').count());
        let foreign = !is_at_home(op, &resources);
        (preferred.rank > 0, foreign, preferred.rank, Reverse(styles.popularity(&id)), depth, id, op.path.to_owned(), op.method)
    });
    let mut scope = NameScope::new(Reserved::Methods);
    let mut names: Vec<Option<Ident>> = vec![None; preferences.len()];
    for (index, op, preferred) in order {
        // The last resort is only put together where it is needed.
        let by_path = std::iter::once_with(|| path_words(op, true).join("_")).filter(|_| preferred.rank > 0);
        let ident = scope.claim_first(preferred.names.iter().cloned().chain(by_path), Case::Snake);
        let is = |name: &String| scope.natural(name, Case::Snake) == ident.as_str();
        if !preferred.names.iter().any(is) && (preferred.rank == 0 || !is(&path_words(op, true).join("_"))) {
            let message = format!("`{}` has the name of another operation, and becomes `{}`", op.id(), ident.as_str());
            diagnostics.push(Diagnostic::warning(op.at(), message).help("choose a name with `x-name`"));
        }
        names[index] = Some(ident);
    }
    names.into_iter().flatten().collect()
}

fn preferred(op: &Op<'_>, hints: &Hints, resources: &[Vec<String>]) -> Preferred {
    if let Some(name) = &hints.operations.of(&op.operation.extensions).name {
        return Preferred { rank: 0, names: vec![name.clone()] };
    }
    let id = op.operation.operation_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let whole = id.map_or_else(|| path_words(op, false), words);
    let nouns = nouns(op.path);
    let best = resources.iter().map(|resource| shorten(&whole, resource, &nouns, op)).min_by_key(Vec::len);
    let best = best.unwrap_or_else(|| whole.clone());
    let rank = if best == whole {
        1
    } else if best == ["list"] && !whole.iter().any(|word| word == "list") {
        3
    } else {
        2
    };
    Preferred { rank, names: vec![best.join("_"), whole.join("_")] }
}

/// Whether an operation lies on the path of its resource, or of one of its items.
fn is_at_home(op: &Op<'_>, resources: &[Vec<String>]) -> bool {
    let own = op.path.rsplit('/').find(|segment| !segment.starts_with('{')).map(words).unwrap_or_default();
    resources.iter().any(|resource| strip(&own, resource).is_some_and(<[String]>::is_empty))
}

/// The words without those of the resource, where they come first or after the verb.
fn shorten(whole: &[String], resource: &[String], nouns: &[String], op: &Op<'_>) -> Vec<String> {
    let rest = strip(whole, resource).filter(|rest| !rest.is_empty()).unwrap_or(whole);
    after_verb(rest, resource, nouns, op).unwrap_or_else(|| rest.to_vec())
}

/// The words without those of the resource after the first one; none if they do not stand there.
fn after_verb(words: &[String], resource: &[String], nouns: &[String], op: &Op<'_>) -> Option<Vec<String>> {
    let (verb, after) = words.split_first()?;
    // `organizationGroups` is no verb and its resource: only the path can tell.
    if nouns.iter().any(|noun| is_singular_or_plural_of(noun, verb)) {
        return None;
    }
    let (all, after) = after.split_at(after.iter().take_while(|word| *word == "all").count());
    let rest = strip(after, resource)?;
    let many = !all.is_empty() || (is_plural(after, resource) && !op.path.ends_with('}'));
    if rest.is_empty() && many && verb == "get" && op.method == "GET" {
        return Some(vec!["list".to_owned()]);
    }
    Some(std::iter::once(verb).chain(all).chain(rest).cloned().collect())
}

/// What follows the resource's words, when they come first.
fn strip<'w>(words: &'w [String], resource: &[String]) -> Option<&'w [String]> {
    let (last, before) = resource.split_last()?;
    let (head, tail) = (words.get(..before.len())?, words.get(before.len()..)?);
    let (word, rest) = tail.split_first()?;
    (head == before && is_singular_or_plural_of(word, last)).then_some(rest)
}

/// Whether the resource's words, which come first, are in the plural.
fn is_plural(words: &[String], resource: &[String]) -> bool {
    let (Some(word), Some(last)) = (words.get(resource.len().saturating_sub(1)), resource.last()) else {
        return false;
    };
    // A resource that is named in the plural is its own plural; `status` and `address` are none.
    let named_so = word == last && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    is_plural_of(word, last) || named_so
}

/// The collections on a path: segments that a parameter follows.
fn nouns(path: &str) -> Vec<String> {
    let segments: Vec<&str> = path.split('/').collect();
    let collections = segments.windows(2).filter_map(|pair| match pair {
        [collection, item] if item.starts_with('{') && !collection.starts_with('{') => words(collection).pop(),
        _ => None,
    });
    collections.collect()
}

/// Method and path as words; with all the parameters, or only one that comes last.
fn path_words(op: &Op<'_>, parameters: bool) -> Vec<String> {
    let mut found = vec![op.method.to_ascii_lowercase()];
    let segments: Vec<&str> = op.path.split('/').filter(|segment| !segment.is_empty()).collect();
    for (index, segment) in segments.iter().enumerate() {
        let parameter = segment.starts_with('{');
        if !parameter {
            found.extend(words(segment));
        } else if parameters || index + 1 == segments.len() {
            found.push("by".to_owned());
            found.extend(words(segment));
        }
    }
    found
}
