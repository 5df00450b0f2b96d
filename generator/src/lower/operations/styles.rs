//! How the values of parameters and of the fields of forms are written: as their document says, as far as that means something for
//! the value.

use openapiv3::{CookieStyle, Parameter, PathStyle, QueryStyle};

use crate::hints::values::ParameterHints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::param_values::{ParamKind, ParamValue};
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, inline};
use crate::lower::types::draft::DraftShape;
use crate::pointer::Pointer;
use crate::request::ListStyle;

/// A style as a parameter or an encoding declares it.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct Declared {
    pub place: ir::ParamLocation,
    pub style: ir::ParamStyle,
    /// Whether the style of its list is all that can be said: that of Swagger 2.0.
    pub has_list_style: bool,
    /// The namespace of the types of its value.
    pub space: usize,
}

/// The style that a parameter declares.
pub(in crate::lower) fn declared(parameter: &Parameter, hints: &ParameterHints, space: usize) -> Declared {
    use ir::StyleForm;
    let (place, form, reserved) = match parameter {
        Parameter::Path { style, .. } => {
            let form = match style {
                PathStyle::Simple => StyleForm::Simple,
                PathStyle::Label => StyleForm::Label,
                PathStyle::Matrix => StyleForm::Matrix,
            };
            (ir::ParamLocation::Path, form, hints.allow_reserved)
        }
        Parameter::Query { style, allow_reserved, .. } => (ir::ParamLocation::Query, of_query(style), *allow_reserved),
        Parameter::Header { .. } => (ir::ParamLocation::Header, StyleForm::Simple, false),
        Parameter::Cookie { style: CookieStyle::Form, .. } => {
            (ir::ParamLocation::Cookie, if hints.is_plain_cookie { StyleForm::Cookie } else { StyleForm::Form }, false)
        }
    };
    let by_default = matches!(form, StyleForm::Form | StyleForm::Cookie);
    let explode = parameter.parameter_data_ref().explode.unwrap_or(by_default);
    Declared { place, style: ir::ParamStyle { form, explode, reserved }, has_list_style: hints.has_list_style, space }
}

/// The style of a query or of the field of a form.
pub(in crate::lower) fn of_query(style: &QueryStyle) -> ir::StyleForm {
    match style {
        QueryStyle::Form => ir::StyleForm::Form,
        QueryStyle::SpaceDelimited => ir::StyleForm::SpaceDelimited,
        QueryStyle::PipeDelimited => ir::StyleForm::PipeDelimited,
        QueryStyle::DeepObject => ir::StyleForm::DeepObject,
    }
}

