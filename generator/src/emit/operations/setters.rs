//! The setters of optional parameters and bodies. Many operations have the same ones: equal setters are printed once.

use std::collections::HashMap;
use std::sync::Arc;

use quote::quote;

use crate::emit::arguments::{self, StringArgument};
use crate::emit::doc;
use crate::emit::operations::steps;
use crate::emit::printer::{FileKind, FilePrinter, Uses};
use crate::emit::tokens::ident;
use crate::request::ListStyle;
use crate::{format, ir, names, parallel};

/// How many setters a thread prints at a time.
const BATCH: usize = 16;

/// The setters of an API, printed.
pub(in crate::emit) struct Setters<'a>(HashMap<SetterKey<'a>, PrintedSetter>);

/// What the text of a setter depends on.
#[derive(PartialEq, Eq, Hash)]
struct SetterKey<'a> {
    /// The module whose own types it names; none where it names no such type.
    module: Option<&'a str>,
    name: &'a names::Ident,
    doc: &'a ir::Doc,
    value: ValueKey<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum ValueKey<'a> {
    Parameter {
        wire: &'a str,
        ty: &'a ir::Type,
        place: ir::ParamLocation,
        list: ListStyle,
        inner: &'a [ListStyle],
        style: Option<ir::ParamStyle>,
        part: Option<&'a str>,
        reserved: bool,
        converts: bool,
    },
    Body(&'a ir::BodyKind),
}

struct PrintedSetter {
    text: Arc<str>,
    uses: Uses,
    /// The first sentence of what it says of itself.
    sentence: doc::Sentence,
}

/// What has a setter.
#[derive(Clone, Copy)]
pub(in crate::emit) enum Setting<'a> {
    Parameter(&'a ir::Arg),
    Body(&'a ir::Body),
}

impl<'a> Setting<'a> {
    /// The setters of an operation, in their order.
    pub(in crate::emit) fn all(endpoint: &'a ir::Endpoint) -> impl Iterator<Item = Self> {
        let body = endpoint.body.as_ref().filter(|body| !body.required);
        endpoint.options.iter().map(Self::Parameter).chain(body.map(Self::Body))
    }

    /// The name of the setter.
    pub(in crate::emit) fn name(self) -> &'a names::Ident {
        match self {
            Self::Parameter(arg) => &arg.name,
            Self::Body(body) => &body.name,
        }
    }

    fn doc(self) -> &'a ir::Doc {
        match self {
            Self::Parameter(arg) => &arg.doc,
            Self::Body(body) => &body.doc,
        }
    }

    fn key(self, module: &'a ir::Module) -> SetterKey<'a> {
        let (ty, value) = match self {
            // What the value must be like is in the table of the operations.
            Self::Parameter(ir::Arg {
                wire,
                ty,
                place,
                list,
                inner,
                style,
                part,
                reserved,
                converts,
                // It follows from the type and the style.
                by_reference: _,
                name: _,
                doc: _,
                example: _,
                default: _,
                constraints: _,
                is_checked: _,
                may_be_empty: _,
                at: _,
            }) => {
                let (place, list, reserved, converts) = (*place, *list, *reserved, *converts);
                let (style, part) = (*style, part.as_deref());
                (Some(ty), ValueKey::Parameter { wire, ty, place, list, inner, style, part, reserved, converts })
            }
            Self::Body(ir::Body { kind, .. }) => (kind.value_type(), ValueKey::Body(kind)),
        };
        let is_own = ty.is_some_and(|ty| matches!(ty.innermost(), ir::Type::Named { home: ir::Home::Here, .. }));
        SetterKey { module: is_own.then_some(module.name.as_str()), name: self.name(), doc: self.doc(), value }
    }

    fn print(self, api: &ir::Api, printer: &mut FilePrinter<'_>) -> syn::Result<PrintedSetter> {
        let name = ident(self.name());
        let docs = doc::outer(&mut printer.inserts, doc::lines(&self.doc().0));
        let (form, step, aliases) = match self {
            Self::Parameter(arg) => {
                let form = arguments::parameter(printer, arg, StringArgument::Generic);
                let step = steps::write(printer, arg, &form);
                (form, step, Some(doc::aliases(&[&arg.wire], arg.name.as_str())))
            }
            Self::Body(body) => {
                let form = steps::take_body(printer, &name, &body.kind);
                let step = steps::write_body(api, &body.kind, &form);
                (form, step, None)
            }
        };
        let ty = &form.ty;
        let setter = quote! {
            impl<M> Call<M> {
                #docs
                #aliases
                pub fn #name(mut self, #name: #ty) -> Self { self.request = self.request.#step; self }
            }
        };
        let text = format::functions(setter, &printer.inserts)?;
        Ok(PrintedSetter {
            text: text.into(),
            uses: std::mem::take(&mut printer.uses),
            sentence: doc::first_sentence(&self.doc().0).into(),
        })
    }
}

impl<'a> Setters<'a> {
    /// Prints them. The error says which one came out as something that is not Rust.
    pub(in crate::emit) fn print(api: &'a ir::Api, index: &ir::TypeIndex<'_>) -> Result<Self, (&'a ir::Module, Setting<'a>, syn::Error)> {
        let mut distinct = HashMap::new();
        for module in &api.modules {
            for setting in module.endpoints.iter().flat_map(Setting::all) {
                distinct.entry(setting.key(module)).or_insert((module, setting));
            }
        }
        let (keys, jobs): (Vec<_>, Vec<_>) = distinct.into_iter().unzip();
        let printed = parallel::map(&jobs, BATCH, |(module, setting)| {
            let printer = &mut FilePrinter::new(index, FileKind::Module(module.name.as_str()));
            setting.print(api, printer).map_err(|error| (*module, *setting, error))
        });
        keys.into_iter().zip(printed).map(|(key, printed)| Ok((key, printed?))).collect::<Result<_, _>>().map(Self)
    }

    /// The mark that stands for all setters of an operation; none where it has none.
    pub(in crate::emit) fn mark(&self, printer: &mut FilePrinter<'_>, module: &ir::Module, endpoint: &ir::Endpoint) -> Option<String> {
        let mut texts = Vec::new();
        for printed in Setting::all(endpoint).filter_map(|setting| self.0.get(&setting.key(module))) {
            printer.uses.add(&printed.uses);
            texts.push(Arc::clone(&printed.text));
        }
        (!texts.is_empty()).then(|| printer.inserts.functions(texts))
    }

    /// The first sentence of what a setter says of itself.
    pub(in crate::emit) fn sentence(&self, module: &ir::Module, setting: Setting<'_>) -> doc::Sentence {
        self.0.get(&setting.key(module)).map(|printed| printed.sentence.clone()).unwrap_or_default()
    }
}
