//! What the documentation of a method says beside its description: options, headers, errors, an example, the HTTP line.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::doc;
use crate::emit::operations::example::Examples;
use crate::emit::operations::setters::{Setters, Setting};
use crate::emit::printer::FilePrinter;
use crate::ir;

/// The documentation of a method, and the words that find it.
pub(in crate::emit) fn method(
    printer: &mut FilePrinter<'_>,
    examples: Examples<'_>,
    setters: &Setters<'_>,
    module: &ir::Module,
    endpoint: &ir::Endpoint,
) -> syn::Result<TokenStream> {
    let mut lines = doc::lines(&endpoint.doc.0);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend([doc::plain(doc::code(&format!("{} {}", endpoint.method, endpoint.path))), String::new()]);
    options(&mut lines, setters, module, endpoint);
    if let [_, ..] = endpoint.redirects.as_slice() {
        let statuses: Vec<String> = endpoint.redirects.iter().map(u16::to_string).collect();
        let line = format!("The response is a redirect ({}), which is not followed.", statuses.join(", "));
        lines.extend([doc::plain(line), String::new()]);
    }
    if let Some(headers) = &endpoint.response.headers {
        let line = format!("`with_response()` gives the headers of the response as {}.", doc::linked(headers, "super::types::"));
        lines.extend([doc::plain(line), String::new()]);
    }
    streams(&mut lines, endpoint);
    for need in &endpoint.needs {
        lines.extend([doc::plain(format!("Needs the feature {}.", doc::code(need))), String::new()]);
    }
    errors(&mut lines, endpoint);
    links(&mut lines, endpoint);
    callbacks(&mut lines, endpoint);
    lines.extend(examples.docs(module, endpoint)?);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let (docs, aliases) = (doc::outer(&mut printer.inserts, lines), aliases(endpoint));
    Ok(quote!(#docs #aliases))
}

/// What a stream gives, where that is not what awaiting the call does.
fn streams(lines: &mut Vec<String>, endpoint: &ir::Endpoint) {
    let line = match (&endpoint.response.kind, &endpoint.response.stream) {
        (_, Some(stream)) => {
            let flag = match &stream.flag {
                Some((_, name)) => format!(", and sets {} for that", doc::code(name)),
                None => String::new(),
            };
            format!(
                "`stream()` asks for {} instead, as items of {}{flag}.",
                doc::code(&stream.media),
                doc::linked(&stream.item, "super::types::")
            )
        }
        (ir::ResponseKind::Sequence { framing: ir::Framing::Events | ir::Framing::JsonEvents | ir::Framing::EventData, .. }, None) => {
            "The response is a stream of events: `stream()` gives each as it comes.".to_owned()
        }
        _ => return,
    };
    lines.extend([doc::plain(line), String::new()]);
}

/// Each option, with a link to its setter and with its type.
fn options(lines: &mut Vec<String>, setters: &Setters<'_>, module: &ir::Module, endpoint: &ir::Endpoint) {
    let call = endpoint.call.as_str();
    let mut options = Setting::all(endpoint).peekable();
    if options.peek().is_none() {
        return;
    }
    lines.extend([doc::plain(format!("Options, which are setters of [{}]:", doc::code(call))), String::new()]);
    for option in options {
        let name = option.name().as_str();
        let ty = match option {
            Setting::Parameter(arg) => doc::linked(&arg.ty, "super::types::"),
            Setting::Body(body) => body_type(&body.kind),
        };
        doc::item_with(lines, &format!("[`{name}`]({call}#method.{name}) ({ty})"), &setters.sentence(module, option));
    }
    lines.push(String::new());
}

fn body_type(kind: &ir::BodyKind) -> String {
    match kind {
        ir::BodyKind::Json { ty, .. }
        | ir::BodyKind::UrlEncoded { ty, .. }
        | ir::BodyKind::Xml { ty, .. }
        | ir::BodyKind::JsonLines { ty, .. } => doc::linked(ty, "super::types::"),
        ir::BodyKind::Text { .. } => doc::linked(&ir::Type::String, ""),
        ir::BodyKind::Bytes { .. } => doc::linked(&ir::Type::File, ""),
    }
}

/// Which errors are declared, and what decodes them.
fn errors(lines: &mut Vec<String>, endpoint: &ir::Endpoint) {
    let Some(error) = &endpoint.error else {
        return;
    };
    lines.extend([doc::plain("# Errors"), String::new()]);
    let typed = format!("[`Error::typed`](crate::runtime::Error::typed)`::<{}>()`", doc::written(error));
    lines.push(doc::plain(format!("{typed} decodes these responses as")));
    lines.extend([doc::plain(format!("{}:", doc::linked(error, "super::types::"))), String::new()]);
    let several = endpoint.errors.iter().any(|one| one.ty != *error);
    for ir::ErrorResponse { status, doc: text, ty } in &endpoint.errors {
        let ty = if several { format!(" ({})", doc::linked(ty, "super::types::")) } else { String::new() };
        doc::item(lines, &format!("{}{ty}", doc::code(&status.to_string())), &text.0);
    }
    lines.push(String::new());
}

/// What can be called next, and with which values.
fn links(lines: &mut Vec<String>, endpoint: &ir::Endpoint) {
    if endpoint.links.is_empty() {
        return;
    }
    lines.extend([doc::plain("# Links"), String::new(), doc::plain("What can be called next:"), String::new()]);
    for link in &endpoint.links {
        let Some((module, method)) = &link.method else { continue };
        let values: Vec<String> = link.values.iter().map(|(name, from)| format!("{name} is {from}")).collect();
        let values = if values.is_empty() { String::new() } else { format!(", where {}", values.join(", and ")) };
        doc::item(lines, &format!("{}{values}", doc::code(&format!("client.{}().{}()", module.as_str(), method.as_str()))), &link.doc.0);
    }
    lines.push(String::new());
}

/// What the API sends later.
fn callbacks(lines: &mut Vec<String>, endpoint: &ir::Endpoint) {
    if endpoint.callbacks.is_empty() {
        return;
    }
    lines.extend([doc::plain("# Callbacks"), String::new(), doc::plain("What the API sends later:"), String::new()]);
    for callback in &endpoint.callbacks {
        let reader = match &callback.reader {
            Some(name) => format!(", which {} reads", doc::code(&format!("{}::{}", ir::WEBHOOK, name.as_str()))),
            None => String::new(),
        };
        doc::item(lines, &format!("{} to {}{reader}", doc::code(&callback.name), doc::code(&callback.expression)), "");
    }
    lines.push(String::new());
}

/// What a reader may look for: the operation id, and the path with and without its method.
fn aliases(endpoint: &ir::Endpoint) -> TokenStream {
    let line = format!("{} {}", endpoint.method, endpoint.path);
    let mut aliases = vec![line.as_str(), endpoint.path.as_str()];
    if endpoint.id != line {
        aliases.push(&endpoint.id);
    }
    doc::aliases(&aliases, endpoint.name.as_str())
}
