//! Objects: the struct and what is made of it. Reading and writing is in [`table_macros`].

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, quote};

use crate::emit::arguments::{self, ArgumentForm};
use crate::emit::constants;
use crate::emit::doc;
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{attributes, ident};
use crate::emit::types::table_macros;
use crate::ir::{self, ContentPlace, Presence};

pub(super) fn record(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let (docs, name) = (doc::of_type(&mut printer.inserts, def), ident(&def.name));
    let fields: Vec<_> = shape.fields.iter().map(|field| declaration(printer, shape, field)).collect();
    let rest = rest(printer, shape);
    let construction = def.sent.then(|| construction(printer, def, shape));
    let tables = table_macros::object(printer, def, shape);
    let constants = constants::of(printer, &def.name, &shape.constants);
    let contents = contents(printer, def, shape);
    let default = (!shape.is_late()).then(|| quote!(, Default));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #default)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }
        #constants
        #construction
        #contents
        #tables
    }
}

/// The methods that read the JSON in strings.
fn contents(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> Option<TokenStream> {
    let methods: Vec<_> = shape.fields.iter().filter_map(|field| Some(content(printer, field, field.content.as_ref()?))).collect();
    let name = ident(&def.name);
    let allowance = shape.fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]));
    (!methods.is_empty()).then(|| quote!(#allowance impl #name { #(#methods)* }))
}

fn content(printer: &mut FilePrinter<'_>, field: &ir::Field, content: &ir::StringContent) -> TokenStream {
    let (method, name, ty) = (ident(&content.name), ident(&field.name), content.ty.clone());
    let (ty, read, of) = match content.place {
        ContentPlace::Whole => (ty, quote!(crate::runtime::read_content), ""),
        ContentPlace::Items => (ir::Type::List(Box::new(ty)), quote!(crate::runtime::read_content_items), "the items of "),
        ContentPlace::Values => (ir::Type::Map(Box::new(ty)), quote!(crate::runtime::read_content_values), "the values of "),
    };
    let ty = printer.ty(&ty);
    let doc = format!(" Reads the JSON in {of}`{}`.", field.name.as_str());
    let is_always = matches!(field.presence, Presence::Required | Presence::Tag);
    let borrowed = if content.place == ContentPlace::Values { quote!(as_ref) } else { quote!(as_deref) };
    let (ty, value) = match field.presence {
        Presence::Required | Presence::Tag => (ty, quote!(#read(&self.#name))),
        Presence::OptionalNullable => (quote!(Option<#ty>), quote!(self.#name.as_option().map(|text| #read(text)).transpose())),
        Presence::RequiredNullable | Presence::Optional | Presence::ReadOnly | Presence::WriteOnly => {
            (quote!(Option<#ty>), quote!(self.#name.#borrowed().map(#read).transpose()))
        }
    };
    let absence = (!is_always).then(|| quote!(#[doc = " `None` where it is not there."]));
    quote! {
        #[doc = #doc]
        #absence
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " It is no JSON, or other JSON than the definition says."]
        pub fn #method(&self) -> Result<#ty, crate::runtime::InvalidContent> { #value }
    }
}

/// The name on the wire, by which a search finds the field too. The place of an item is none.
fn aliases(shape: &ir::Struct, field: &ir::Field) -> TokenStream {
    if shape.is_tuple { TokenStream::new() } else { doc::aliases(&[&field.wire], field.name.as_str()) }
}

fn declaration(printer: &mut FilePrinter<'_>, shape: &ir::Struct, field: &ir::Field) -> TokenStream {
    let mut lines = doc::lines(&field.doc.0);
    if field.presence == Presence::ReadOnly {
        doc::paragraph(&mut lines, "Read-only: requests leave it out.");
    }
    let (docs, name) = (doc::outer(&mut printer.inserts, lines), ident(&field.name));
    let ty = table_macros::field_type(printer, field);
    let aliases = aliases(shape, field);
    let deprecated = deprecated(field);
    let attributes = attributes(&field.attributes);
    quote!(#docs #aliases #deprecated #attributes pub #name: #ty,)
}

fn deprecated(field: &ir::Field) -> Option<TokenStream> {
    field.deprecated.then(|| quote!(#[deprecated]))
}

/// The fields for what the definition does not name.
fn rest(printer: &mut FilePrinter<'_>, shape: &ir::Struct) -> TokenStream {
    let extra = printer.runtime("Extra");
    match &shape.rest {
        ir::Rest::Extra { name } if shape.is_tuple => {
            let name = ident(name);
            quote!(#[doc = " Items that the definition does not allow, or of another type, by their places."] pub #name: #extra,)
        }
        ir::Rest::Typed { name, ty, extra: mismatches } if shape.is_tuple => {
            let (name, ty, mismatches) = (ident(name), printer.ty(ty), ident(mismatches));
            quote! {
                #[doc = " All further items."]
                pub #name: Vec<#ty>,
                #[doc = " Items of another type, by their places."]
                pub #mismatches: #extra,
            }
        }
        ir::Rest::Extra { name } => {
            let name = ident(name);
            quote!(#[doc = " Properties that the definition does not name."] pub #name: #extra,)
        }
        ir::Rest::Typed { name, ty, extra: mismatches } => {
            let map = printer.map(ty);
            let (name, mismatches) = (ident(name), ident(mismatches));
            quote! {
                #[doc = " Properties that the definition does not name."]
                pub #name: #map,
                #[doc = " Such properties whose values are of another type."]
                pub #mismatches: #extra,
            }
        }
    }
}

/// The constructor and the setters.
fn construction(printer: &mut FilePrinter<'_>, def: &ir::TypeDef, shape: &ir::Struct) -> TokenStream {
    let required: Vec<_> = shape.fields.iter().filter(|field| field.presence.is_given_at_first()).collect();
    let new = constructor(printer, shape, &required);
    // What is received lacks what is write-only, which is set again before it is sent.
    let is_set = |field: &&ir::Field| !matches!(field.presence, Presence::Required | Presence::Tag | Presence::ReadOnly);
    let set = shape.fields.iter().filter(is_set);
    let mut setters: Vec<_> = set.map(|field| setter(printer, shape, field)).collect();
    if let ir::Rest::Typed { name, ty, .. } = &shape.rest {
        let name = ident(name);
        let (form, docs) = match shape.is_tuple {
            true => (arguments::list(printer, &name, ty), quote!(#[doc = " Sets all further items."])),
            false => (arguments::map(printer, &name, ty), quote!(#[doc = " Sets the properties that the definition does not name."])),
        };
        setters.push(method(&docs, &name, &form));
    }
    let changes = def.changes.as_ref().map(|changes| from_changes(printer, changes));
    let name = ident(&def.name);
    // Our own setters may touch the properties that users are warned off.
    let deprecated = shape.fields.iter().any(|field| field.deprecated);
    let allowance = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote!(#allowance impl #name { #new #changes #(#setters)* })
}

/// The constructor that writes the changes to another type. It is inline so that only programs that call it compile how all
/// types within both are written.
fn from_changes(printer: &mut FilePrinter<'_>, changes: &ir::Changes) -> TokenStream {
    let of = printer.ty(&changes.of);
    let ir::Changes { resend, merge, not_empty, keys, .. } = changes;
    let (names, sent): (Vec<_>, Vec<_>) = keys.iter().cloned().unzip();
    quote! {
        #[doc = " Writes what has changed, and no more than that: beside it only what the server requires, or"]
        #[doc = " empties when it is left out. Both values are best read from the server with all that"]
        #[doc = " belongs to them: what `after` lacks cannot be sent again."]
        #[inline]
        pub fn from_changes(before: &#of, after: &#of) -> Self {
            crate::runtime::Changes {
                resend: &[#(#resend),*],
                merge: &[#(#merge),*],
                not_empty: &[#(#not_empty),*],
                keys: &[#((#names, #sent)),*],
            }
            .between(before, after)
        }
    }
}

fn constructor(printer: &mut FilePrinter<'_>, shape: &ir::Struct, required: &[&ir::Field]) -> TokenStream {
    if required.is_empty() {
        return quote! {
            #[doc = " Starts with nothing set."]
            pub fn new() -> Self { Self::default() }
        };
    }
    let mut arguments = Vec::new();
    let mut properties = Vec::new();
    for field in required {
        let name = ident(&field.name);
        if let Some(value) = &field.fixed {
            let value = given(field, fixed(printer, &field.ty, value));
            properties.push(quote!(#name: #value));
            continue;
        }
        let ArgumentForm { ty, value, as_is, .. } = arguments::field(printer, &name, field);
        let value = given(field, value);
        properties.push(if as_is && field.presence != Presence::WriteOnly { quote!(#name) } else { quote!(#name: #value) });
        arguments.push(quote!(#name: #ty));
    }
    let many = shape.has_many_arguments.then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let rest = if shape.is_late() { nothing_set(shape) } else { quote!(..Default::default()) };
    quote! {
        #[doc = " Starts from what is required."]
        #many
        pub fn new(#(#arguments),*) -> Self { Self { #(#properties,)* #rest } }
    }
}

/// What the constructor sets a field to.
fn given(field: &ir::Field, value: TokenStream) -> TokenStream {
    if field.presence == Presence::WriteOnly { quote!(Some(#value)) } else { value }
}

/// All that is not required, of what has no default as a whole.
fn nothing_set(shape: &ir::Struct) -> TokenStream {
    let optional = shape.fields.iter().filter(|field| !field.presence.is_given_at_first());
    let rest = match &shape.rest {
        ir::Rest::Extra { name } => vec![name],
        ir::Rest::Typed { name, extra, .. } => vec![name, extra],
    };
    let names = optional.map(|field| &field.name).chain(rest).map(ident);
    quote!(#(#names: Default::default(),)*)
}

/// The only value of a field, given as text.
fn fixed(printer: &mut FilePrinter<'_>, ty: &ir::Type, value: &str) -> TokenStream {
    let resolved = printer.resolve(ty).into_owned();
    let number = value.parse::<i64>().map(Literal::i64_unsuffixed);
    match (printer.shape(&resolved).map(|(shape, _)| shape), number) {
        // Nothing becomes a closed enum without a check, but its variants need none.
        (Some(ir::Shape::StringEnum { variants, open: false }), _) => {
            variant(printer, ty, variants.iter().find(|it| it.wire == value).map(|it| &it.name))
        }
        (Some(ir::Shape::IntegerEnum { variants, open: false }), _) => {
            variant(printer, ty, variants.iter().find(|it| it.wire.to_string() == value).map(|it| &it.name))
        }
        (Some(ir::Shape::IntegerEnum { .. }), Ok(number)) => quote!(#number.into()),
        (Some(ir::Shape::Newtype(base)), Ok(number)) if *base != ir::Type::String => quote!(#number.into()),
        _ => scalar(&resolved, value),
    }
}

/// A variant of a closed enum; the default one where it is not among them.
fn variant(printer: &mut FilePrinter<'_>, ty: &ir::Type, name: Option<&crate::names::Ident>) -> TokenStream {
    let Some(name) = name.map(ident) else { return quote!(Default::default()) };
    let ty = printer.ty(ty);
    quote!(#ty::#name)
}

fn scalar(ty: &ir::Type, value: &str) -> TokenStream {
    let literal = match ty {
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => {
            value.parse().ok().map(|number| Literal::i64_unsuffixed(number).into_token_stream())
        }
        ir::Type::F32 | ir::Type::F64 => value.parse().ok().map(|number| Literal::f64_unsuffixed(number).into_token_stream()),
        ir::Type::Bool => value.parse::<bool>().ok().map(|flag| quote!(#flag)),
        _ => None,
    };
    literal.unwrap_or_else(|| quote!(#value.into()))
}

fn setter(printer: &mut FilePrinter<'_>, shape: &ir::Struct, field: &ir::Field) -> TokenStream {
    let name = ident(&field.name);
    let form = if field.presence == Presence::OptionalNullable {
        let (maybe, inner) = (printer.runtime("Maybe"), printer.ty(&field.ty));
        ArgumentForm::into(&name, &quote!(#maybe<#inner>))
    } else {
        let form = arguments::field(printer, &name, field);
        let value = form.value;
        ArgumentForm { value: quote!(Some(#value)), ..form }
    };
    let (docs, deprecated) = (doc::outer(&mut printer.inserts, doc::sentence(&field.doc.0)), deprecated(field));
    let aliases = aliases(shape, field);
    method(&quote!(#docs #aliases #deprecated), &name, &form)
}

fn method(attributes: &TokenStream, name: &Ident, form: &ArgumentForm) -> TokenStream {
    let ArgumentForm { ty, value, .. } = form;
    quote! {
        #attributes
        pub fn #name(mut self, #name: #ty) -> Self { self.#name = #value; self }
    }
}
