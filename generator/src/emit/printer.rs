//! What a file can name, and what it has to import for that.

use std::borrow::Cow;
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};

use crate::emit::rust_names::{RustName, rust_name};
use crate::emit::tokens::ident;
use crate::format::Inserts;
use crate::ir::{self, Namespace, TypeIndex};
use crate::names;

/// What files that define types of the API import: names that such a type must not have.
pub const IMPORTED: &[&str] = &[
    "Async",
    "BTreeMap",
    "Base64",
    "Base64Url",
    "Binary",
    "Bytes",
    "Call",
    "Client",
    "ClientRef",
    "Date",
    "Empty",
    "Extra",
    "File",
    "HttpDate",
    "IsoDuration",
    "Joined",
    "Json",
    "JsonNumber",
    "ListStyle",
    "Maybe",
    "Paged",
    "QuotedI64",
    "QuotedU64",
    "Secret",
    "Text",
    "Timestamp",
    "UnixTime",
    "Value",
];

/// The kinds of files.
#[derive(Clone, Copy)]
pub(super) enum FileKind<'a> {
    /// `mod.rs`.
    Root,
    /// A file of `types`, with the names it defines.
    Types(&'a BTreeSet<&'a str>),
    /// The file of a tag, by its name.
    Module(&'a str),
    /// The table for tests, the rows of a tag.
    Test(&'a str),
    /// The examples of types: those of a tag, or of `types` where the name is empty.
    Values(&'a str),
    /// An example of a tag, and the crate that it uses.
    Example(&'a str, &'a str),
}

/// The file that is being printed.
pub(super) struct FilePrinter<'a> {
    index: &'a TypeIndex<'a>,
    kind: FileKind<'a>,
    /// What has been named so far.
    pub(super) uses: Uses,
    /// What is put into the printed code.
    pub(super) inserts: Inserts,
}

/// What a piece of a file needs imported.
#[derive(Default)]
pub(super) struct Uses {
    runtime: BTreeSet<&'static str>,
    parent: BTreeSet<String>,
    map: bool,
}

impl Uses {
    pub(super) fn add(&mut self, other: &Self) {
        self.runtime.extend(&other.runtime);
        for name in &other.parent {
            if !self.parent.contains(name) {
                self.parent.insert(name.clone());
            }
        }
        self.map |= other.map;
    }

    /// The imports, in groups that a blank line divides.
    pub(super) fn print(&self, kind: FileKind<'_>) -> Vec<TokenStream> {
        let parent: Vec<_> = self.parent.iter().map(|name| format_ident!("{name}")).collect();
        let runtime: Vec<_> = self.runtime.iter().map(|name| format_ident!("{name}")).collect();
        let list = |from: TokenStream, names: &[Ident]| match names {
            [] => TokenStream::new(),
            [one] => quote!(use #from::#one;),
            many => quote!(use #from::{#(#many),*};),
        };
        let std = if self.map {
            quote!(
                use std::collections::BTreeMap;
            )
        } else {
            TokenStream::new()
        };
        let ours = match kind {
            FileKind::Example(_, krate) => {
                let krate = format_ident!("{krate}");
                [list(quote!(#krate), &[runtime, parent].concat()), TokenStream::new()]
            }
            FileKind::Test(_) => [list(quote!(super), &parent), list(quote!(super::api), &runtime)],
            FileKind::Root | FileKind::Types(_) | FileKind::Module(_) | FileKind::Values(_) => {
                [list(quote!(super), &parent), list(quote!(crate::runtime), &runtime)]
            }
        };
        [std, ours.into_iter().collect()].into_iter().filter(|group| !group.is_empty()).collect()
    }
}

impl<'a> FilePrinter<'a> {
    pub(super) fn new(index: &'a TypeIndex<'a>, kind: FileKind<'a>) -> Self {
        Self { index, kind, uses: Uses::default(), inserts: Inserts::default() }
    }

    /// A name of the runtime, imported.
    pub(super) fn runtime(&mut self, name: &'static str) -> Ident {
        let is_macro = name.starts_with(|c: char| c.is_ascii_lowercase());
        debug_assert!(is_macro || matches!(self.kind, FileKind::Root) || IMPORTED.contains(&name), "{name} is not in the list");
        self.uses.runtime.insert(name);
        Ident::new(name, Span::call_site())
    }

    /// A name of the parent module, imported.
    pub(super) fn parent(&mut self, name: &str) -> Ident {
        if !self.uses.parent.contains(name) {
            self.uses.parent.insert(name.to_owned());
        }
        Ident::new(name, Span::call_site())
    }

    /// What a type is, seen through its other names.
    pub(super) fn resolve<'t>(&self, ty: &'t ir::Type) -> Cow<'t, ir::Type>
    where
        'a: 't,
    {
        let (resolved, written) = self.index.resolve(ty, self.namespace());
        if written == self.namespace() { Cow::Borrowed(resolved) } else { Cow::Owned(seen_from_outside(resolved)) }
    }

    /// The shape of a type that the crate defines, and where it lives as seen from this file.
    pub(super) fn shape(&self, ty: &ir::Type) -> Option<(&'a ir::Shape, ir::Home)> {
        let (ty, written) = self.index.resolve(ty, self.namespace());
        let (def, written) = self.index.definition(ty, written)?;
        let is_here = written != Namespace::Types || matches!(self.kind, FileKind::Types(_));
        Some((&def.shape, if is_here { ir::Home::Here } else { ir::Home::Types }))
    }

    /// Where the types of this file are written.
    fn namespace(&self) -> Namespace<'a> {
        match self.kind {
            FileKind::Root | FileKind::Types(_) | FileKind::Values("") => Namespace::Types,
            FileKind::Module(module) | FileKind::Test(module) | FileKind::Values(module) | FileKind::Example(module, _) => {
                Namespace::Module(module)
            }
        }
    }

    /// A type where it is used.
    pub(super) fn ty(&mut self, ty: &ir::Type) -> TokenStream {
        match ty {
            ir::Type::List(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            ir::Type::Map(value) => self.map(value),
            ir::Type::Boxed(inner) => {
                let inner = self.ty(inner);
                quote!(Box<#inner>)
            }
            ir::Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            ir::Type::Named { name, home } => self.named(name, *home),
            ir::Type::Own(own) => self.own(own),
            simple => match rust_name(simple) {
                Some(RustName::Runtime(name)) => self.runtime(name).into_token_stream(),
                Some(RustName::Std(name)) => Ident::new(name, Span::call_site()).into_token_stream(),
                None => TokenStream::new(),
            },
        }
    }

    /// The way from an item of this file to the shared types, for links.
    pub(super) fn to_types(&self) -> &'static str {
        match self.kind {
            FileKind::Types(_) => "super::",
            _ => "super::types::",
        }
    }

    /// The type of maps.
    pub(super) fn maps(&mut self) -> Ident {
        self.uses.map = true;
        Ident::new("BTreeMap", Span::call_site())
    }

    /// A type that is written in the definition of another, which lives there, as this file refers to it.
    pub(super) fn seen(&self, ty: &ir::Type, home: ir::Home) -> ir::Type {
        match home {
            ir::Home::Here => ty.clone(),
            ir::Home::Types => seen_from_outside(ty),
        }
    }

    /// What has been named so far, imported.
    pub(super) fn imports(&self) -> TokenStream {
        self.uses.print(self.kind).into_iter().collect()
    }

    /// A map from text to a type.
    pub(super) fn map(&mut self, value: &ir::Type) -> TokenStream {
        self.uses.map = true;
        let value = self.ty(value);
        quote!(BTreeMap<String, #value>)
    }

    /// A type that the document names. In the tests and examples of the crate, its own modules are those of another one.
    fn own(&mut self, own: &ir::OwnType) -> TokenStream {
        let path: TokenStream = own.path.parse().unwrap_or_default();
        match self.kind {
            FileKind::Example(_, krate) if mentions_crate(&path) => in_crate(path, &format_ident!("{krate}")),
            FileKind::Test(_) if mentions_crate(&path) => in_crate(path, &self.parent("api")),
            _ => path,
        }
    }

    fn named(&mut self, name: &names::Ident, home: ir::Home) -> TokenStream {
        let id = ident(name);
        match (self.kind, home) {
            (FileKind::Types(local), _) => {
                if !local.contains(name.as_str()) {
                    self.parent(name.as_str());
                }
                quote!(#id)
            }
            (FileKind::Root, _) | (FileKind::Module(_), ir::Home::Here) => quote!(#id),
            (FileKind::Example(module, _), ir::Home::Here) => {
                let module = self.parent(module);
                quote!(#module::#id)
            }
            (FileKind::Module(_) | FileKind::Example(..), ir::Home::Types) => {
                let types = self.parent("types");
                quote!(#types::#id)
            }
            (FileKind::Values(""), _) | (FileKind::Values(_), ir::Home::Types) => quote!(crate::types::#id),
            (FileKind::Values(module), ir::Home::Here) => {
                let module = format_ident!("{module}");
                quote!(crate::#module::#id)
            }
            (FileKind::Test(module), ir::Home::Here) => {
                let (api, module) = (self.parent("api"), format_ident!("{module}"));
                quote!(#api::#module::#id)
            }
            (FileKind::Test(_), ir::Home::Types) => {
                let api = self.parent("api");
                quote!(#api::types::#id)
            }
        }
    }
}

fn mentions_crate(path: &TokenStream) -> bool {
    path.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == "crate"))
}

/// A path with another name for the crate. What a path is generic over is no group of tokens.
fn in_crate(path: TokenStream, krate: &Ident) -> TokenStream {
    let renamed = |token| match token {
        TokenTree::Ident(ident) if ident == "crate" => TokenTree::Ident(krate.clone()),
        other => other,
    };
    path.into_iter().map(renamed).collect()
}

/// A type written in `types`, as other files refer to it.
fn seen_from_outside(ty: &ir::Type) -> ir::Type {
    let inner = |ty: &ir::Type| Box::new(seen_from_outside(ty));
    match ty {
        ir::Type::List(item) => ir::Type::List(inner(item)),
        ir::Type::Map(value) => ir::Type::Map(inner(value)),
        ir::Type::Boxed(ty) => ir::Type::Boxed(inner(ty)),
        ir::Type::Nullable(ty) => ir::Type::Nullable(inner(ty)),
        ir::Type::Named { name, .. } => ir::Type::Named { name: name.clone(), home: ir::Home::Types },
        other => other.clone(),
    }
}
