//! The payload of a request that the API sends, and what is said of it.

use openapiv3::{Parameter, ParameterSchemaOrContent, ReferenceOr};

use crate::diagnostic::Diagnostic;
use crate::hints::{self, Webhook};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::docs;
use crate::lower::schema::facts::in_code;
use crate::lower::schema::media::Media;
use crate::lower::schema::view::{SchemaRef, only_value};
use crate::lower::types::draft::NamePath;
use crate::pointer::Pointer;

/// The payload of a request that the API sends.
#[derive(Debug)]
pub(super) struct Payload<'a> {
    pub webhook: &'a Webhook,
    pub slot: SchemaRef<'a>,
    pub ty: ir::Type,
}

impl<'a> Payload<'a> {
    /// The payload, whose type is named so where it stands inline. What has none that can be read is reported.
    pub(super) fn of(lowering: &mut OperationLowering<'a>, webhook: &'a Webhook, name: &str, space: usize) -> Option<Self> {
        let what = if webhook.callback.is_some() { "callback" } else { "webhook" };
        let Some(body) = webhook.body().filter(|body| !body.content.is_empty()) else {
            warn(lowering, webhook.at.clone(), format!("the {what} `{}` has no body: there is nothing to read", webhook.name));
            return None;
        };
        let is_json = |name: &str| Media::of(name) == Media::Json;
        let json = body.content.iter().find(|(media, _)| is_json(media));
        for (media, value) in body.content.iter().filter(|(media, _)| !is_json(media)) {
            let instead = if json.is_some() { "only its JSON is read" } else { "it is not read" };
            let at = hints::at(&value.extensions);
            warn(lowering, at, format!("the body of the {what} `{}` may be `{media}`: {instead}", webhook.name));
        }
        let slot = json?.1.schema.as_ref().map(SchemaRef::from);
        let rust_name = webhook.rust_name.as_deref().unwrap_or(name);
        let ty = slot.map(|slot| {
            let name_path = NamePath::new(space, rust_name);
            let hinted = lowering.types.definitions.hinted(slot).map(str::to_owned);
            let name_path = hinted.map_or(name_path, |name| NamePath::new(space, name));
            lowering.types.lower(slot, &name_path).inside()
        });
        match (slot, ty) {
            (Some(slot), Some(ty)) if ty != ir::Type::Json => Some(Self { webhook, slot, ty }),
            _ => {
                let message = format!("nothing is known of the body of the {what} `{}`: it is free-form JSON", webhook.name);
                warn(lowering, webhook.at.clone(), message);
                None
            }
        }
    }

    /// The name that the alternative or the function is made of.
    pub(super) fn name(&self) -> &'a str {
        self.webhook.rust_name.as_deref().unwrap_or(&self.webhook.name)
    }
}

/// Reports something about a request.
pub(super) fn warn(lowering: &mut OperationLowering<'_>, at: Pointer, message: String) {
    lowering.types.diagnostics.push(Diagnostic::warning(at, message));
}

/// What the document says of a request, with its headers.
pub(super) fn doc(webhook: &Webhook) -> ir::Doc {
    let mut text = docs::of_operation(&webhook.operation).0;
    let headers: Vec<String> = headers(webhook)
        .map(|parameter| {
            let data = parameter.parameter_data_ref();
            let value = header_value(parameter).map(|value| format!(": `{}`", in_code(&value))).unwrap_or_default();
            let meaning = data.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
            let meaning = meaning.map(|text| format!(" ({})", text.split_whitespace().collect::<Vec<_>>().join(" "))).unwrap_or_default();
            format!("- `{}`{value}{meaning}", in_code(&data.name))
        })
        .collect();
    if !headers.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        text += &format!("{gap}Its headers:\n\n{}", headers.join("\n"));
    }
    ir::Doc(text)
}

/// The headers that a request has.
pub(super) fn headers(webhook: &Webhook) -> impl Iterator<Item = &Parameter> {
    webhook.operation.parameters.iter().filter_map(ReferenceOr::as_item)
}

/// The one value that a header can have.
pub(super) fn header_value(parameter: &Parameter) -> Option<String> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => only_value(schema),
        _ => None,
    }
}
