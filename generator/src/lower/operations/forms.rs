//! Bodies that are forms: their fields, and how each is written.

use std::collections::HashSet;

use openapiv3::{AdditionalProperties, Encoding, Header, MediaType, ParameterSchemaOrContent, ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::param_values::{ParamKind, ParamValue};
use crate::lower::operations::params::{self, Param};
use crate::lower::operations::styles::{self, Declared};
use crate::lower::schema::definitions::{alternatives, is_described};
use crate::lower::schema::docs;
use crate::lower::schema::media::{Media, essence};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at, inline};
use crate::lower::types::draft::NamePath;
use crate::pointer::Pointer;
use crate::request::ListStyle;

/// A form that an operation sends.
#[derive(Debug, Clone)]
pub(in crate::lower) struct FormDraft {
    pub form: ir::Form,
    pub fields: Vec<Param>,
    /// The media types of parts, by the names of their fields, where that is said.
    pub part_media: Vec<(String, String)>,
}

/// A form as a media type of a body declares it.
#[derive(Clone, Copy)]
struct FormMedia<'a> {
    form: ir::Form,
    encodings: &'a indexmap::IndexMap<String, Encoding>,
    /// Whether fields are written by their media types, as OpenAPI 3 has it.
    is_by_media: bool,
}

impl FormMedia<'_> {
    fn is_multipart(&self) -> bool {
        self.form != ir::Form::UrlEncoded
    }
}

/// What is declared of how a field is written.
#[derive(Clone, Copy)]
struct FieldEncoding<'a> {
    encoding: Option<&'a Encoding>,
    form: FormMedia<'a>,
    list: ListStyle,
    /// The namespace of the types of its value.
    space: usize,
}

/// How many schemas are looked at for the fields of a form.
const LOOKS: usize = 1_000;

/// The fields of a form: those of its object, and of the objects that it extends.
#[derive(Default)]
struct Fields<'a> {
    properties: Vec<(&'a String, &'a ReferenceOr<Box<Schema>>)>,
    required: HashSet<&'a str>,
    has_more: bool,
    at: Pointer,
    /// Whether the fields of alternatives are among them. Without that, a form of alternatives is one value.
    has_alternatives: bool,
    /// Properties that another alternative describes otherwise.
    conflicts: Vec<(&'a String, Pointer)>,
    /// Properties of which another alternative allows other values of the same type.
    loose: HashSet<&'a String>,
    looks: usize,
}

impl<'a> OperationLowering<'a> {
    /// The form that a media type of a body is; none where its schema names no fields.
    pub(in crate::lower) fn form(
        &mut self,
        name: &str,
        media: &'a MediaType,
        is_by_media: bool,
        name_path: &NamePath,
    ) -> Option<FormDraft> {
        let form = form_of(name)?;
        let mut fields = Fields { has_alternatives: form != ir::Form::UrlEncoded, looks: LOOKS, ..Fields::default() };
        self.collect(media.schema.as_ref()?.into(), &mut fields, 0)?;
        for (wire, at) in &fields.conflicts {
            self.warn(at.clone(), format!("the field `{wire}` has another type in another alternative; that one is used"));
        }
        let conflicts: HashSet<&String> = fields.conflicts.iter().map(|(wire, _)| *wire).collect();
        let declared = FormMedia { form, encodings: &media.encoding, is_by_media };
        let mut draft = FormDraft { form, fields: Vec::new(), part_media: Vec::new() };
        // Requests leave out what only the server sets.
        let is_sent = |schema: SchemaRef<'a>| inline(Some(schema)).is_none_or(|schema| !schema.schema_data.read_only);
        for (wire, schema) in fields.properties.into_iter().filter(|(_, schema)| is_sent((*schema).into())) {
            let is_required = fields.required.contains(wire.as_str());
            let at = fields.at.push("properties").push(wire);
            let mut field = self.field(wire, SchemaRef::from(schema), declared, name_path, at);
            field.required = is_required;
            if conflicts.contains(wire) || fields.loose.contains(wire) {
                field.constraints = ir::Constraints::default();
            } else {
                field.fixed = inline(Some(schema.into())).filter(|_| is_required).and_then(|schema| self.only_text(schema));
            }
            let of_part = part_media(&field, declared, self.media_of_part(schema.into()));
            draft.part_media.extend(of_part.map(|media| (wire.clone(), media)));
            draft.fields.push(field);
            if let Some(encoding) = media.encoding.get(wire).filter(|_| declared.is_multipart()) {
                draft.fields.extend(self.part_headers(wire, encoding, name_path));
            }
        }
        if fields.has_more {
            let found = Diagnostic::warning(fields.at, "further fields of a form have no type: they are sent as what they are given as");
            self.types.diagnostics.push(found.help("`extra_body` of a call sends them"));
        }
        Some(draft)
    }