impl OperationLowering<'_> {
    /// Chooses how a value is written. Texts, and lists of texts whose style is that of their list, need no other.
    pub(in crate::lower) fn choose_style(&mut self, value: &mut ParamValue, declared: Declared, at: &Pointer) {
        use ir::{ParamLocation, StyleForm};
        let Declared { place, mut style, has_list_style, space } = declared;
        let is_delimited = matches!(style.form, StyleForm::SpaceDelimited | StyleForm::PipeDelimited);
        match value.kind {
            ParamKind::Text if is_delimited || style.form == StyleForm::DeepObject => {
                self.warn(at.clone(), "the style is one of lists and objects: the value is sent as it is");
                style.form = StyleForm::Form;
            }
            _ if is_delimited && style.explode => {
                self.warn(at.clone(), "with `explode` nothing is between the values: each is sent under a name of its own");
                style.form = StyleForm::Form;
            }
            _ => {}
        }
        let needs_style = match value.kind {
            // Nothing is reserved in a number, and an empty value is written by its name alone.
            ParamKind::Text if matches!(value.ty, ir::Type::Nullable(_)) => false,
            _ if has_list_style && value.kind != ParamKind::Compound => false,
            ParamKind::Text => place == ParamLocation::Cookie || style.reserved || is_path_style(style.form),
            ParamKind::List => {
                let is_alone = matches!(place, ParamLocation::Cookie | ParamLocation::Header);
                is_alone || style.reserved || !matches!(style.form, StyleForm::Form | StyleForm::Simple)
            }
            ParamKind::Lists => place == ParamLocation::Cookie || !matches!(style.form, StyleForm::Form | StyleForm::Simple),
            ParamKind::Compound => true,
        };
        if !needs_style {
            return;
        }
        if value.kind == ParamKind::Compound {
            if has_list_style {
                return self.as_json(value, place, at);
            }
            self.warn_of_nested(&value.ty, (style.form, space), at);
        } else if style.form == StyleForm::DeepObject {
            self.warn(at.clone(), BRACKETS);
        }
        value.style = Some(style);
    }

    /// The style of an object in a parameter of Swagger 2.0, which has none: its JSON.
    fn as_json(&mut self, value: &mut ParamValue, place: ir::ParamLocation, at: &Pointer) {
        value.ty = free(&value.ty);
        if *value.ty.innermost() == ir::Type::Json {
            let what = if place == ir::ParamLocation::Form { "a field of a form" } else { "a parameter" };
            self.warn(at.clone(), format!("an object as {what} is sent as its JSON text: calls take free-form JSON"));
            return;
        }
        value.style = Some(ir::ParamStyle { form: ir::StyleForm::Json, explode: false, reserved: false });
    }

    /// Reports members and items that the style has no place for.
    fn warn_of_nested(&mut self, ty: &ir::Type, (form, space): (ir::StyleForm, usize), at: &Pointer) {
        let (has_lists, has_objects) = self.nested(ty, space);
        match form {
            ir::StyleForm::DeepObject if has_lists => self.warn(at.clone(), BRACKETS),
            ir::StyleForm::DeepObject => {}
            _ if has_lists || has_objects => {
                self.warn(at.clone(), "the style says nothing of lists and objects in the value: they are sent as their JSON text");
            }
            _ => {}
        }
    }

    /// Whether a value has lists in it, and whether it has objects.
    fn nested(&self, ty: &ir::Type, space: usize) -> (bool, bool) {
        let inside: Vec<&ir::Type> = match ty {
            ir::Type::List(item) | ir::Type::Map(item) => vec![item],
            ty => match self.types.shape_of(ty, space) {
                Some(shape @ (DraftShape::Struct { .. } | DraftShape::Other(ir::Shape::Tuple(_)))) => shape.types(),
                _ => Vec::new(),
            },
        };
        let kinds: Vec<ParamKind> = inside.iter().map(|ty| self.kind_of(ty.plain(), space)).collect();
        let has = |wanted: fn(&ParamKind) -> bool| kinds.iter().any(wanted);
        (has(|kind| matches!(kind, ParamKind::List | ParamKind::Lists)), has(|kind| *kind == ParamKind::Compound))
    }
}

const BRACKETS: &str = "`deepObject` says nothing of lists, which servers read in several ways: each item is sent as `name[]`";

fn is_path_style(form: ir::StyleForm) -> bool {
    matches!(form, ir::StyleForm::Label | ir::StyleForm::Matrix)
}

/// A type as free-form JSON, as far as nothing is said of it.
fn free(ty: &ir::Type) -> ir::Type {
    match ty {
        ir::Type::List(item) => ir::Type::List(Box::new(free(item))),
        ir::Type::Map(value) if **value == ir::Type::Json => ir::Type::Json,
        ty => ty.clone(),
    }
}

impl<'a> OperationLowering<'a> {
    /// How the lists inside a list are written, from the outside in.
    pub(in crate::lower) fn inner_styles(&self, slot: Option<SchemaRef<'a>>) -> Vec<ListStyle> {
        let items = |slot| match inline(slot).map(|schema| SchemaView::of(schema).kind) {
            Some(ViewKind::List(items)) => items,
            _ => None,
        };
        let mut styles = Vec::new();
        let mut next = items(slot);
        while let Some(list) = next {
            next = items(Some(list));
            let style = inline(Some(list)).and_then(|schema| self.types.definitions.hints_of(schema).list);
            styles.extend(next.map(|_| style.unwrap_or_default()));
        }
        styles
    }
}

/// How a parameter that is a list is written: as its document says, or as OpenAPI 3.0 has it.
pub(in crate::lower) fn of_list(declared: Option<ListStyle>, parameter: &Parameter) -> ListStyle {
    match (declared, parameter) {
        (Some(style), _) => style,
        // A key for each item, unless the document says that there is one for all.
        (None, Parameter::Query { parameter_data, .. }) if parameter_data.explode != Some(false) => ListStyle::Multi,
        (None, _) => ListStyle::Csv,
    }
}
