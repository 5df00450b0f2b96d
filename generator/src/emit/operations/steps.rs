//! What the request of an operation is given: the steps that write its parameters and its body, and how it is sent.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::arguments::{self, ArgumentForm};
use crate::emit::printer::FilePrinter;
use crate::emit::tokens::{XML_MODULE, alternatives, ident};
use crate::ir;
use crate::request::{self, Retry};

/// The step that writes a parameter of one value.
fn fixed(fixed: &ir::Fixed) -> TokenStream {
    let ir::Fixed { wire, value, place, reserved, style, part } = fixed;
    if let Some(style) = style {
        return styled(*place, part.as_ref(), wire, *style, &quote!(#value));
    }
    let step = format_ident!("{}{}", place_name(*place), as_it_is(*reserved));
    quote!(#step(#wire, #value))
}

/// The end of the step's name for a value whose reserved characters stand for themselves.
fn as_it_is(reserved: bool) -> &'static str {
    if reserved { "_reserved" } else { "" }
}

fn place_name(place: ir::ParamLocation) -> &'static str {
    match place {
        ir::ParamLocation::Path => "path",
        ir::ParamLocation::Query => "query",
        ir::ParamLocation::QueryString => "query_string",
        ir::ParamLocation::Header => "header",
        ir::ParamLocation::Cookie => "cookie",
        ir::ParamLocation::Form => "form",
        ir::ParamLocation::PartHeader => "part_header",
    }
}

/// The call of the request that writes a value by its style.
fn styled(place: ir::ParamLocation, part: Option<&String>, wire: &str, style: ir::ParamStyle, value: &TokenStream) -> TokenStream {
    let own = matches!(place, ir::ParamLocation::QueryString | ir::ParamLocation::PartHeader);
    let step = format_ident!("{}{}", place_name(place), if own { "" } else { "_styled" });
    let (part, style) = (part.into_iter(), style_constant(style));
    quote!(#step(#(#part,)* #wire, #style, #value))
}

/// How a value is written.
fn style_constant(style: ir::ParamStyle) -> TokenStream {
    let name = match style.form {
        ir::StyleForm::Simple => "SIMPLE",
        ir::StyleForm::Label => "LABEL",
        ir::StyleForm::Matrix => "MATRIX",
        ir::StyleForm::Form => "FORM",
        ir::StyleForm::SpaceDelimited => "SPACES",
        ir::StyleForm::PipeDelimited => "PIPES",
        ir::StyleForm::DeepObject => "DEEP_OBJECT",
        ir::StyleForm::Cookie => "COOKIE",
        ir::StyleForm::Json => "JSON",
        ir::StyleForm::Text => "TEXT",
        ir::StyleForm::UrlEncoded => "URL_ENCODED",
    };
    let name = format_ident!("{name}");
    let (exploded, reserved) = (style.explode.then(|| quote!(.exploded())), style.reserved.then(|| quote!(.reserved())));
    // Not imported: few files need it, and a definition may have a type of this name.
    quote!(crate::runtime::ParamStyle::#name #exploded #reserved)
}

/// The call of the request that writes a parameter.
pub(super) fn write(printer: &mut FilePrinter<'_>, arg: &ir::Arg, form: &ArgumentForm) -> TokenStream {
    let (wire, value) = (&arg.wire, &form.value);
    if let Some(style) = arg.style {
        let is_reference = arg.by_reference || form.is_reference;
        let value = if is_reference { quote!(#value) } else { quote!(&#value) };
        return styled(arg.place, arg.part.as_ref(), wire, style, &value);
    }
    let item = arguments::list_item(printer, &arg.ty);
    let is_file = item.as_ref().unwrap_or(&arg.ty) == &ir::Type::File;
    let place = if is_file { "part" } else { place_name(arg.place) };
    let list = if item.is_some() { "_list" } else { "" };
    let step = format_ident!("{place}{list}{}", as_it_is(arg.reserved));
    let style = (item.is_some() && !is_file).then(|| arguments::list_style(printer, arg.list)).into_iter();
    quote!(#step(#wire, #(#style,)* #value))
}

/// Takes the value of a body.
pub(super) fn take_body(printer: &mut FilePrinter<'_>, name: &Ident, kind: &ir::BodyKind) -> ArgumentForm {
    match kind {
        ir::BodyKind::Json { ty, .. }
        | ir::BodyKind::UrlEncoded { ty, .. }
        | ir::BodyKind::Xml { ty, .. }
        | ir::BodyKind::JsonLines { ty, .. } => arguments::body(printer, name, ty),
        ir::BodyKind::Text { .. } => arguments::body(printer, name, &ir::Type::String),
        ir::BodyKind::Bytes { .. } => {
            let file = printer.runtime("File");
            ArgumentForm::as_is(name, quote!(impl Into<#file>))
        }
    }
}

/// The call of the request that writes a body.
pub(super) fn write_body(api: &ir::Api, kind: &ir::BodyKind, form: &ArgumentForm) -> TokenStream {
    let value = &form.value;
    let (step, media) = match kind {
        ir::BodyKind::Xml { media, root, .. } => {
            let root = self::root(api, *root);
            return quote!(formatted(#media, #root, #value));
        }
        ir::BodyKind::JsonLines { media, separated, .. } => {
            let format = if *separated { quote!(JsonRecords) } else { quote!(JsonLines) };
            return quote!(formatted(#media, &crate::runtime::#format, #value));
        }
        ir::BodyKind::UrlEncoded { media, .. } => return quote!(formatted(#media, &crate::runtime::UrlEncoded, #value)),
        ir::BodyKind::Json { media: None, .. } => ("json", None),
        ir::BodyKind::Json { media: Some(media), .. } => ("json_as", Some(media)),
        ir::BodyKind::Text { media } => ("text", Some(media)),
        ir::BodyKind::Bytes { media } => ("file", Some(media)),
    };
    let (step, media) = (format_ident!("{step}"), media.into_iter());
    quote!(#step(#(#media,)* #value))
}

/// How a response is divided into items.
fn framing(framing: ir::Framing) -> TokenStream {
    let name = match framing {
        ir::Framing::Values => "Values",
        ir::Framing::Lines => "Lines",
        ir::Framing::Records => "Records",
        ir::Framing::Events => "Events",
        ir::Framing::JsonEvents => "JsonEvents",
        ir::Framing::EventData => "EventData",
        ir::Framing::Parts => "Parts",
    };
    let name = format_ident!("{name}");
    // Not imported: few files need it.
    quote!(crate::runtime::Framing::#name)
}

/// The root of a body that is XML.
fn root(api: &ir::Api, index: usize) -> Option<TokenStream> {
    let (module, root) = (format_ident!("{}", XML_MODULE), ident(&api.xml.roots.get(index)?.name));
    Some(quote!(&super::#module::#root))
}

/// What the request is given beside its values.
pub(super) fn facts(printer: &mut FilePrinter<'_>, api: &ir::Api, endpoint: &ir::Endpoint) -> Vec<TokenStream> {
    let mut steps: Vec<_> = endpoint.fixed.iter().map(fixed).collect();
    steps.extend(endpoint.bound.iter().map(|name| quote!(bound_query(#name))));
    match endpoint.form {
        Some(form @ (ir::Form::MultipartMixed | ir::Form::MultipartRelated)) => {
            let media = form.media();
            steps.push(quote!(multipart_as(#media)));
        }
        Some(ir::Form::Multipart) => steps.push(quote!(multipart())),
        Some(ir::Form::UrlEncoded) | None => {}
    }
    steps.extend(endpoint.part_media.iter().map(|(part, media)| quote!(part_media(#part, #media))));
    if let Some(name) = &endpoint.response.envelope {
        steps.push(quote!(envelope(#name)));
    }
    if let ir::ResponseKind::Page { paging, .. } = &endpoint.response.kind
        && let Some(paging) = api.pagings.get(*paging)
    {
        let name = printer.parent(paging.name.as_str());
        steps.push(quote!(paging(&#name)));
    }
    if let ir::ResponseKind::Sequence { framing, error, end, .. } = &endpoint.response.kind {
        if *framing != ir::Framing::Values {
            let framing = self::framing(*framing);
            steps.push(quote!(framing(#framing)));
        }
        steps.extend(error.iter().map(|error| quote!(error_envelope(#error))));
        steps.extend(end.iter().map(|end| quote!(end_mark(#end))));
    }
    if let Some(ir::Stream { media, framing, flag, end, .. }) = &endpoint.response.stream {
        let framing = self::framing(*framing);
        let flag = match flag {
            Some((ir::FlagPlace::Query, name)) => quote!(Some((crate::runtime::InputPlace::Query, #name))),
            Some((ir::FlagPlace::Body, name)) => quote!(Some((crate::runtime::InputPlace::Body, #name))),
            None => quote!(None),
        };
        steps.push(quote!(or_stream(&crate::runtime::StreamForm { media: #media, framing: #framing, flag: #flag })));
        steps.extend(end.iter().map(|end| quote!(end_mark(#end))));
    }
    match endpoint.response.format {
        ir::ValueFormat::Json => {}
        ir::ValueFormat::JsonOrText => steps.push(quote!(may_be_plain_text())),
        ir::ValueFormat::Text => steps.push(quote!(plain_text())),
        ir::ValueFormat::Xml { root: index } => {
            let root = root(api, index);
            steps.push(quote!(body_format(#root)));
        }
    }
    if let [_, ..] = endpoint.redirects.as_slice() {
        let statuses = endpoint.redirects.iter().map(|status| Literal::u16_unsuffixed(*status));
        steps.push(quote!(redirects(&[#(#statuses),*])));
    }
    if let [_, ..] = endpoint.other_media_types.as_slice() {
        let (own, other) = (&endpoint.media_types, &endpoint.other_media_types);
        steps.push(quote!(media_types(&[#(#own),*], &[#(#other),*])));
    }
    steps.extend(endpoint.accept.iter().map(|media| quote!(accept(#media))));
    steps.extend(endpoint.auth.iter().map(|auth| {
        let auth = alternatives(auth);
        quote!(auth(#auth))
    }));
    steps.extend(endpoint.server.iter().map(|name| quote!(server(#name))));
    if endpoint.is_safe != request::is_safe(&endpoint.method) {
        let changes = !endpoint.is_safe;
        steps.push(quote!(changes(#changes)));
    }
    steps.extend(endpoint.idempotency_key.iter().map(|header| quote!(idempotency_key(#header))));
    steps.extend(endpoint.retry.map(|retry| match retry {
        Retry::Never => quote!(never_retry()),
        Retry::Always => quote!(always_retry()),
    }));
    steps
}