    /// Collects the fields of an object; nothing where a schema describes none.
    fn collect(&self, slot: SchemaRef<'a>, fields: &mut Fields<'a>, depth: usize) -> Option<()> {
        const DEEPEST: usize = 16;
        fields.looks = fields.looks.checked_sub(1)?;
        let SchemaRef::Inline(schema) = self.resolved(slot).filter(|_| depth < DEEPEST)? else {
            return None;
        };
        if fields.at == Pointer::root() {
            fields.at = at(schema);
        }
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) if is_described(&object) => {
                fields.add(object);
                self.collect_alternatives(object.choices, fields, depth)
            }
            ViewKind::AllOf(parts, own) => {
                for part in parts {
                    self.collect(part.into(), fields, depth + 1)?;
                }
                let Some(own) = own else { return Some(()) };
                fields.add(own);
                self.collect_alternatives(own.choices, fields, depth)
            }
            ViewKind::OneOf(parts) if fields.has_alternatives => {
                self.collect_alternatives(parts, fields, depth)?;
                if fields.properties.is_empty() { None } else { Some(()) }
            }
            _ => None,
        }
    }

    /// Collects the fields of alternatives, of which a form has those of one. What all of them require is required, where there are no
    /// other fields.
    fn collect_alternatives(&self, parts: &'a [ReferenceOr<Schema>], fields: &mut Fields<'a>, depth: usize) -> Option<()> {
        let mut all = Vec::new();
        for part in alternatives(parts) {
            let mut own = Fields { has_alternatives: fields.has_alternatives, looks: fields.looks, ..Fields::default() };
            let is_read = self.collect(part, &mut own, depth + 1).is_some();
            fields.looks = own.looks;
            let Some(SchemaRef::Inline(schema)) = self.resolved(part) else { return None };
            match SchemaView::of(schema).kind {
                _ if is_read => all.push(own),
                // It says which fields go together, and describes none.
                ViewKind::Any => {}
                ViewKind::Object(object) if !is_described(&object) => {}
                _ => return None,
            }
        }
        let is_known = |fields: &Fields<'a>, wire: &String| fields.properties.iter().any(|(known, _)| *known == wire);
        if !fields.has_alternatives && all.iter().flat_map(|one| &one.properties).any(|(wire, _)| !is_known(fields, wire)) {
            return None;
        }
        // Beside fields, an alternative may be one that holds on a condition.
        if let Some((first, others)) = all.split_first().filter(|_| fields.properties.is_empty() && all.len() == alternatives(parts).len())
        {
            let in_all = |name: &&&str| others.iter().all(|other| other.required.contains(**name));
            fields.required.extend(first.required.iter().filter(in_all));
        }
        let common: Vec<&String> = fields.properties.iter().map(|(wire, _)| *wire).collect();
        for one in all {
            fields.has_more |= one.has_more;
            fields.conflicts.extend(one.conflicts);
            fields.loose.extend(one.loose);
            for (wire, schema) in one.properties {
                match fields.properties.iter().find(|(known, _)| *known == wire) {
                    None => fields.properties.push((wire, schema)),
                    Some(_) if common.contains(&wire) => {}
                    Some((_, known)) if same_body((*known).into(), schema.into()) => {
                        let constraints = |of: &'a ReferenceOr<Box<Schema>>| self.types.definitions.constraints(of.into());
                        if constraints(known) != constraints(schema) {
                            fields.loose.insert(wire);
                        }
                    }
                    Some(_) => fields.conflicts.push((wire, inline(Some(schema.into())).map_or_else(|| one.at.clone(), at))),
                }
            }
        }
        Some(())
    }

    fn field(&mut self, wire: &str, slot: SchemaRef<'a>, form: FormMedia<'_>, name_path: &NamePath, at: Pointer) -> Param {
        let mut param = Param {
            wire: wire.to_owned(),
            name: wire.to_owned(),
            doc: ir::Doc::default(),
            ty: ir::Type::Json,
            place: ir::ParamLocation::Form,
            list: if form.is_by_media { ListStyle::Multi } else { ListStyle::Csv },
            inner: self.inner_styles(Some(slot)),
            style: None,
            by_reference: false,
            part: None,
            constraints: self.types.definitions.constraints(slot),
            may_be_empty: inline(Some(slot)).is_some_and(|schema| self.types.definitions.hints_of(schema).allow_empty),
            reserved: false,
            example: inline(Some(slot)).and_then(params::example),
            default: inline(Some(slot)).and_then(params::default),
            required: false,
            fixed: None,
            at,
        };
        if let SchemaRef::Inline(schema) = slot {
            let hints = self.types.definitions.hints_of(schema);
            if let Some(name) = &hints.name {
                param.name.clone_from(name);
            }
            param.doc = docs::of_param(None, Some(schema));
            param.at = self::at(schema);
            param.list = hints.list.unwrap_or(param.list);
        }
        let path = name_path.param(&param.name, wire);
        let encoding = form.encodings.get(wire);
        let mut value = match self.file_of(slot, encoding, form) {
            Some(ty) => ParamValue::of(ty),
            None => self.param_value(slot, &path, ir::ParamLocation::Form, &param.at),
        };
        if param.may_be_empty && value.kind != ParamKind::Compound {
            self.allow_empty(&mut value.ty, &mut param.doc, path.space);
        }
        self.choose_encoding(&mut value, FieldEncoding { encoding, form, list: param.list, space: path.space }, &param.at);
        param.doc = docs::doc([Some(param.doc.0.as_str()), choice_of_media(&value.ty, encoding).as_deref()], None);
        param.by_reference = value.is_by_reference();
        param.list = value.list_style(param.list);
        param.style = value.style;
        param.ty = value.ty;
        param
    }

    /// The type of a part that is a file by what its media type is, rather than by its schema.
    fn file_of(&self, slot: SchemaRef<'a>, encoding: Option<&Encoding>, form: FormMedia<'_>) -> Option<ir::Type> {
        if !form.is_by_media || !form.is_multipart() {
            return None;
        }
        let view = |slot: SchemaRef<'a>| match self.resolved(slot) {
            Some(SchemaRef::Inline(schema)) => Some(SchemaView::of(schema).kind),
            _ => None,
        };
        let media = media_of(encoding);
        let is_text = |media: &str| !matches!(Media::of(media), Media::Bytes) && media != "*/*";
        let is_file = |kind: &Option<ViewKind<'a>>| match kind {
            // A part of which nothing is said is bytes.
            Some(ViewKind::Any) => !media.iter().any(|media| is_text(media)),
            Some(ViewKind::Scalar(ir::Type::String)) => !media.is_empty() && !media.iter().any(|media| is_text(media)),
            Some(ViewKind::Scalar(ir::Type::File)) => true,
            _ => false,
        };
        match view(slot) {
            Some(ViewKind::List(items)) => {
                let item = items.map_or(Some(ViewKind::Any), view);
                is_file(&item).then(|| ir::Type::List(Box::new(ir::Type::File)))
            }
            kind => is_file(&kind).then_some(ir::Type::File),
        }
    }

    /// Chooses how a field is written: by a style, or by its media type.
    fn choose_encoding(&mut self, value: &mut ParamValue, field: FieldEncoding<'_>, at: &Pointer) {
        let FieldEncoding { encoding, form, list, space } = field;
        if *value.ty.innermost() == ir::Type::File {
            return;
        }
        if let Some((encoding, style)) = encoding.and_then(|encoding| Some((encoding, encoding.style.as_ref()?))) {
            let reserved = encoding.allow_reserved && !form.is_multipart();
            if encoding.allow_reserved != reserved {
                self.warn(at.clone(), "`allowReserved` has no effect on a part, where nothing is encoded");
            }
            let style = ir::ParamStyle { form: styles::of_query(style), explode: encoding.explode, reserved };
            if value.kind == ParamKind::List && style.form == ir::StyleForm::Form && !style.explode {
                value.style = Some(style);
                return;
            }
            let declared = Declared { place: ir::ParamLocation::Form, style, has_list_style: false, space };
            return self.choose_style(value, declared, at);
        }
        let explode = matches!(value.ty, ir::Type::List(_));
        let media = media_of(encoding);
        let is_json = media.first().is_some_and(|media| Media::of(media) == Media::Json && *media != "*/*");
        if value.kind == ParamKind::Compound && !form.is_by_media {
            let declared = ir::ParamStyle { form: ir::StyleForm::Form, explode: false, reserved: false };
            return self.choose_style(value, Declared { place: ir::ParamLocation::Form, style: declared, has_list_style: true, space }, at);
        }
        if value.kind == ParamKind::Compound && !is_json && !media.is_empty() {
            self.warn(at.clone(), format!("what the schema describes cannot be written as `{}`: it is sent as JSON", media.join(", ")));
        }
        if is_json || (value.kind == ParamKind::Compound && list == ListStyle::Multi) {
            value.style = Some(ir::ParamStyle { form: ir::StyleForm::Json, explode, reserved: false });
        }
    }

    /// The media type that a schema gives the parts of a field: that of its values, or of the items of its lists.
    fn media_of_part(&self, slot: SchemaRef<'a>) -> Option<&'a str> {
        let Some(SchemaRef::Inline(schema)) = self.resolved(slot) else { return None };
        let items = match SchemaView::of(schema).kind {
            ViewKind::List(Some(items)) => inline(self.resolved(items)),
            _ => None,
        };
        self.types.definitions.hints_of(items.unwrap_or(schema)).media.as_deref()
    }

    /// The headers of the parts of a field.
    fn part_headers(&mut self, part: &str, encoding: &'a Encoding, name_path: &NamePath) -> Vec<Param> {
        let headers = encoding.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let headers: Vec<(&String, &Header)> = headers.filter_map(|(name, header)| Some((name, header.as_item()?))).collect();
        headers.into_iter().map(|(name, header)| self.part_header(part, name, header, name_path)).collect()
    }

    fn part_header(&mut self, part: &str, wire: &str, header: &'a Header, name_path: &NamePath) -> Param {
        let name = format!("{part} {wire}");
        let (path, at) = (name_path.param(&name, wire), crate::hints::at(&header.extensions));
        let (slot, mut value) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let slot = SchemaRef::from(schema);
                (Some(slot), self.param_value(slot, &path, ir::ParamLocation::PartHeader, &at))
            }
            ParameterSchemaOrContent::Content(content) => {
                let first = content.first();
                let slot = first.and_then(|(_, media)| media.schema.as_ref()).map(SchemaRef::from);
                (slot, self.content_value(slot, first.map_or("application/json", |(media, _)| media), &path, &at))
            }
        };
        let simple = ir::ParamStyle { form: ir::StyleForm::Simple, explode: false, reserved: false };
        let style = *value.style.get_or_insert(simple);
        Param {
            doc: docs::of_param(header.description.as_deref(), inline(slot)),
            list: ListStyle::Csv,
            inner: Vec::new(),
            constraints: slot.map(|slot| self.types.definitions.constraints(slot)).unwrap_or_default(),
            may_be_empty: false,
            reserved: false,
            example: inline(slot).and_then(params::example),
            default: inline(slot).and_then(params::default),
            by_reference: value.is_by_reference(),
            style: Some(style),
            part: Some(part.to_owned()),
            fixed: inline(slot).filter(|_| header.required).and_then(|schema| self.only_text(schema)),
            required: header.required,
            place: ir::ParamLocation::PartHeader,
            wire: wire.to_owned(),
            ty: value.ty,
            name,
            at,
        }
    }
}

