//! What callers hand over for a parameter or a field: its value, or whatever becomes one.

use crate::ir::{self, Namespace, Shape, Type, TypeIndex};

/// Decides it for all parameters and fields, once all types are settled.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let (fields, parameters, written): (Vec<Vec<bool>>, Vec<bool>, Vec<bool>) = {
        let index = TypeIndex::new(api);
        let fields = api.all_types().map(|(def, written)| match &def.shape {
            Shape::Struct(object) => object.fields.iter().map(|field| of_field(&index, &field.ty, written)).collect(),
            _ => Vec::new(),
        });
        let fields = fields.collect();
        let all = api.modules.iter().flat_map(|module| {
            let all = module.endpoints.iter().flat_map(|endpoint| endpoint.args.iter().chain(&endpoint.options));
            all.map(|arg| (arg, module.namespace()))
        });
        let parameters = all.clone().map(|(arg, written)| of_parameter(&index, &arg.ty, written));
        // With a style, a value is written by its JSON.
        let texts = all.filter(|(arg, _)| arg.style.is_none());
        let unions: Vec<&ir::TypeDef> = texts.filter_map(|(arg, written)| union_of(&index, &arg.ty, written)).collect();
        let written = api.all_types().map(|(def, _)| unions.iter().any(|union| std::ptr::eq(*union, def)));
        (fields, parameters.collect(), written.collect())
    };
    for ((def, converts), is_parameter) in api.all_types_mut().zip(fields).zip(written) {
        def.is_parameter = is_parameter;
        if let Shape::Struct(object) = &mut def.shape {
            object.fields.iter_mut().zip(converts).for_each(|(field, converts)| field.converts = converts);
        }
    }
    let endpoints = api.modules.iter_mut().flat_map(|module| &mut module.endpoints);
    let all = endpoints.flat_map(|endpoint| endpoint.args.iter_mut().chain(&mut endpoint.options));
    all.zip(parameters).for_each(|(arg, converts)| arg.converts = converts);
}

/// The union that a parameter, or an item of one, is of.
fn union_of<'a>(index: &TypeIndex<'a>, ty: &Type, written: Namespace<'_>) -> Option<&'a ir::TypeDef> {
    match index.resolve(ty, written) {
        (Type::List(item) | Type::Nullable(item), written) => union_of(index, item, written),
        (ty, written) => index.definition(ty, written).map(|(def, _)| def).filter(|def| matches!(def.shape, Shape::Union(_))),
    }
}

/// Of a list, its items are converted; no further, since nobody has those of a list in a list.
fn of_field(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>) -> bool {
    match index.resolve(ty, written) {
        (Type::List(item), written) => converts(index, item, written),
        (ty, written) => converts(index, ty, written),
    }
}

/// Of a list, and of lists in it, the items are converted: all of them are written as text.
fn of_parameter(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>) -> bool {
    match index.resolve(ty, written) {
        (Type::List(item), written) => of_parameter(index, item, written),
        (ty, written) => converts(index, ty, written),
    }
}

/// Whether people have such a value as something else: text, a number, plain JSON.
fn converts(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>) -> bool {
    let (ty, written) = index.resolve(ty, written);
    match ty {
        Type::String | Type::Secret | Type::Bytes | Type::BytesUrl | Type::File | Type::Json => true,
        Type::Timestamp | Type::HttpDate | Type::UnixTime | Type::Duration | Type::Date => true,
        Type::QuotedI64 | Type::QuotedU64 | Type::JsonNumber => true,
        Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 => false,
        Type::List(_) | Type::Map(_) | Type::Boxed(_) | Type::Nullable(_) | Type::Own(_) => false,
        Type::Named { .. } => index.definition(ty, written).is_some_and(|(def, _)| match &def.shape {
            // No string becomes a value of a closed enum without a check.
            Shape::StringEnum { open, .. } => *open,
            Shape::Newtype(_) | Shape::Union(_) | Shape::Tagged { .. } => true,
            _ => false,
        }),
    }
}
