//! Parameters → arguments and setters.

use std::collections::{HashMap, HashSet};

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::param_values::{ParamKind, ParamValue};
use crate::lower::operations::styles;
use crate::lower::schema::docs;
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{SchemaRef, inline, only_value};
use crate::lower::types::draft::NamePath;
use crate::names::{Case, Ident, NameScope, Reserved};
use crate::pointer::Pointer;
use crate::request::{ListStyle, placeholders};

/// Headers that every request has anyway, whatever an operation calls required.
const OWN_HEADERS: &[&str] = &["accept", "authorization", "content-type", "host", "user-agent"];

/// A parameter or a form field, before it has an identifier.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Param {
    pub wire: String,
    pub name: String,
    pub doc: ir::Doc,
    pub ty: ir::Type,
    pub place: ir::ParamLocation,
    pub list: ListStyle,
    pub inner: Vec<ListStyle>,
    /// How its value is written, where that is not one text, or a list of texts.
    pub style: Option<ir::ParamStyle>,
    /// Whether callers hand over a reference to the whole value.
    pub by_reference: bool,
    /// The field of the form whose parts have it, where it is a header of parts.
    pub part: Option<String>,
    pub constraints: ir::Constraints,
    /// Whether its value may be left empty.
    pub may_be_empty: bool,
    /// Whether the reserved characters of its value stand for themselves.
    pub reserved: bool,
    pub default: Option<serde_json::Value>,
    pub example: Option<serde_json::Value>,
    pub required: bool,
    /// The only value it can have, where it is required.
    pub fixed: Option<String>,
    pub at: Pointer,
}

