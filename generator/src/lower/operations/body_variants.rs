//! Bodies of several kinds: a method for each media type whose body is of another kind than the first method's, and for a form
//! beside another body.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use crate::ir;
use crate::lower::operations::body::{BodyDraft, body_of};
use crate::lower::operations::constants;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::forms::{FormDraft, form_of};
use crate::lower::operations::params::{self, Param};
use crate::lower::operations::representations::{ResponseVariant, with_representations};
use crate::lower::schema::docs;
use crate::lower::schema::media::{Choice, ContentKind, Media, choose, word};
use crate::lower::schema::operation::{Op, path_of};
use crate::lower::schema::view::SchemaRef;
use crate::lower::types::draft::NamePath;
use crate::names::{Case, NameScope, Reserved};

/// A body that can be sent in place of another one.
pub(in crate::lower) struct BodyVariant {
    media: String,
    /// What it is called beside the operation's name.
    word: String,
    form: Option<ir::Form>,
    part_media: Vec<(String, String)>,
    body: Option<ir::Body>,
    /// What is sent with it, and in it.
    args: Vec<ir::Arg>,
    options: Vec<ir::Arg>,
    fixed: Vec<ir::Fixed>,
}

/// The further ways to call an operation.
pub(in crate::lower) struct EndpointVariants {
    pub bodies: Vec<BodyVariant>,
    pub representations: Vec<ResponseVariant>,
}

/// The endpoints of a module with those for further kinds of bodies and further representations of responses, each behind the one
/// it is like.
pub(in crate::lower) fn with_kinds(endpoints: Vec<(ir::Endpoint, EndpointVariants)>) -> Vec<ir::Endpoint> {
    let mut names = NameScope::new(Reserved::Methods);
    for (endpoint, _) in &endpoints {
        names.claim(endpoint.name.as_str(), Case::Snake);
    }
    let mut all = Vec::with_capacity(endpoints.len());
    for (endpoint, variants) in endpoints {
        let others: Vec<ir::Endpoint> = variants.bodies.into_iter().map(|variant| with(&endpoint, variant, &mut names)).collect();
        for endpoint in std::iter::once(endpoint).chain(others) {
            all.extend(with_representations(endpoint, &variants.representations, &mut names));
        }
    }
    all
}

impl<'a> OperationLowering<'a> {
    /// The bodies that an operation takes beside its first one.
    pub(in crate::lower) fn variants(&mut self, op: &Op<'a>, params: &[Param], name_path: &NamePath) -> Vec<BodyVariant> {
        let Some(ReferenceOr::Item(body)) = &op.operation.request_body else {
            return Vec::new();
        };
        let Some(first) = choose(&body.content) else {
            return Vec::new();
        };
        let is_by_media = self.hints.bodies.of(&body.extensions).is_by_media;
        // The shorter word is that of a form without files.
        let has_url_encoded = is_by_media && body.content.keys().any(|name| Media::of(name) == Media::Form);
        let mut variants = Vec::new();
        let mut seen: Vec<(&str, &MediaType)> = body.content.get(first.name).map(|media| (first.name, media)).into_iter().collect();
        for (name, media) in &body.content {
            if name == first.name || seen.iter().any(|known| is_same(*known, (name, media), is_by_media)) {
                continue;
            }
            let has_form = variants.iter().any(|known: &BodyVariant| known.form.is_some());
            let variant = match form_of(name) {
                // Another name of the same form.
                Some(_) if !is_by_media && has_form => None,
                Some(form) => {
                    let word = if has_url_encoded && form != ir::Form::UrlEncoded { "multipart" } else { "form" };
                    self.form(name, media, is_by_media, name_path).map(|form| self.with_form(op, params, (name, form), word))
                }
                None if is_offered(&first, name, media, is_by_media) => Some(self.with_body(op, params, body, (name, media), name_path)),
                None => None,
            };
            if variant.is_some() {
                seen.push((name, media));
            }
            variants.extend(variant);
        }
        // A form comes after what is sent as it is.
        variants.sort_by_key(|variant| variant.form.is_some());
        variants
    }

    fn with_form(&self, op: &Op<'a>, params: &[Param], (media, draft): (&str, FormDraft), word: &str) -> BodyVariant {
        let mut params = params.to_vec();
        params.extend(draft.fields);
        let word = word.to_owned();
        let (args, options, fixed, _) = taken(op, params, None);
        BodyVariant {
            media: media.to_owned(),
            word,
            form: Some(draft.form),
            part_media: draft.part_media,
            body: None,
            args,
            options,
            fixed,
        }
    }

