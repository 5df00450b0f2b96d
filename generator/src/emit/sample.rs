//! The values of examples, as programs write them.

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir::{self, Presence, Sample, Shape, Type};

/// The value of a parameter, where it is handed over.
pub(super) fn argument(printer: &mut FilePrinter<'_>, arg: &ir::Arg, value: &Sample) -> TokenStream {
    let ty = &arg.ty;
    if arg.by_reference {
        return reference(printer, ty, value);
    }
    match printer.resolve(ty).into_owned() {
        Type::Json => {
            let value = exact(printer, ty, value);
            quote!(&#value)
        }
        Type::Nullable(inner) => exact(printer, &inner, value),
        ty => handed(printer, &ty, value),
    }
}

/// A value that a constant holds: a scalar, or a variant of an enum.
pub(super) fn constant(printer: &mut FilePrinter<'_>, ty: &Type, value: &Sample) -> TokenStream {
    match value {
        Sample::Variant(name) => {
            let (path, name) = (printer.ty(ty), ident(name));
            quote!(#path::#name)
        }
        value => exact(printer, ty, value),
    }
}

/// A body, where it is handed over.
pub(super) fn body(printer: &mut FilePrinter<'_>, kind: &ir::BodyKind, value: &Sample) -> TokenStream {
    let Some(ty) = kind.value_type() else {
        return handed(printer, &if matches!(value, Sample::File(_)) { Type::File } else { Type::String }, value);
    };
    reference(printer, ty, value)
}

/// A value of which a reference is handed over.
fn reference(printer: &mut FilePrinter<'_>, ty: &Type, value: &Sample) -> TokenStream {
    match (printer.resolve(ty).into_owned(), value) {
        (Type::String, Sample::Text(text)) => quote!(#text),
        (Type::List(item), Sample::List(values)) if !values.is_empty() => {
            let values: Vec<_> = values.iter().map(|value| exact(printer, &item, value)).collect();
            quote!(&[#(#values),*])
        }
        (ty, value) => {
            let value = exact(printer, &ty, value);
            quote!(&#value)
        }
    }
}

/// A value for an argument that takes whatever becomes one.
fn handed(printer: &mut FilePrinter<'_>, ty: &Type, value: &Sample) -> TokenStream {
    match (printer.resolve(ty).into_owned(), value) {
        (Type::List(item), Sample::List(values)) if !values.is_empty() => {
            let values: Vec<_> = values.iter().map(|value| handed(printer, &item, value)).collect();
            quote!([#(#values),*])
        }
        (Type::Map(item), Sample::Map(entries)) if !entries.is_empty() => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| {
                    let value = exact(printer, &item, value);
                    quote!((#key, #value))
                })
                .collect();
            quote!([#(#entries),*])
        }
        (Type::Boxed(inner), value) => exact(printer, &inner, value),
        // All that is made of a string takes one.
        (ty, Sample::Text(text)) if !matches!(ty, Type::Named { .. }) => quote!(#text),
        (ty, value) => exact(printer, &ty, value),
    }
}

/// A value of exactly this type.
fn exact(printer: &mut FilePrinter<'_>, ty: &Type, value: &Sample) -> TokenStream {
    let ty = printer.resolve(ty).into_owned();
    match (&ty, value) {
        (Type::Nullable(inner), value) => {
            let value = exact(printer, inner, value);
            quote!(Some(#value))
        }
        (Type::Boxed(inner), value) => {
            let value = exact(printer, inner, value);
            quote!(Box::new(#value))
        }
        (_, Sample::Bool(value)) => quote!(#value),
        (Type::QuotedI64 | Type::QuotedU64 | Type::JsonNumber, Sample::Integer(value)) => {
            let value = if ty == Type::QuotedU64 { Literal::u64_suffixed(value.unsigned_abs()) } else { Literal::i64_suffixed(*value) };
            let ty = printer.ty(&ty);
            quote!(#ty::from(#value))
        }
        (_, Sample::Integer(value)) => {
            let value = Literal::i64_unsuffixed(*value);
            // Of what the crate defines, only a newtype is made of a number.
            let newtype = matches!(ty, Type::Named { .. }).then(|| printer.ty(&ty));
            newtype.map_or_else(|| quote!(#value), |newtype| quote!(#newtype::from(#value)))
        }
        (_, Sample::Number(value)) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(#value)
        }
        (Type::String, Sample::Text(text)) => quote!(#text.to_owned()),
        (_, Sample::Text(text)) => {
            let ty = printer.ty(&ty);
            quote!(#ty::from(#text))
        }
        (_, Sample::File(path)) => {
            let file = printer.runtime("File");
            quote!(#file::from_path(#path))
        }
        (_, Sample::Json(value)) => json(value),
        (_, Sample::Own { value, .. }) => {
            let value = json(value);
            quote!(serde_json::from_value(#value).expect("a value of its type"))
        }
        (Type::List(item), Sample::List(values)) => list(printer, item, values),
        (Type::Map(item), Sample::Map(entries)) => map(printer, item, entries),
        (ty, value) => named(printer, ty, value),
    }
}

fn list(printer: &mut FilePrinter<'_>, item: &Type, values: &[Sample]) -> TokenStream {
    if values.is_empty() {
        let item = printer.ty(item);
        return quote!(Vec::<#item>::new());
    }
    let values: Vec<_> = values.iter().map(|value| exact(printer, item, value)).collect();
    quote!(vec![#(#values),*])
}

fn map(printer: &mut FilePrinter<'_>, item: &Type, entries: &[(String, Sample)]) -> TokenStream {
    let maps = printer.maps();
    if entries.is_empty() {
        let item = printer.ty(item);
        return quote!(#maps::<String, #item>::new());
    }
    let entries: Vec<_> = entries
        .iter()
        .map(|(key, value)| {
            let value = exact(printer, item, value);
            quote!((#key.to_owned(), #value))
        })
        .collect();
    quote!(#maps::from([#(#entries),*]))
}

/// A value of a type that the crate defines.
fn named(printer: &mut FilePrinter<'_>, ty: &Type, value: &Sample) -> TokenStream {
    let shape = printer.shape(ty);
    // A tuple is written without its name, so that nothing is imported for it.
    if let (Sample::Tuple(values), Some((Shape::Tuple(items), home))) = (value, shape) {
        let values = items.iter().zip(values).map(|(ty, value)| {
            let ty = printer.seen(ty, home);
            exact(printer, &ty, value)
        });
        let values: Vec<_> = values.collect();
        return quote!((#(#values,)*));
    }
    let path = printer.ty(ty);
    match (value, shape) {
        (Sample::Object { args, setters }, Some((Shape::Struct(shape), home))) => {
            let object = object(printer, shape, home, args, setters);
            quote!(#path::#object)
        }
        (Sample::Variant(name), _) => {
            let name = ident(name);
            quote!(#path::#name)
        }
        (Sample::Alternative(name, value), Some((shape, home))) => {
            let inner = alternatives(shape).into_iter().find(|(known, _)| *known == name).map(|(_, ty)| ty);
            let inner = inner.map(|ty| printer.seen(ty, home));
            let (name, value) = (ident(name), inner.map(|ty| exact(printer, &ty, value)));
            quote!(#path::#name(#value))
        }
        (Sample::Other(value), _) => {
            let value = match value.as_ref() {
                Sample::Json(value) => json(value),
                Sample::Text(text) => quote!(#text.to_owned()),
                value => exact(printer, &Type::I64, value),
            };
            quote!(#path::Other(#value))
        }
        _ => quote!(#path::default()),
    }
}

/// The constructor of an object, and its setters.
fn object(
    printer: &mut FilePrinter<'_>,
    shape: &ir::Struct,
    home: ir::Home,
    args: &[Sample],
    setters: &[(crate::names::Ident, Sample)],
) -> TokenStream {
    let required = shape.fields.iter().filter(|field| field.is_argument());
    let args: Vec<_> = required
        .zip(args)
        .map(|(field, value)| {
            let ty = printer.seen(&field.ty, home);
            handed(printer, &ty, value)
        })
        .collect();
    let setters: Vec<_> = setters
        .iter()
        .filter_map(|(name, value)| Some((shape.fields.iter().find(|field| field.name == *name)?, value)))
        .map(|(field, value)| {
            let (name, ty) = (ident(&field.name), printer.seen(&field.ty, home));
            let value = match field.presence {
                // Not all that becomes a value becomes one that may be null.
                Presence::OptionalNullable if ty != Type::String => exact(printer, &ty, value),
                _ => handed(printer, &ty, value),
            };
            quote!(#name(#value))
        })
        .collect();
    quote!(new(#(#args),*) #(.#setters)*)
}

fn alternatives(shape: &Shape) -> Vec<(&crate::names::Ident, &Type)> {
    match shape {
        Shape::Union(variants) => variants.iter().map(|one| (&one.name, &one.ty)).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|one| (&one.name, &one.ty)).collect(),
        _ => Vec::new(),
    }
}

fn json(value: &Value) -> TokenStream {
    let tokens = json_tokens(value);
    quote!(serde_json::json!(#tokens))
}

fn json_tokens(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => {
            let text: Cow<'_, str> = number.to_string().into();
            text.parse().unwrap_or_default()
        }
        Value::String(text) => quote!(#text),
        Value::Array(values) => {
            let values = values.iter().map(json_tokens);
            quote!([#(#values),*])
        }
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = json_tokens(value);
                quote!(#key: #value)
            });
            quote!({ #(#entries),* })
        }
    }
}
