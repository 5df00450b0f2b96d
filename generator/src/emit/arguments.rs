//! How callers hand values over: the type of an argument, and the expression that takes it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::printer::Scope;
use crate::emit::tokens::ident;
use crate::ir;

/// An argument and its use.
pub(super) struct Taken {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// The value, out of the argument.
    pub(super) value: TokenStream,
    /// Whether the argument is the value.
    pub(super) as_is: bool,
}

impl Taken {
    pub(super) fn as_is(name: &Ident, ty: TokenStream) -> Self {
        Self { ty, value: quote!(#name), as_is: true }
    }

    fn made(ty: TokenStream, value: TokenStream) -> Self {
        Self { ty, value, as_is: false }
    }

    /// Takes anything that becomes a value of this type.
    pub(super) fn into(name: &Ident, ty: &TokenStream) -> Self {
        Self::made(quote!(impl Into<#ty>), quote!(#name.into()))
    }
}

/// Whether an argument outlives the call it is handed to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Text {
    /// The argument of a method: `&str`.
    Borrowed,
    /// The argument of a setter: anything that is text.
    Generic,
}

/// Whether several values travel under one name.
pub(super) fn list_item(scope: &Scope<'_>, ty: &ir::Type) -> Option<ir::Type> {
    match scope.resolve(ty).into_owned() {
        ir::Type::List(item) => Some(*item),
        _ => None,
    }
}

/// Takes a parameter's value, to be written into a request at once.
pub(super) fn parameter(scope: &mut Scope<'_>, arg: &ir::Arg, text: Text) -> Taken {
    let (name, ty) = (&ident(&arg.name), &arg.ty);
    if let Some(item) = list_item(scope, ty) {
        return parameter_list(scope, name, &item, &arg.inner, arg.converts);
    }
    match scope.resolve(ty).as_ref() {
        ir::Type::String if text == Text::Borrowed => Taken::as_is(name, quote!(&str)),
        ir::Type::String => Taken::made(quote!(impl AsRef<str>), quote!(#name.as_ref())),
        ir::Type::Json => {
            let value = scope.ty(&ir::Type::Json);
            Taken::as_is(name, quote!(&#value))
        }
        ir::Type::File => {
            let file = scope.runtime("File");
            Taken::as_is(name, quote!(impl Into<#file>))
        }
        ir::Type::Nullable(_) => Taken::into(name, &scope.ty(ty)),
        _ => owned(scope, name, ty, arg.converts),
    }
}

fn parameter_list(scope: &mut Scope<'_>, name: &Ident, item: &ir::Type, inner: &[ir::ListStyle], converts: bool) -> Taken {
    if let Some(item) = list_item(scope, item) {
        let (style, inner) = inner.split_first().map_or((ir::ListStyle::Csv, inner), |(style, inner)| (*style, inner));
        let Taken { ty, value, .. } = parameter_list(scope, &format_ident!("list"), &item, inner, converts);
        let (joined, style) = (scope.runtime("Joined"), list_style(scope, style));
        return Taken::made(quote!(impl IntoIterator<Item = #ty>), quote!(#name.into_iter().map(|list| #joined::new(#style, #value))));
    }
    let ty = scope.ty(item);
    if converts {
        let list = quote!(impl IntoIterator<Item = impl Into<#ty>>);
        if *item == ir::Type::File {
            return Taken::as_is(name, list);
        }
        return Taken::made(list, quote!(#name.into_iter().map(Into::into)));
    }
    Taken::as_is(name, quote!(impl IntoIterator<Item = #ty>))
}

/// How a list is written.
pub(super) fn list_style(scope: &mut Scope<'_>, style: ir::ListStyle) -> TokenStream {
    let styles = scope.runtime("ListStyle");
    match style {
        ir::ListStyle::Csv => quote!(#styles::Csv),
        ir::ListStyle::Ssv => quote!(#styles::Ssv),
        ir::ListStyle::Tsv => quote!(#styles::Tsv),
        ir::ListStyle::Pipes => quote!(#styles::Pipes),
        ir::ListStyle::Multi => quote!(#styles::Multi),
    }
}

/// Takes the value of a body.
pub(super) fn body(scope: &mut Scope<'_>, name: &Ident, ty: &ir::Type) -> Taken {
    let ty = match scope.resolve(ty).as_ref() {
        ir::Type::List(item) => {
            let item = scope.ty(item);
            quote!([#item])
        }
        ir::Type::String => quote!(str),
        _ => scope.ty(ty),
    };
    Taken::as_is(name, quote!(&#ty))
}

/// Takes the value of a field, to be kept.
pub(super) fn field(scope: &mut Scope<'_>, name: &Ident, field: &ir::Field) -> Taken {
    match scope.resolve(&field.ty).as_ref() {
        ir::Type::List(item) => list(scope, name, item, field.converts),
        ir::Type::Map(value) => map(scope, name, value),
        ir::Type::Boxed(inner) => {
            let inner = scope.ty(inner);
            Taken::made(inner, quote!(Box::new(#name)))
        }
        _ => owned(scope, name, &field.ty, field.converts),
    }
}

fn list(scope: &mut Scope<'_>, name: &Ident, item: &ir::Type, converts: bool) -> Taken {
    let ty = scope.ty(item);
    if converts {
        let item = quote!(impl IntoIterator<Item = impl Into<#ty>>);
        return Taken::made(item, quote!(#name.into_iter().map(Into::into).collect()));
    }
    Taken::made(quote!(impl IntoIterator<Item = #ty>), quote!(#name.into_iter().collect()))
}

/// Takes the entries of a map.
pub(super) fn map(scope: &mut Scope<'_>, name: &Ident, value: &ir::Type) -> Taken {
    let ty = scope.ty(value);
    Taken::made(
        quote!(impl IntoIterator<Item = (impl Into<String>, #ty)>),
        quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
    )
}

/// Takes a value as it is, or what readily becomes one.
fn owned(scope: &mut Scope<'_>, name: &Ident, ty: &ir::Type, converts: bool) -> Taken {
    let ty = scope.ty(ty);
    if converts { Taken::into(name, &ty) } else { Taken::as_is(name, ty) }
}
