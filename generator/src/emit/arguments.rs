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

/// How the value of a field is handed over, and the type that this is about.
pub(super) enum FieldForm {
    /// As it is.
    AsIs(TokenStream),
    /// As anything that becomes one.
    Into(TokenStream),
    /// As the items of a list.
    List(TokenStream),
    /// As what becomes the items of a list.
    ListInto(TokenStream),
    /// As the entries of a map.
    Map(TokenStream),
    /// As what goes into a box.
    Boxed(TokenStream),
}

/// How the value of a field is handed over.
pub(super) fn field_form(printer: &mut FilePrinter<'_>, field: &ir::Field) -> FieldForm {
    match printer.resolve(&field.ty).as_ref() {
        ir::Type::List(item) if field.converts => FieldForm::ListInto(printer.ty(item)),
        ir::Type::List(item) => FieldForm::List(printer.ty(item)),
        ir::Type::Map(value) => FieldForm::Map(printer.ty(value)),
        ir::Type::Boxed(inner) => FieldForm::Boxed(printer.ty(inner)),
        _ if field.converts => FieldForm::Into(printer.ty(&field.ty)),
        _ => FieldForm::AsIs(printer.ty(&field.ty)),
    }
}

/// Takes the value of a field, to be kept.
pub(super) fn field(printer: &mut FilePrinter<'_>, name: &Ident, field: &ir::Field) -> ArgumentForm {
    match field_form(printer, field) {
        FieldForm::AsIs(ty) => ArgumentForm::as_is(name, ty),
        FieldForm::Into(ty) => ArgumentForm::into(name, &ty),
        FieldForm::List(item) => ArgumentForm::made(quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter().collect())),
        FieldForm::ListInto(item) => {
            ArgumentForm::made(quote!(impl IntoIterator<Item = impl Into<#item>>), quote!(#name.into_iter().map(Into::into).collect()))
        }
        FieldForm::Map(value) => entries(name, &value),
        FieldForm::Boxed(inner) => ArgumentForm::made(inner, quote!(Box::new(#name))),
    }
}

/// Takes the entries of a map.
pub(super) fn map(printer: &mut FilePrinter<'_>, name: &Ident, value: &ir::Type) -> ArgumentForm {
    entries(name, &printer.ty(value))
}

/// Takes the items of a list.
pub(super) fn list(printer: &mut FilePrinter<'_>, name: &Ident, item: &ir::Type) -> ArgumentForm {
    let item = printer.ty(item);
    ArgumentForm::made(quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter().collect()))
}

fn entries(name: &Ident, value: &TokenStream) -> ArgumentForm {
    ArgumentForm::made(
        quote!(impl IntoIterator<Item = (impl Into<String>, #value)>),
        quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
    )
}

/// Takes a value as it is, or what readily becomes one.
fn owned(printer: &mut FilePrinter<'_>, name: &Ident, ty: &ir::Type, converts: bool) -> ArgumentForm {
    let ty = printer.ty(ty);
    if converts { ArgumentForm::into(name, &ty) } else { ArgumentForm::as_is(name, ty) }
}