impl<'a> Fields<'a> {
    /// Adds those of an object. A field that is there already is replaced: the object that extends another says more of it.
    fn add(&mut self, object: Object<'a>) {
        for (wire, schema) in object.properties.into_iter().flatten() {
            match self.properties.iter_mut().find(|(known, _)| *known == wire) {
                Some(known) => known.1 = schema,
                None => self.properties.push((wire, schema)),
            }
        }
        self.required.extend(object.required.iter().map(String::as_str));
        self.has_more |= matches!(object.additional, Some(AdditionalProperties::Schema(_)));
    }
}

/// The form that a media type is.
pub(in crate::lower) fn form_of(media: &str) -> Option<ir::Form> {
    Some(match (Media::of(media), essence(media).as_str()) {
        (Media::Form, _) => ir::Form::UrlEncoded,
        (Media::Multipart, "multipart/mixed") => ir::Form::MultipartMixed,
        (Media::Multipart, "multipart/related") => ir::Form::MultipartRelated,
        (Media::Multipart, _) => ir::Form::Multipart,
        _ => return None,
    })
}

/// The media types that an encoding allows.
fn media_of(encoding: Option<&Encoding>) -> Vec<&str> {
    let media = encoding.and_then(|encoding| encoding.content_type.as_deref()).unwrap_or_default();
    media.split(',').map(str::trim).filter(|media| !media.is_empty()).collect()
}

