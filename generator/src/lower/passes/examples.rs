//! An example for each operation, once all types are settled: the arguments that it needs, one or two of what it takes
//! besides, and what becomes of the result.

mod values;

use self::values::Values;
use crate::ir::{self, Outcome, ResponseKind, Sample};
use crate::lower::passes::late_types;
use crate::names::{Case, Ident, NameScope, Reserved, words};

/// How many fields of a body are set beside the required ones.
const SETTERS: usize = 2;

/// Gives each operation its example.
pub(in crate::lower) fn add(api: &mut ir::Api) {
    let examples: Vec<Vec<ir::Example>> = {
        let index = ir::TypeIndex::new(api);
        let of_module = |module: &ir::Module| {
            let values = Values { index: &index, module: module.namespace() };
            module.endpoints.iter().map(|endpoint| example(&values, module, endpoint)).collect()
        };
        api.modules.iter().map(of_module).collect()
    };
    for (module, examples) in api.modules.iter_mut().zip(examples) {
        for (endpoint, example) in module.endpoints.iter_mut().zip(examples) {
            endpoint.example = example;
        }
    }
}

fn example(values: &Values<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> ir::Example {
    let outcome = outcome(values, module, endpoint);
    let mut example = ir::Example {
        args: endpoint.args.iter().map(|arg| values.of_arg(arg)).collect(),
        body: endpoint.body.as_ref().map(|body| values.of_body(&body.kind, SETTERS)),
        options: option(values, endpoint).into_iter().collect(),
        outcome,
        is_sketch: false,
    };
    let is_late = match &endpoint.response.kind {
        ResponseKind::Json(ty) => late_types::has_no_default(values.index, ty, values.module),
        _ => false,
    };
    let is_guess = |sample: &Sample| matches!(sample, Sample::Own { is_given: false, .. });
    example.is_sketch = is_late || example.samples().into_iter().any(is_guess);
    example
}

/// The optional parameter that says most: the first with a plain value that neither walks the list nor is a matter of taste.
fn option(values: &Values<'_>, endpoint: &ir::Endpoint) -> Option<(usize, Sample)> {
    let body = endpoint.body.is_some();
    let mut plain = endpoint.options.iter().enumerate().filter(|(_, arg)| values.is_plain(&arg.ty) && !is_paging(&arg.wire));
    let (place, arg) = plain.next().filter(|_| !body)?;
    Some((place, values.of_arg(arg)))
}

/// Whether a parameter by this name says which part of a list is meant.
fn is_paging(wire: &str) -> bool {
    const PAGING: &[&str] = &["page", "per_page", "limit", "offset", "cursor", "size", "page_size", "count", "skip", "top"];
    PAGING.contains(&wire.trim_start_matches('$').to_ascii_lowercase().as_str())
}

fn outcome(values: &Values<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> Outcome {
    match &endpoint.response.kind {
        ResponseKind::Empty => Outcome::Nothing,
        ResponseKind::Page { item, .. } | ResponseKind::Sequence { item, .. } => {
            let item = variable(item, "item");
            let plural = if module.name.as_str().is_empty() { "items" } else { module.name.as_str() };
            Outcome::Stream { items: claim([plural, "items"], item.as_str()), item }
        }
        ResponseKind::Json(ir::Type::List(item)) => Outcome::Each { item: variable(item, "item") },
        ResponseKind::Json(ty) => Outcome::Print { name: variable(ty, "value"), field: values.significant_field(ty) },
        ResponseKind::ByStatus(_) => Outcome::Print { name: claim(["outcome"], ""), field: None },
        ResponseKind::Text => Outcome::Print { name: claim(["text"], ""), field: None },
        ResponseKind::Bytes => Outcome::Save { file: values::file_of(endpoint) },
    }
}

/// A name for a variable of this type.
fn variable(ty: &ir::Type, fallback: &str) -> Ident {
    let name = match ty {
        ir::Type::Named { name, .. } => words(name.as_str()).join("_"),
        _ => fallback.to_owned(),
    };
    claim([name.as_str(), fallback], "")
}

/// The first of these names that the client and another variable leave free.
fn claim<const N: usize>(names: [&str; N], other: &str) -> Ident {
    let mut scope = NameScope::new(Reserved::Nothing);
    scope.claim("client", Case::Snake);
    if !other.is_empty() {
        scope.claim(other, Case::Snake);
    }
    scope.claim_first(names, Case::Snake)
}
