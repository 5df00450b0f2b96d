//! The union over the payloads of all webhooks: an alternative for each, which its payload tells, or else a name beside it.

use super::event_tags::{EventTag, event_tag};
use super::payload::{Payload, doc, header_value, headers, warn};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::facts::in_code;
use crate::lower::types::draft::{Draft, DraftShape};
use crate::lower::types::examples::ExampleOf;
use crate::names::{Case, Ident, NameScope, Reserved};
use crate::pointer::Pointer;

/// Makes the union. None where there is no payload.
pub(super) fn event<'a>(lowering: &mut OperationLowering<'a>, name: Ident, payloads: &[Payload<'a>], space: usize) -> Option<ir::Event> {
    let first = payloads.first()?;
    let names: Vec<&str> = payloads.iter().map(Payload::name).collect();
    let variants = NameScope::new(Reserved::Variants).claim_all(&names, Case::Camel);
    let tag = event_tag(&lowering.types.definitions, payloads);
    if tag.is_none() {
        warn_of_same_types(lowering, payloads);
    }
    let rows = variants
        .iter()
        .zip(payloads)
        .map(|(variant, payload)| ir::EventRow { variant: variant.clone(), names: known_as(payload, payloads) });
    let rows = rows.collect();
    let doc = described(&variants, payloads);
    let draft = lowering.types.add(Draft {
        name: name.clone(),
        space,
        doc,
        deprecated: false,
        changes: None,
        constraints: ir::Constraints::default(),
        derives: Vec::new(),
        attributes: Vec::new(),
        example: None,
        at: Pointer::root(),
        shape: DraftShape::Other(shape(lowering, variants, payloads, tag)),
    });
    lowering.types.examples.ask(draft, name.as_str(), ExampleOf::Schema(first.slot));
    Some(ir::Event { name, rows })
}

fn shape<'a>(lowering: &OperationLowering<'a>, variants: Vec<Ident>, payloads: &[Payload<'a>], tag: Option<EventTag>) -> ir::Shape {
    let (from, of) = (ir::Conversion::None, |payload: &Payload<'a>| lowering.types.definitions.constraints(payload.slot));
    let variants = variants.into_iter().zip(payloads);
    match tag {
        Some(EventTag { property, values }) => {
            let variants = variants.zip(values).map(|((name, payload), wire)| {
                let (ty, constraints) = (payload.ty.clone(), of(payload));
                ir::TaggedVariant { name, wire, ty, constraints, from }
            });
            ir::Shape::Tagged { tag: property, variants: variants.collect(), otherwise: None }
        }
        None => {
            let variants = variants.map(|(name, payload)| {
                let (ty, constraints) = (payload.ty.clone(), of(payload));
                ir::UnionVariant { name, ty, constraints, from }
            });
            ir::Shape::Union(variants.collect())
        }
    }
}

/// Reports payloads of the same type, which nothing in them tells apart.
fn warn_of_same_types(lowering: &mut OperationLowering<'_>, payloads: &[Payload<'_>]) {
    for (index, payload) in payloads.iter().enumerate() {
        let Some(first) = payloads[..index].iter().find(|first| first.ty == payload.ty) else { continue };
        let (one, other) = (&payload.webhook.name, &first.webhook.name);
        let message = format!(
            "nothing in the payload of the webhook `{one}` tells it from that of `{other}`: by its content alone it is read as the latter, and by `Event::named` as itself"
        );
        warn(lowering, payload.webhook.at.clone(), message);
    }
}

/// What a payload is known as: the name of its webhook, and the values of headers that tell it from some other.
fn known_as(payload: &Payload<'_>, all: &[Payload<'_>]) -> Vec<String> {
    let value = |payload: &Payload<'_>, name: &str| {
        headers(payload.webhook).find(|header| header.parameter_data_ref().name.eq_ignore_ascii_case(name)).and_then(header_value)
    };
    let mut names = vec![payload.webhook.name.clone()];
    for header in headers(payload.webhook) {
        let name = &header.parameter_data_ref().name;
        if let Some(own) = header_value(header)
            && all.iter().any(|other| value(other, name).as_ref() != Some(&own))
            && !names.contains(&own)
        {
            names.push(own);
        }
    }
    names
}

/// What the alternatives mean.
fn described(variants: &[Ident], payloads: &[Payload<'_>]) -> ir::Doc {
    let mut text = "What the API sends: the payload of a webhook.".to_owned();
    for (variant, payload) in variants.iter().zip(payloads) {
        text += &format!("\n\n# `{}`\n\nThe webhook `{}`.", variant.as_str(), in_code(&payload.webhook.name));
        let ir::Doc(more) = doc(payload.webhook);
        if !more.is_empty() {
            text += &format!(" {more}");
        }
        if payload.webhook.operation.deprecated {
            text += "\n\nDeprecated.";
        }
    }
    ir::Doc(text)
}