/// The media type of the parts of a field, where there is one, and it is not that of every such value.
fn part_media(field: &Param, form: FormMedia<'_>, of_schema: Option<&str>) -> Option<String> {
    if !form.is_by_media || !form.is_multipart() {
        return None;
    }
    let encoding = form.encodings.get(&field.wire).filter(|encoding| encoding.style.is_none());
    let is_file = *field.ty.innermost() == ir::Type::File;
    let is_json = matches!(field.style, Some(ir::ParamStyle { form: ir::StyleForm::Json, .. }));
    // `application/octet-stream` is what OpenAPI 3.1 calls every file.
    let says_nothing = |media: &str| media.contains('*') || is_file && media.eq_ignore_ascii_case("application/octet-stream");
    let of_schema = of_schema.filter(|media| !says_nothing(media) && (is_file || *field.ty.innermost() == ir::Type::String));
    match media_of(encoding).as_slice() {
        [] if of_schema.is_some() => of_schema.map(str::to_owned),
        // It is `application/json`, unless that has another name.
        [first, ..] if is_json && Media::of(first) != Media::Json => None,
        [] => matches!(field.ty.innermost(), ir::Type::Bytes | ir::Type::BytesUrl).then(|| "application/octet-stream".to_owned()),
        [one] if !one.contains('*') => Some((*one).to_owned()),
        // Who has the file knows which it is.
        [_, ..] if is_file => None,
        [first, ..] if first.contains('*') => None,
        [first, ..] => Some((*first).to_owned()),
    }
}

/// What is to be said of a file that may have several media types.
fn choice_of_media(ty: &ir::Type, encoding: Option<&Encoding>) -> Option<String> {
    let media = media_of(encoding);
    if *ty.innermost() != ir::Type::File || !matches!(media.as_slice(), [_, _, ..]) {
        return None;
    }
    let media: Vec<String> = media.iter().map(|media| format!("`{}`", media.replace('`', "'"))).collect();
    Some(format!("The file says which of {} it is.", media.join(", ")))
}
