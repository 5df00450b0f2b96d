//! What values must be like: the part of a table that the feature `constraints` reads.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use crate::emit::tokens::ident;
use crate::ir::{self, Constraint, Constraints, ParamLocation};

/// The levels of constraints, a pair of brackets each.
pub(super) fn levels(constraints: &Constraints) -> TokenStream {
    let levels = constraints.0.iter().map(|level| {
        let level = level.iter().map(constraint);
        quote!([#(#level),*])
    });
    quote!(#(#levels)*)
}

fn constraint(of: &Constraint) -> TokenStream {
    let count = |count: &usize| Literal::usize_unsuffixed(*count);
    match of {
        Constraint::Minimum(limit) => quote!(Minimum(#limit)),
        Constraint::ExclusiveMinimum(limit) => quote!(ExclusiveMinimum(#limit)),
        Constraint::Maximum(limit) => quote!(Maximum(#limit)),
        Constraint::ExclusiveMaximum(limit) => quote!(ExclusiveMaximum(#limit)),
        Constraint::MultipleOf(limit) => quote!(MultipleOf(#limit)),
        Constraint::Pattern(pattern) => quote!(Pattern(#pattern)),
        Constraint::UniqueItems => quote!(UniqueItems),
        Constraint::MinLength(limit) => with(count(limit), "MinLength"),
        Constraint::MaxLength(limit) => with(count(limit), "MaxLength"),
        Constraint::MinItems(limit) => with(count(limit), "MinItems"),
        Constraint::MaxItems(limit) => with(count(limit), "MaxItems"),
        Constraint::MinProperties(limit) => with(count(limit), "MinProperties"),
        Constraint::MaxProperties(limit) => with(count(limit), "MaxProperties"),
        Constraint::Items(from, to, inner) => {
            let (from, to) = (count(from), to.as_ref().map_or_else(|| quote!(usize::MAX), |to| count(to).into_token_stream()));
            let levels = inner.0.iter().map(|level| {
                let level = level.iter().map(constraint);
                quote!(&[#(#level),*])
            });
            quote!(Items(#from, #to, &[#(#levels),*]))
        }
    }
}

fn with(limit: Literal, name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(#name(#limit))
}

/// Those of an object, if requests carry it and it has any.
pub(super) fn object(def: &ir::TypeDef, shape: &ir::Struct) -> Option<TokenStream> {
    let own = (!def.constraints.is_empty()).then(|| levels(&def.constraints)).map(|levels| quote!(own => #levels;));
    let fields: Vec<_> = shape.fields.iter().filter(|field| !field.constraints.is_empty()).collect();
    let rows = fields.iter().map(|field| {
        let (wire, levels) = (&field.wire, levels(&field.constraints));
        quote!(#wire => #levels;)
    });
    let additional = &shape.additional_constraints;
    let others = (!additional.is_empty()).then(|| levels(additional)).map(|levels| quote!(.. => #levels;));
    let is_empty = own.is_none() && fields.is_empty() && others.is_none();
    (def.sent && !is_empty).then(|| quote!({ #own #(#rows)* #others }))
}

/// Those of the alternatives of a union, if requests carry it and they have any.
pub(super) fn variants<'v>(
    def: &ir::TypeDef,
    variants: impl Iterator<Item = (&'v crate::names::Ident, &'v Constraints)>,
) -> Option<TokenStream> {
    let rows: Vec<_> = variants
        .filter(|(_, constraints)| !constraints.is_empty())
        .map(|(name, constraints)| {
            let (name, levels) = (ident(name), levels(constraints));
            quote!(#name => #levels;)
        })
        .collect();
    (def.sent && !rows.is_empty()).then(|| quote!({ #(#rows)* }))
}

/// Those of the parameters and of the body of an operation, if they have any.
pub(super) fn input(endpoint: &ir::Endpoint) -> Option<TokenStream> {
    let bound = endpoint.bound_constraints.iter().map(|one| (one.place, &one.wire, false, &one.constraints));
    let args = endpoint.args.iter().chain(&endpoint.options).filter(|arg| arg.is_checked);
    let args = args.map(|arg| (arg.place, &arg.wire, arg.may_be_empty, &arg.constraints));
    let mut rows: Vec<_> = bound.chain(args).map(parameter).collect();
    rows.extend(endpoint.body.as_ref().filter(|body| body.is_checked).map(|body| {
        let levels = own_levels(&body.constraints);
        quote!(Body "" => #levels;)
    }));
    (!rows.is_empty()).then(|| quote!({ #(#rows)* }))
}

/// The levels of a value that is checked: what is in it may have constraints where the value has none.
fn own_levels(constraints: &Constraints) -> TokenStream {
    if constraints.is_empty() { quote!([]) } else { levels(constraints) }
}

fn parameter((place, wire, may_be_empty, constraints): (ParamLocation, &String, bool, &Constraints)) -> TokenStream {
    let place = match place {
        ParamLocation::Path => quote!(Path),
        ParamLocation::Query | ParamLocation::QueryString => quote!(Query),
        ParamLocation::Header => quote!(Header),
        ParamLocation::Cookie => quote!(Cookie),
        ParamLocation::Form | ParamLocation::PartHeader => quote!(Form),
    };
    let empty = may_be_empty.then(|| quote!(or_empty));
    let levels = own_levels(constraints);
    quote!(#place #wire #empty => #levels;)
}
