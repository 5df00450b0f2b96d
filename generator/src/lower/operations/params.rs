//! Parameters and form fields → arguments and setters.

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::list_styles;
use crate::lower::schema::docs;
use crate::lower::schema::operation::Op;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at, inline, only_value};
use crate::lower::types::draft::{DraftShape, NamePath};
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
    pub constraints: ir::Constraints,
    /// Whether its value may be left empty.
    pub may_be_empty: bool,
    /// Whether the reserved characters of its value stand for themselves.
    pub reserved: bool,
    pub default: Option<Value>,
    pub example: Option<Value>,
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
                Parameter::Query { .. } => ir::ParamLocation::Query,
                Parameter::Header { .. } => ir::ParamLocation::Header,
                Parameter::Cookie { .. } => {
                    self.warn(hints::at(&data.extensions), format!("the cookie parameter `{}` is left out", data.name));
                    continue;
                }
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
            ir::SchemeKind::Bearer | ir::SchemeKind::OAuth2(_) | ir::SchemeKind::Basic => {
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
        let slot = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
            ParameterSchemaOrContent::Content(_) => None,
        };
        let at = hints::at(&data.extensions);
        let own = place == ir::ParamLocation::Header && OWN_HEADERS.contains(&data.name.to_ascii_lowercase().as_str());
        let required = (data.required && !own) || place == ir::ParamLocation::Path;
        let fixed = inline(slot).filter(|_| required).and_then(|schema| self.only_text(schema));
        let mut ty = match slot {
            // Nobody gives it, so it needs no type of its own.
            Some(_) if fixed.is_some() => ir::Type::String,
            Some(slot) => self.param_type(slot, &name_path.param(&name, &data.name), place, &at),
            None => ir::Type::Json,
        };
        if ty == ir::Type::String && self.is_credential(&data.name, place) {
            ty = ir::Type::Secret;
        }
        let mut doc = docs::of_param(data.description.as_deref(), inline(slot));
        let may_be_empty = matches!(parameter, Parameter::Query { allow_empty_value: Some(true), .. });
        if may_be_empty {
            self.allow_empty(&mut ty, &mut doc, name_path.space);
        }
        Param {
            wire: data.name.clone(),
            name,
            doc,
            list: list_styles::of_parameter(hints.list, parameter),
            inner: self.inner_styles(slot),
            constraints: slot.map(|slot| self.types.definitions.constraints(slot)).unwrap_or_default(),
            may_be_empty,
            reserved: match parameter {
                Parameter::Query { allow_reserved, .. } => *allow_reserved,
                _ => hints.allow_reserved,
            } && !matches!(ty, ir::Type::List(_)),
            example: inline(slot).and_then(example),
            default: inline(slot).and_then(default),
            ty,
            place,
            required,
            fixed,
            at,
        }
    }

    /// The fields of a form.
    pub(in crate::lower) fn form(&mut self, object: Object<'a>, name_path: &NamePath) -> Vec<Param> {
        let (mut found, form) = (Vec::new(), Pointer::parse(object.at).unwrap_or_default());
        for (wire, schema) in object.properties.into_iter().flatten() {
            let slot = SchemaRef::from(schema);
            let mut param = Param {
                wire: wire.clone(),
                name: wire.clone(),
                doc: ir::Doc::default(),
                ty: ir::Type::Json,
                place: ir::ParamLocation::Form,
                list: ListStyle::Csv,
                inner: self.inner_styles(Some(slot)),
                constraints: self.types.definitions.constraints(slot),
                may_be_empty: inline(Some(slot)).is_some_and(|schema| self.types.definitions.hints_of(schema).allow_empty),
                reserved: false,
                example: inline(Some(slot)).and_then(example),
                default: inline(Some(slot)).and_then(default),
                required: object.required.contains(wire),
                fixed: None,
                at: form.push("properties").push(wire),
            };
            if let SchemaRef::Inline(schema) = slot {
                let hints = self.types.definitions.hints_of(schema);
                if let Some(name) = &hints.name {
                    param.name.clone_from(name);
                }
                param.doc = docs::of_param(None, Some(schema));
                param.at = at(schema);
                param.list = hints.list.unwrap_or_default();
                param.fixed = Some(schema).filter(|_| param.required).and_then(|schema| self.only_text(schema));
            }
            param.ty = self.param_type(slot, &name_path.param(&param.name, wire), ir::ParamLocation::Form, &param.at);
            if param.may_be_empty {
                self.allow_empty(&mut param.ty, &mut param.doc, name_path.space);
            }
            found.push(param);
        }
        if let Some(AdditionalProperties::Schema(_)) = object.additional {
            self.warn(form, "further fields of a form are left out: calls cannot send them");
        }
        found
    }

    /// The text of the one value that a parameter or a field can have.
    fn only_text(&self, schema: &Schema) -> Option<String> {
        self.types.definitions.hints_of(schema).only_number.clone().or_else(|| only_value(schema))
    }

    /// The type of a parameter: what can be written as one text, or a list of such. Reports what cannot.
    fn param_type(&mut self, slot: SchemaRef<'a>, name_path: &NamePath, place: ir::ParamLocation, at: &Pointer) -> ir::Type {
        let ty = self.text_type(slot, name_path, place, at);
        if *ty.innermost() == ir::Type::Json {
            let what = if place == ir::ParamLocation::Form { "a field of a form" } else { "a parameter" };
            self.warn(at.clone(), format!("an object as {what} is sent as its JSON text: calls take free-form JSON"));
        }
        ty
    }

    fn text_type(&mut self, slot: SchemaRef<'a>, name_path: &NamePath, place: ir::ParamLocation, at: &Pointer) -> ir::Type {
        let view = match slot {
            SchemaRef::Inline(schema) => {
                let view = SchemaView::of(schema);
                if let Some(own) = self.own_type(schema, &view, place) {
                    return self.as_text(own, name_path.space);
                }
                Some(view.kind)
            }
            SchemaRef::Reference(_) => None,
        };
        match view {
            Some(ViewKind::Scalar(ir::Type::File)) if place == ir::ParamLocation::Form => ir::Type::File,
            Some(ViewKind::Any) => ir::Type::String,
            Some(ViewKind::Object(_)) => ir::Type::Json,
            Some(ViewKind::List(Some(items))) => {
                let item = match self.text_type(items, name_path, place, at) {
                    ir::Type::List(item) if *item.innermost() == ir::Type::File => {
                        self.warn(at.clone(), "files come in one list: those in a list of lists are left as strings");
                        ir::Type::String
                    }
                    item => item,
                };
                ir::Type::List(Box::new(item))
            }
            Some(ViewKind::List(None)) => ir::Type::List(Box::new(ir::Type::String)),
            _ => {
                let ty = self.types.lower(slot, name_path).ty;
                self.as_text(ty, name_path.space)
            }
        }
    }

    /// The type that the document names for a value that is no file.
    fn own_type(&mut self, schema: &'a Schema, view: &SchemaView<'a>, place: ir::ParamLocation) -> Option<ir::Type> {
        if place == ir::ParamLocation::Form && matches!(view.kind, ViewKind::Scalar(ir::Type::File)) {
            if self.types.definitions.hints_of(schema).own_type.is_some() {
                self.warn(at(schema).push(hints::RUST_TYPE), format!("`{}` has no effect on a file", hints::RUST_TYPE));
            }
            return None;
        }
        Some(self.types.own_type(schema, view)?.ty)
    }

    fn as_text(&mut self, ty: ir::Type, space: usize) -> ir::Type {
        match ty {
            ir::Type::File => ir::Type::String,
            // Whatever is sent here is a string.
            ir::Type::QuotedI64 => ir::Type::I64,
            ir::Type::QuotedU64 => ir::Type::U64,
            ir::Type::Map(_) | ir::Type::Nullable(_) | ir::Type::Boxed(_) => ir::Type::Json,
            ir::Type::Named { .. } => match self.types.shape_of(&ty, space) {
                Some(DraftShape::Other(ir::Shape::Newtype(_) | ir::Shape::StringEnum { .. } | ir::Shape::IntegerEnum { .. })) => ty,
                Some(DraftShape::Other(ir::Shape::Union(variants))) if variants.iter().all(|one| one.ty.is_plain_text()) => ty,
                _ => ir::Type::Json,
            },
            ir::Type::List(item) => ir::Type::List(Box::new(self.as_text(*item, space))),
            ty => ty,
        }
    }

    /// Lets the value of a parameter be left empty, where its type has no empty value of its own.
    fn allow_empty(&self, ty: &mut ir::Type, doc: &mut ir::Doc, space: usize) {
        let is_integer = match self.types.shape_of(ty, space) {
            Some(DraftShape::Other(ir::Shape::IntegerEnum { .. })) => true,
            Some(DraftShape::Other(ir::Shape::Newtype(base))) => *base != ir::Type::String,
            _ => false,
        };
        if is_integer
            || !matches!(
                ty,
                ir::Type::String | ir::Type::Secret | ir::Type::List(_) | ir::Type::Json | ir::Type::File | ir::Type::Named { .. }
            )
        {
            *ty = ir::Type::Nullable(Box::new(std::mem::replace(ty, ir::Type::Json)));
            *doc = docs::doc([Some(&doc.0), Some("`None` sends the name with an empty value.")], None);
        }
    }

    pub(in crate::lower) fn warn(&mut self, at: Pointer, message: impl Into<String>) {
        self.types.diagnostics.push(Diagnostic::warning(at, message));
    }
}

/// What the document gives as an example of a value.
fn example(schema: &Schema) -> Option<Value> {
    schema.schema_data.example.clone()
}

/// What the document says that an absent value stands for.
fn default(schema: &Schema) -> Option<Value> {
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
                place => format!("{place:?} {}", param.name),
            }
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (scope.claim_all(&names, Case::Snake), body)
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
        constraints: param.constraints,
        may_be_empty: param.may_be_empty,
        reserved: param.reserved,
        example: param.example,
        default: param.default,
        converts: false,
        at: param.at,
    });
    args.collect()
}
