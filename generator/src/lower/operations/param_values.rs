//! The values of parameters and of the fields of forms: their types, and whether they are one text, a list of texts, or more.

use openapiv3::Schema;

use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Media, essence};
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, at};
use crate::lower::types::draft::{DraftShape, NamePath};
use crate::pointer::Pointer;
use crate::request::ListStyle;

/// A value that callers give, and how it is written.
#[derive(Debug)]
pub(in crate::lower) struct ParamValue {
    pub ty: ir::Type,
    pub kind: ParamKind,
    pub style: Option<ir::ParamStyle>,
}

/// What a value is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum ParamKind {
    /// One text.
    Text,
    /// A list of texts.
    List,
    /// A list of lists of texts.
    Lists,
    /// Members, or items that are no texts.
    Compound,
}

impl ParamValue {
    /// A value that is one text.
    pub(in crate::lower) fn of(ty: ir::Type) -> Self {
        Self { ty, kind: ParamKind::Text, style: None }
    }

    /// How its lists are written, where it has some.
    pub(in crate::lower) fn list_style(&self, declared: ListStyle) -> ListStyle {
        let has_none = self.kind == ParamKind::Text && !matches!(self.ty, ir::Type::List(_));
        if has_none { ListStyle::default() } else { declared }
    }

    /// Whether callers hand over a reference to the whole value.
    pub(in crate::lower) fn is_by_reference(&self) -> bool {
        self.style.is_some() && matches!(self.kind, ParamKind::Lists | ParamKind::Compound)
    }
}

impl<'a> OperationLowering<'a> {
    /// The value of a parameter, which has no style yet.
    pub(in crate::lower) fn param_value(
        &mut self,
        slot: SchemaRef<'a>,
        name_path: &NamePath,
        place: ir::ParamLocation,
        at: &Pointer,
    ) -> ParamValue {
        let ty = self.text_type(slot, name_path, place, at);
        let kind = self.kind_of(&ty, name_path.space);
        ParamValue { ty, kind, style: None }
    }

    /// The value of a parameter that is written by a media type.
    pub(in crate::lower) fn content_value(
        &mut self,
        slot: Option<SchemaRef<'a>>,
        media: &str,
        name_path: &NamePath,
        at: &Pointer,
    ) -> ParamValue {
        let form = match Media::of(media) {
            Media::Json => ir::StyleForm::Json,
            Media::Form => ir::StyleForm::UrlEncoded,
            _ => ir::StyleForm::Text,
        };
        let ty = match slot {
            Some(slot) => self.types.lower(slot, name_path).inside(),
            None if form == ir::StyleForm::Text => ir::Type::String,
            None => ir::Type::Json,
        };
        let ty = self.whole(ty);
        let kind = self.kind_of(&ty, name_path.space);
        let value = ParamValue { ty, kind, style: Some(ir::ParamStyle { form, explode: false, reserved: false }) };
        if form == ir::StyleForm::Text && value.kind != ParamKind::Text {
            if !essence(media).starts_with("text/") && Media::of(media) != Media::Xml {
                self.warn(at.clone(), format!("nothing is known of values as `{media}`: the parameter is a string"));
            }
            return ParamValue { style: value.style, ..ParamValue::of(ir::Type::String) };
        }
        value
    }

    /// What a type of a parameter is made of.
    pub(in crate::lower) fn kind_of(&self, ty: &ir::Type, space: usize) -> ParamKind {
        match ty {
            ir::Type::List(item) => match self.kind_of(item, space) {
                ParamKind::Text => ParamKind::List,
                ParamKind::List | ParamKind::Lists => ParamKind::Lists,
                ParamKind::Compound => ParamKind::Compound,
            },
            ir::Type::File => ParamKind::Text,
            // Who wrote it says how it is written as text.
            ir::Type::Own(_) => ParamKind::Text,
            ty if ty.is_plain_text() => ParamKind::Text,
            ir::Type::Named { .. } => match self.types.shape_of(ty, space) {
                Some(DraftShape::Other(ir::Shape::Newtype(_) | ir::Shape::StringEnum { .. } | ir::Shape::IntegerEnum { .. })) => {
                    ParamKind::Text
                }
                Some(DraftShape::Other(ir::Shape::Union(variants))) if variants.iter().all(|one| one.ty.is_plain_text()) => ParamKind::Text,
                Some(DraftShape::Other(ir::Shape::Alias(target))) => self.kind_of(target, space),
                _ => ParamKind::Compound,
            },
            _ => ParamKind::Compound,
        }
    }

    fn text_type(&mut self, slot: SchemaRef<'a>, name_path: &NamePath, place: ir::ParamLocation, at: &Pointer) -> ir::Type {
        let view = match slot {
            SchemaRef::Inline(schema) => {
                let view = SchemaView::of(schema);
                if let Some(own) = self.own_type(schema, &view, place) {
                    return Self::as_text(own);
                }
                // A list whose items differ is no list of one type.
                Some(view.kind).filter(|_| Tuple::of(schema).is_none())
            }
            SchemaRef::Reference(_) => None,
        };
        match view {
            Some(ViewKind::Scalar(ir::Type::File)) if place == ir::ParamLocation::Form => ir::Type::File,
            Some(ViewKind::Any) => ir::Type::String,
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
            _ => Self::as_text(self.types.lower(slot, name_path).ty),
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

    /// A type as a parameter has it: whatever is sent there is a string, and has neither quotes nor a place in memory.
    fn as_text(ty: ir::Type) -> ir::Type {
        match ty {
            ir::Type::File => ir::Type::String,
            ir::Type::QuotedI64 => ir::Type::I64,
            ir::Type::QuotedU64 => ir::Type::U64,
            ir::Type::Nullable(inner) | ir::Type::Boxed(inner) => Self::as_text(*inner),
            ir::Type::List(item) => ir::Type::List(Box::new(Self::as_text(*item))),
            ty => ty,
        }
    }

    /// A type as the whole value of a parameter that is written by a media type: a caller who has none does not set it.
    fn whole(&self, ty: ir::Type) -> ir::Type {
        match ty {
            ir::Type::Nullable(inner) | ir::Type::Boxed(inner) => self.whole(*inner),
            ir::Type::File => ir::Type::String,
            ty => ty,
        }
    }

    /// Lets the value of a parameter be left empty, where its type has no empty value of its own.
    pub(in crate::lower) fn allow_empty(&self, ty: &mut ir::Type, doc: &mut ir::Doc, space: usize) {
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
}
