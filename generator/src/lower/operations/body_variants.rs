//! Bodies of several kinds: a method for each media type whose body is of another kind than the first method's.

use openapiv3::ReferenceOr;

use crate::ir;
use crate::lower::schema::docs;
use crate::lower::schema::media::{ContentKind, Media, essence};
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::SchemaRef;
use crate::names::{Case, NameScope, Reserved};

/// The endpoints of a module with those for further kinds of bodies, each behind the one it is like.
pub(in crate::lower) fn with_kinds(ops: &[Op<'_>], endpoints: Vec<ir::Endpoint>) -> Vec<ir::Endpoint> {
    let mut names = NameScope::new(Reserved::Nothing);
    for endpoint in &endpoints {
        names.claim(endpoint.name.as_str(), Case::Snake);
    }
    let mut all = Vec::with_capacity(endpoints.len());
    for (op, endpoint) in ops.iter().zip(endpoints) {
        let others: Vec<ir::Endpoint> = kinds(op, &endpoint).into_iter().map(|kind| other(&endpoint, kind, &mut names)).collect();
        all.push(endpoint);
        all.extend(others);
    }
    all
}

/// Beside a JSON body: the media types that are sent as a string, or as bytes of which nothing is known.
fn kinds(op: &Op<'_>, endpoint: &ir::Endpoint) -> Vec<ir::BodyKind> {
    let (Some(ReferenceOr::Item(body)), Some(ir::Body { kind: ir::BodyKind::Json { .. }, .. })) =
        (&op.operation.request_body, &endpoint.body)
    else {
        return Vec::new();
    };
    let kind = |(name, media): (&String, &openapiv3::MediaType)| match (
        Media::of(name),
        ContentKind::of(media.schema.as_ref().map(SchemaRef::from)),
    ) {
        (Media::Bytes, _) => Some(ir::BodyKind::Bytes { media: name.clone() }),
        (Media::Text, ContentKind::Text | ContentKind::Unknown) => Some(ir::BodyKind::Text { media: name.clone() }),
        _ => None,
    };
    body.content.iter().filter_map(kind).collect()
}

/// The same operation with a body of another kind, which its caller has to give.
fn other(endpoint: &ir::Endpoint, kind: ir::BodyKind, names: &mut NameScope) -> ir::Endpoint {
    let media = match &kind {
        ir::BodyKind::Bytes { media } | ir::BodyKind::Text { media } => media.clone(),
        _ => String::new(),
    };
    let name = names.claim(&format!("{} {}", endpoint.name.as_str(), word(&media)), Case::Snake);
    let sends = format!("Sends the body as `{}`.", media.replace('`', "'"));
    // As a setter it has met no argument.
    let mut arguments = NameScope::new(Reserved::Nothing);
    endpoint.args.iter().for_each(|arg| drop(arguments.claim(arg.name.as_str(), Case::Snake)));
    let required = |body: ir::Body| ir::Body { kind, required: true, name: arguments.claim(body.name.as_str(), Case::Snake), ..body };
    ir::Endpoint {
        name,
        doc: docs::doc([Some(endpoint.doc.0.as_str()), Some(sends.as_str())], None),
        body: endpoint.body.clone().map(required),
        media: Some(media),
        ..endpoint.clone()
    }
}

/// A media type in a word: what it is called among those who use it.
fn word(media: &str) -> String {
    match essence(media).as_str() {
        "text/plain" => "text".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        essence => essence.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}