impl<'a> OperationLowering<'a> {
    /// The parameters of an operation that its caller gives: those in the path first, in its order.
    pub(in crate::lower) fn params(&mut self, op: &Op<'a>, name_path: &NamePath) -> Vec<Param> {
        let placeholders = placeholders(op.path);
        let mut found: Vec<Param> = Vec::new();
        let mut seen: HashSet<(String, &'static str)> = HashSet::new();
        let own = op.operation.parameters.iter();
        let shared = op.item.parameters.iter();
        // What the operation says of a parameter replaces what its path says.
        let own: Vec<&'a Parameter> = own.filter_map(ReferenceOr::as_item).collect();
        let own_keys: HashSet<_> = own.iter().map(|one| key(one)).collect();
        let shared = shared.filter_map(ReferenceOr::as_item).filter(|one| !own_keys.contains(&key(one)));
        for parameter in shared.chain(own.iter().copied()) {
            let data = parameter.parameter_data_ref();
            let place = match parameter {
                Parameter::Path { .. } => ir::ParamLocation::Path,
                Parameter::Query { .. } if self.hints.parameters.of(&data.extensions).is_query_string => ir::ParamLocation::QueryString,
                Parameter::Query { .. } => ir::ParamLocation::Query,
                Parameter::Header { .. } => ir::ParamLocation::Header,
                Parameter::Cookie { .. } => ir::ParamLocation::Cookie,
            };
            if self.is_bound(&data.name, place) {
                self.describe_bound(data);
                continue;
            }
            if !seen.insert(key(parameter)) {
                self.warn(hints::at(&data.extensions), format!("the parameter `{}` is declared twice", data.name));
                continue;
            }
            found.push(self.param(data, parameter, place, name_path));
        }
        let order: HashMap<&str, usize> = placeholders.iter().enumerate().map(|(index, name)| (*name, index)).collect();
        found.sort_by_key(|param| match param.place {
            ir::ParamLocation::Path => order.get(param.wire.as_str()).copied().unwrap_or_default(),
            _ => order.len(),
        });
        found
    }

    /// The parameters of the query that the client fills in. Those in the path are in the template.
    pub(in crate::lower) fn bound_query(&self, op: &Op<'a>) -> Vec<String> {
        let bound = op.queries().filter(|name| self.is_bound(name, ir::ParamLocation::Query));
        let mut bound: Vec<String> = bound.map(str::to_owned).collect();
        bound.sort();
        bound.dedup();
        bound
    }

    /// What the parameters must be like that the client fills in.
    pub(in crate::lower) fn bound_constraints(&self, op: &Op<'a>) -> Vec<ir::BoundConstraints> {
        let mut found: Vec<ir::BoundConstraints> = Vec::new();
        // What the operation says of a parameter replaces what its path says.
        for parameter in op.operation.parameters.iter().chain(&op.item.parameters).filter_map(ReferenceOr::as_item) {
            let place = match parameter {
                Parameter::Path { .. } => ir::ParamLocation::Path,
                Parameter::Query { .. } => ir::ParamLocation::Query,
                Parameter::Header { .. } | Parameter::Cookie { .. } => continue,
            };
            let data = parameter.parameter_data_ref();
            let is_known = found.iter().any(|known| known.place == place && known.wire == data.name);
            if let ParameterSchemaOrContent::Schema(schema) = &data.format
                && self.is_bound(&data.name, place)
                && !is_known
            {
                let constraints = self.types.definitions.constraints(schema.into());
                found.push(ir::BoundConstraints { place, wire: data.name.clone(), constraints });
            }
        }
        found.retain(|known| !known.constraints.is_empty());
        found
    }

    /// Whether the client fills the parameter in.
    pub(in crate::lower) fn is_bound(&self, name: &str, place: ir::ParamLocation) -> bool {
        (matches!(place, ir::ParamLocation::Path | ir::ParamLocation::Query)
            && self.hints.document.client.parameters.iter().any(|bound| bound.name == name))
            || (place == ir::ParamLocation::Header
                && self.hints.document.client.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name)))
    }

    /// Whether a security scheme sends the same parameter. An operation that asks for it by itself asks for a secret.
    fn is_credential(&self, name: &str, place: ir::ParamLocation) -> bool {
        self.security.iter().any(|scheme| match &scheme.kind {
            ir::SchemeKind::Header(header) => place == ir::ParamLocation::Header && header.eq_ignore_ascii_case(name),
            ir::SchemeKind::Query(query) => place == ir::ParamLocation::Query && query == name,
            ir::SchemeKind::Cookie(cookie) => place == ir::ParamLocation::Cookie && cookie == name,
            ir::SchemeKind::Bearer | ir::SchemeKind::OAuth2(_) | ir::SchemeKind::Basic | ir::SchemeKind::Authorization(_) => {
                place == ir::ParamLocation::Header && name.eq_ignore_ascii_case("authorization")
            }
        })
    }

    fn describe_bound(&mut self, data: &ParameterData) {
        if let Some(text) = data.description.as_deref().filter(|text| !text.trim().is_empty()) {
            self.bound_docs.entry(data.name.clone()).or_insert_with(|| docs::of_text(Some(text)));
        }
    }

    fn param(&mut self, data: &'a ParameterData, parameter: &Parameter, place: ir::ParamLocation, name_path: &NamePath) -> Param {
        let hints = self.hints.parameters.of(&data.extensions);
        let name = hints.name.as_ref().unwrap_or(&data.name).clone();
        let (slot, content) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => (Some(SchemaRef::from(schema)), None),
            ParameterSchemaOrContent::Content(content) => {
                let first = content.first();
                let schema = first.and_then(|(_, media)| media.schema.as_ref());
                (schema.map(SchemaRef::from), Some(first.map_or("application/json", |(media, _)| media.as_str())))
            }
        };
        let at = hints::at(&data.extensions);
        let own = place == ir::ParamLocation::Header && OWN_HEADERS.contains(&data.name.to_ascii_lowercase().as_str());
        let required = (data.required && !own) || place == ir::ParamLocation::Path;
        let fixed = inline(slot).filter(|_| required && content.is_none()).and_then(|schema| self.only_text(schema));
        let path = name_path.param(&name, &data.name);
        let mut doc = docs::of_param(data.description.as_deref(), inline(slot));
        if data.deprecated == Some(true) {
            doc = docs::doc([Some(&doc.0), Some("Deprecated.")], None);
        }
        let may_be_empty = matches!(parameter, Parameter::Query { allow_empty_value: Some(true), .. });
        let mut value = match (slot, content) {
            // Nobody gives it, so it needs no type of its own.
            (Some(_), None) if fixed.is_some() => ParamValue::of(ir::Type::String),
            (slot, Some(media)) => self.content_value(slot, media, &path, &at),
            (Some(slot), None) => self.param_value(slot, &path, place, &at),
            (None, None) => ParamValue::of(ir::Type::Json),
        };
        if value.ty == ir::Type::String && self.is_credential(&data.name, place) {
            value.ty = ir::Type::Secret;
        }
        if may_be_empty && content.is_none() && value.kind != ParamKind::Compound {
            self.allow_empty(&mut value.ty, &mut doc, name_path.space);
        }
        let list = styles::of_list(hints.list, parameter);
        if content.is_none() {
            let declared = styles::declared(parameter, hints, name_path.space);
            self.choose_style(&mut value, declared, &at);
        }
        Param {
            wire: data.name.clone(),
            name,
            doc,
            list: value.list_style(list),
            inner: self.inner_styles(slot),
            constraints: slot.map(|slot| self.types.definitions.constraints(slot)).unwrap_or_default(),
            may_be_empty,
            reserved: hints.skip_encoding && !matches!(value.ty, ir::Type::List(_)),
            example: inline(slot).and_then(example),
            default: inline(slot).and_then(default),
            by_reference: value.is_by_reference(),
            style: value.style,
            part: None,
            ty: value.ty,
            place,
            required,
            fixed,
            at,
        }
    }

    /// The text of the one value that a parameter or a field can have.
    pub(in crate::lower) fn only_text(&self, schema: &Schema) -> Option<String> {
        self.types.definitions.hints_of(schema).only_number.clone().or_else(|| only_value(schema))
    }

    pub(in crate::lower) fn warn(&mut self, at: Pointer, message: impl Into<String>) {
        self.types.diagnostics.push(Diagnostic::warning(at, message));
    }
}

