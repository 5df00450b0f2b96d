//! Bodies of several kinds: a method for each media type whose body is of another kind than the first method's, and for a form
//! beside another body.

use openapiv3::ReferenceOr;

use crate::ir;
use crate::lower::operations::constants;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::params::{self, Param};
use crate::lower::schema::docs;
use crate::lower::schema::media::{ContentKind, Media, choose, essence};
use crate::lower::schema::operation::{Op, path_of};
use crate::lower::schema::view::SchemaRef;
use crate::lower::types::draft::NamePath;
use crate::names::{Case, NameScope, Reserved};

/// A form that can be sent in place of another body.
pub(in crate::lower) struct FormVariant {
    media: String,
    form: ir::Form,
    /// What is sent with it, and in it.
    args: Vec<ir::Arg>,
    options: Vec<ir::Arg>,
    fixed: Vec<ir::Fixed>,
}

/// The endpoints of a module with those for further kinds of bodies, each behind the one it is like.
pub(in crate::lower) fn with_kinds(ops: &[Op<'_>], endpoints: Vec<(ir::Endpoint, Option<FormVariant>)>) -> Vec<ir::Endpoint> {
    let mut names = NameScope::new(Reserved::Methods);
    for (endpoint, _) in &endpoints {
        names.claim(endpoint.name.as_str(), Case::Snake);
    }
    let mut all = Vec::with_capacity(endpoints.len());
    for (op, (endpoint, form)) in ops.iter().zip(endpoints) {
        let mut others: Vec<ir::Endpoint> = kinds(op, &endpoint).into_iter().map(|kind| other(&endpoint, kind, &mut names)).collect();
        others.extend(form.map(|form| with_form(&endpoint, form, &mut names)));
        all.push(endpoint);
        all.extend(others);
    }
    all
}

impl<'a> OperationLowering<'a> {
    /// The form that an operation takes beside a body of another schema.
    pub(in crate::lower) fn form_variant(&mut self, op: &Op<'a>, params: &[Param], name_path: &NamePath) -> Option<FormVariant> {
        let Some(ReferenceOr::Item(body)) = &op.operation.request_body else {
            return None;
        };
        let first = body.content.get(choose(&body.content)?.name)?;
        let mut others = body.content.iter().filter(|(_, media)| media.schema != first.schema);
        let (media, form, object) = others.find_map(|(name, media)| {
            let form = match Media::of(name) {
                Media::Form => ir::Form::UrlEncoded,
                Media::Multipart => ir::Form::Multipart,
                _ => return None,
            };
            Some((name, form, self.object(media.schema.as_ref()?.into())?))
        })?;
        let mut params = params.to_vec();
        params.extend(self.form(object, name_path));
        let (fixed, params): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.fixed.is_some());
        let (args, options): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.required);
        let (arg_names, _) = params::idents(&args, Reserved::Nothing, None);
        let (option_names, _) = params::idents(&options, Reserved::Setters, None);
        Some(FormVariant {
            media: media.clone(),
            form,
            // Those of the path are in the template of the endpoint already.
            fixed: constants::fixed(fixed, &mut path_of(op)),
            args: params::args(args, arg_names),
            options: params::args(options, option_names),
        })
    }
}

/// The same operation with a form as the body.
fn with_form(endpoint: &ir::Endpoint, variant: FormVariant, names: &mut NameScope) -> ir::Endpoint {
    let FormVariant { media, form, args, options, fixed } = variant;
    let sends = sends_as(&media);
    ir::Endpoint {
        name: names.claim(&format!("{} form", endpoint.name.as_str()), Case::Snake),
        doc: docs::doc([Some(endpoint.doc.0.as_str()), Some(sends.as_str())], None),
        args,
        options,
        fixed,
        body: None,
        form: Some(form),
        media: Some(media),
        ..endpoint.clone()
    }
}

fn sends_as(media: &str) -> String {
    format!("Sends the body as `{}`.", media.replace('`', "'"))
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
        (Media::Text | Media::JsonLines, ContentKind::Text | ContentKind::Unknown) => Some(ir::BodyKind::Text { media: name.clone() }),
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
    let sends = sends_as(&media);
    // As a setter it has met no argument.
    let mut arguments = NameScope::new(Reserved::Nothing);
    endpoint.args.iter().for_each(|arg| drop(arguments.claim(arg.name.as_str(), Case::Snake)));
    let constraints = ir::Constraints::default();
    let required =
        |body: ir::Body| ir::Body { kind, constraints, required: true, name: arguments.claim(body.name.as_str(), Case::Snake), ..body };
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
