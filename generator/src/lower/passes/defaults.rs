//! Defaults → constants: what the server takes for a property that is absent. Nothing sends them by itself.

use serde_json::Value;

use crate::ir::{self, Constant, Namespace, Sample, Shape, Type, TypeIndex};
use crate::names::{Case, NameScope};
use crate::number;

/// Makes the constants of all structs, once all types are settled.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let found: Vec<Vec<Constant>> = {
        let index = TypeIndex::new(api);
        let constants = api.all_types().map(|(def, written)| match &def.shape {
            Shape::Struct(object) => constants(&index, object, written),
            _ => Vec::new(),
        });
        constants.collect()
    };
    for (def, constants) in api.all_types_mut().zip(found) {
        if let Shape::Struct(object) = &mut def.shape {
            object.constants = constants;
        }
    }
}

fn constants(index: &TypeIndex<'_>, object: &ir::Struct, written: Namespace<'_>) -> Vec<Constant> {
    let open = object.fields.iter().filter(|field| field.fixed.is_none());
    let known: Vec<(&ir::Field, Sample)> =
        open.filter_map(|field| Some((field, value(index, &field.ty, field.default.as_ref()?, written)?))).collect();
    let names: Vec<String> = known.iter().map(|(field, _)| format!("default {}", field.name.as_str())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let idents = NameScope::default().claim_all(&names, Case::Constant);
    let constants = idents.into_iter().zip(known);
    constants.map(|(name, (field, value))| Constant { name, wire: field.wire.clone(), ty: field.ty.clone(), value }).collect()
}

/// The value of a constant, where the type has such: a scalar or an enum.
fn value(index: &TypeIndex<'_>, ty: &Type, given: &Value, written: Namespace<'_>) -> Option<Sample> {
    let (ty, written) = index.resolve(ty, written);
    let integer = || given.as_number().and_then(number::integer);
    match ty {
        Type::String => given.as_str().map(|text| Sample::Text(text.to_owned())),
        Type::Bool => given.as_bool().map(Sample::Bool),
        Type::I32 => integer().filter(|number| i32::try_from(*number).is_ok()).map(Sample::Integer),
        Type::I64 => integer().map(Sample::Integer),
        Type::U32 => integer().filter(|number| u32::try_from(*number).is_ok()).map(Sample::Integer),
        Type::U64 => integer().filter(|number| *number >= 0).map(Sample::Integer),
        Type::F32 | Type::F64 => given.as_f64().map(Sample::Number),
        Type::Named { .. } => match &index.definition(ty, written)?.0.shape {
            Shape::StringEnum { variants, .. } => {
                let variant = variants.iter().find(|variant| Some(variant.wire.as_str()) == given.as_str())?;
                Some(Sample::Variant(variant.name.clone()))
            }
            Shape::IntegerEnum { variants, .. } => {
                let variant = variants.iter().find(|variant| Some(variant.wire) == integer())?;
                Some(Sample::Variant(variant.name.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}
