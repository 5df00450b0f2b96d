//! How callers hand values over: the type of an argument, and the expression that takes it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::printer::FilePrinter;
use crate::emit::tokens::ident;
use crate::ir;
use crate::request::ListStyle;

/// An argument and its use.
pub(super) struct ArgumentForm {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// The value, out of the argument.
    pub(super) value: TokenStream,
    /// Whether the argument is the value.
    pub(super) as_is: bool,
    /// Whether the value is a reference to text.
    pub(super) is_reference: bool,
}

impl ArgumentForm {
    pub(super) fn as_is(name: &Ident, ty: TokenStream) -> Self {
        Self { ty, value: quote!(#name), as_is: true, is_reference: false }
    }

    fn made(ty: TokenStream, value: TokenStream) -> Self {
        Self { ty, value, as_is: false, is_reference: false }
    }

    /// Takes anything that becomes a value of this type.
    pub(super) fn into(name: &Ident, ty: &TokenStream) -> Self {
        Self::made(quote!(impl Into<#ty>), quote!(#name.into()))
    }
}

/// Whether an argument outlives the call it is handed to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum StringArgument {
    /// The argument of a method: `&str`.
    Borrowed,
    /// The argument of a setter: anything that is text.
    Generic,
}

/// Whether several values travel under one name.
pub(super) fn list_item(printer: &FilePrinter<'_>, ty: &ir::Type) -> Option<ir::Type> {
    match printer.resolve(ty).into_owned() {
        ir::Type::List(item) => Some(*item),
        _ => None,
    }
}

/// Takes a parameter's value, to be written into a request at once.
pub(super) fn parameter(printer: &mut FilePrinter<'_>, arg: &ir::Arg, form: StringArgument) -> ArgumentForm {
    let (name, ty) = (&ident(&arg.name), &arg.ty);
    if arg.by_reference {
        return body(printer, name, ty);
    }
    if let (Some(_), Some(item)) = (arg.style, list_item(printer, ty)) {
        let (item, converts) = (printer.ty(&item), arg.converts);
        let (ty, convert) = match converts {
            true => (quote!(impl IntoIterator<Item = impl Into<#item>>), Some(quote!(.map(Into::into)))),
            false => (quote!(impl IntoIterator<Item = #item>), None),
        };
        return ArgumentForm::made(ty, quote!(#name.into_iter()#convert.collect::<Vec<#item>>()));
    }
    if let Some(item) = list_item(printer, ty) {
        return parameter_list(printer, name, &item, &arg.inner, arg.converts);
    }
    match printer.resolve(ty).as_ref() {
        ir::Type::String => {
            let text = match form {
                StringArgument::Borrowed => ArgumentForm::as_is(name, quote!(&str)),
                StringArgument::Generic => ArgumentForm::made(quote!(impl AsRef<str>), quote!(#name.as_ref())),
            };
            ArgumentForm { is_reference: true, ..text }
        }
        ir::Type::Json => {
            let value = printer.ty(&ir::Type::Json);
            ArgumentForm::as_is(name, quote!(&#value))
        }
        ir::Type::File => {
            let file = printer.runtime("File");
            ArgumentForm::as_is(name, quote!(impl Into<#file>))
        }
        ir::Type::Nullable(_) => ArgumentForm::into(name, &printer.ty(ty)),
        _ => owned(printer, name, ty, arg.converts),
    }
}

fn parameter_list(printer: &mut FilePrinter<'_>, name: &Ident, item: &ir::Type, inner: &[ListStyle], converts: bool) -> ArgumentForm {
    if let Some(item) = list_item(printer, item) {
        let (style, inner) = inner.split_first().map_or((ListStyle::Csv, inner), |(style, inner)| (*style, inner));
        let ArgumentForm { ty, value, .. } = parameter_list(printer, &format_ident!("list"), &item, inner, converts);
        let (joined, style) = (printer.runtime("Joined"), list_style(printer, style));
        return ArgumentForm::made(
            quote!(impl IntoIterator<Item = #ty>),
            quote!(#name.into_iter().map(|list| #joined::new(#style, #value))),
        );
    }
    let ty = printer.ty(item);
    if converts {
        let list = quote!(impl IntoIterator<Item = impl Into<#ty>>);
        if *item == ir::Type::File {
            return ArgumentForm::as_is(name, list);
        }
        return ArgumentForm::made(list, quote!(#name.into_iter().map(Into::into)));
    }
    ArgumentForm::as_is(name, quote!(impl IntoIterator<Item = #ty>))
}

/// How a list is written.
pub(super) fn list_style(printer: &mut FilePrinter<'_>, style: ListStyle) -> TokenStream {
    let styles = printer.runtime("ListStyle");
    match style {
        ListStyle::Csv => quote!(#styles::Csv),
        ListStyle::Ssv => quote!(#styles::Ssv),
        ListStyle::Tsv => quote!(#styles::Tsv),
        ListStyle::Pipes => quote!(#styles::Pipes),
        ListStyle::Multi => quote!(#styles::Multi),
    }
}

/// Takes the value of a body.
pub(super) fn body(printer: &mut FilePrinter<'_>, name: &Ident, ty: &ir::Type) -> ArgumentForm {
    let ty = match printer.resolve(ty).as_ref() {
        ir::Type::List(item) => {
            let item = printer.ty(item);
            quote!([#item])
        }
        ir::Type::String => quote!(str),
        _ => printer.ty(ty),
    };
    ArgumentForm::as_is(name, quote!(&#ty))
}

/// Takes the value of a field, to be kept.
pub(super) fn field(printer: &mut FilePrinter<'_>, name: &Ident, field: &ir::Field) -> ArgumentForm {
    match printer.resolve(&field.ty).as_ref() {
        ir::Type::List(item) => list(printer, name, item, field.converts),
        ir::Type::Map(value) => map(printer, name, value),
        ir::Type::Boxed(inner) => {
            let inner = printer.ty(inner);
            ArgumentForm::made(inner, quote!(Box::new(#name)))
        }
        _ => owned(printer, name, &field.ty, field.converts),
    }
}

fn list(printer: &mut FilePrinter<'_>, name: &Ident, item: &ir::Type, converts: bool) -> ArgumentForm {
    let ty = printer.ty(item);
    if converts {
        let item = quote!(impl IntoIterator<Item = impl Into<#ty>>);
        return ArgumentForm::made(item, quote!(#name.into_iter().map(Into::into).collect()));
    }
    ArgumentForm::made(quote!(impl IntoIterator<Item = #ty>), quote!(#name.into_iter().collect()))
}

/// Takes the entries of a map.
pub(super) fn map(printer: &mut FilePrinter<'_>, name: &Ident, value: &ir::Type) -> ArgumentForm {
    let ty = printer.ty(value);
    ArgumentForm::made(
        quote!(impl IntoIterator<Item = (impl Into<String>, #ty)>),
        quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
    )
}

/// Takes a value as it is, or what readily becomes one.
fn owned(printer: &mut FilePrinter<'_>, name: &Ident, ty: &ir::Type, converts: bool) -> ArgumentForm {
    let ty = printer.ty(ty);
    if converts { ArgumentForm::into(name, &ty) } else { ArgumentForm::as_is(name, ty) }
}