/// What the document gives as an example of a value.
pub(in crate::lower) fn example(schema: &Schema) -> Option<serde_json::Value> {
    schema.schema_data.example.clone()
}

/// What the document says that an absent value stands for.
pub(in crate::lower) fn default(schema: &Schema) -> Option<serde_json::Value> {
    schema.schema_data.default.clone()
}

fn key(parameter: &Parameter) -> (String, &'static str) {
    let place = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    (parameter.parameter_data_ref().name.clone(), place)
}

/// Identifiers for parameters, beside the `body` where there is one. One that shares its name
/// with another says where it travels, unless that is the path.
pub(in crate::lower) fn idents(params: &[Param], reserved: Reserved, body: Option<&str>) -> (Vec<Ident>, Option<Ident>) {
    let mut scope = NameScope::new(reserved);
    let body = body.map(|name| scope.claim(name, Case::Snake));
    let mut uses: HashMap<String, usize> = HashMap::new();
    for param in params {
        *uses.entry(scope.natural(&param.name, Case::Snake)).or_default() += 1;
    }
    let names: Vec<String> = params
        .iter()
        .map(|param| {
            let natural = scope.natural(&param.name, Case::Snake);
            let taken = body.as_ref().is_some_and(|body| body.as_str() == natural);
            let shared = uses.get(&natural).is_some_and(|uses| *uses > 1) && is_shared(params, param);
            match param.place {
                ir::ParamLocation::Path if !taken => param.name.clone(),
                _ if !taken && !shared => param.name.clone(),
                place => format!("{} {}", word(place), param.name),
            }
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (scope.claim_all(&names, Case::Snake), body)
}

/// What a place is called in names.
fn word(place: ir::ParamLocation) -> &'static str {
    match place {
        ir::ParamLocation::Path => "path",
        ir::ParamLocation::Query => "query",
        ir::ParamLocation::QueryString => "query string",
        ir::ParamLocation::Header => "header",
        ir::ParamLocation::Cookie => "cookie",
        ir::ParamLocation::Form => "form",
        ir::ParamLocation::PartHeader => "part header",
    }
}

/// Whether a parameter of another place has the same name.
fn is_shared(params: &[Param], param: &Param) -> bool {
    params.iter().any(|other| other.name == param.name && other.place != param.place)
}

/// Parameters with their identifiers.
pub(in crate::lower) fn args(params: Vec<Param>, idents: Vec<Ident>) -> Vec<ir::Arg> {
    let args = params.into_iter().zip(idents).map(|(param, name)| ir::Arg {
        name,
        wire: param.wire,
        doc: param.doc,
        ty: param.ty,
        place: param.place,
        list: param.list,
        inner: param.inner,
        style: param.style,
        by_reference: param.by_reference,
        part: param.part,
        constraints: param.constraints,
        is_checked: false,
        may_be_empty: param.may_be_empty,
        reserved: param.reserved,
        example: param.example,
        default: param.default,
        converts: false,
        at: param.at,
    });
    args.collect()
}