    fn with_body(
        &mut self,
        op: &Op<'a>,
        params: &[Param],
        body: &'a RequestBody,
        (name, media): (&'a String, &'a MediaType),
        name_path: &NamePath,
    ) -> BodyVariant {
        let is_by_media = self.hints.bodies.of(&body.extensions).is_by_media;
        let choice = Choice::of(name, media);
        // A name for the body of another media type says nothing of the bytes.
        let choice = Choice { slot: choice.slot.filter(|_| is_by_media || choice.media != Media::Bytes), ..choice };
        let draft = BodyDraft { required: true, ..self.body_draft(body, &choice, name_path) };
        let (args, options, fixed, ident) = taken(op, params.to_vec(), Some(draft.name.as_str()).filter(|_| body.required));
        // As a setter of the first method it has met no argument.
        let ident = ident.unwrap_or_else(|| {
            let mut scope = NameScope::new(Reserved::Nothing);
            args.iter().for_each(|arg| drop(scope.claim(arg.name.as_str(), Case::Snake)));
            scope.claim(&draft.name, Case::Snake)
        });
        let body = Some(body_of(draft, ident));
        BodyVariant { media: name.clone(), word: word(name), form: None, part_media: Vec::new(), body, args, options, fixed }
    }
}

/// The arguments and setters of parameters, what is fixed among them, and the name of the body.
fn taken(op: &Op<'_>, params: Vec<Param>, body: Option<&str>) -> (Vec<ir::Arg>, Vec<ir::Arg>, Vec<ir::Fixed>, Option<crate::names::Ident>) {
    let (fixed, params): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.fixed.is_some());
    let (args, options): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.required);
    let (arg_names, body) = params::idents(&args, Reserved::Nothing, body);
    let (option_names, _) = params::idents(&options, Reserved::Setters, None);
    // Those of the path are in the template of the endpoint already.
    let fixed = constants::fixed(fixed, &mut path_of(op));
    (params::args(args, arg_names), params::args(options, option_names), fixed, body)
}

/// Whether two media types are names for one body.
fn is_same((one_name, one): (&str, &MediaType), (other_name, other): (&str, &MediaType), is_by_media: bool) -> bool {
    let (first, second) = (Media::of(one_name), Media::of(other_name));
    if !is_by_media {
        // Only texts and bytes are a kind of their own there.
        let is_plain = matches!(second, Media::Text | Media::Bytes | Media::JsonLines | Media::JsonRecords);
        return one.schema == other.schema && !is_plain;
    }
    let is_value = |media: Media| matches!(media, Media::Json | Media::Xml);
    one.schema == other.schema && (first == second && first != Media::Bytes && first != Media::Text || is_value(first) && is_value(second))
}

/// Whether a method of its own sends a body of this media type.
fn is_offered(first: &Choice<'_>, name: &str, media: &MediaType, is_by_media: bool) -> bool {
    let kind = ContentKind::of(media.schema.as_ref().map(SchemaRef::from));
    let is_json = first.media == Media::Json && ContentKind::of(first.slot) != ContentKind::Binary;
    match Media::of(name) {
        Media::Bytes => is_by_media || is_json,
        Media::Text | Media::JsonLines | Media::JsonRecords if !is_by_media => {
            is_json && matches!(kind, ContentKind::Text | ContentKind::Unknown)
        }
        Media::Text | Media::JsonLines | Media::JsonRecords => true,
        Media::Json | Media::Xml => is_by_media,
        Media::Form | Media::Multipart => false,
    }
}

/// The same operation with another body.
fn with(endpoint: &ir::Endpoint, variant: BodyVariant, names: &mut NameScope) -> ir::Endpoint {
    let BodyVariant { media, word, form, part_media, body, args, options, fixed } = variant;
    let sends = format!("Sends the body as `{}`.", media.replace('`', "'"));
    let sends_xml = matches!(&body, Some(ir::Body { kind: ir::BodyKind::Xml { .. }, .. }));
    let mut needs = endpoint.needs.clone();
    if sends_xml && needs.is_empty() {
        needs.push(ir::xml::PART.to_owned());
    }
    ir::Endpoint {
        name: names.claim(&format!("{} {word}", endpoint.name.as_str()), Case::Snake),
        doc: docs::doc([Some(endpoint.doc.0.as_str()), Some(sends.as_str())], None),
        args,
        options,
        fixed,
        body,
        form,
        part_media,
        media: Some(media),
        needs,
        ..endpoint.clone()
    }
}
