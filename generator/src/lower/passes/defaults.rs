//! Defaults → constants: what the server takes for a property or a parameter that is absent. Nothing sends them by itself.

use serde_json::Value;

use crate::ir::{self, Constant, Namespace, Sample, Shape, Type, TypeIndex};
use crate::names::{Case, Ident, NameScope};
use crate::scalar::number;

/// Makes the constants of all structs and operations, once all types are settled.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let (of_types, of_endpoints): (Vec<Vec<Constant>>, Vec<Vec<Constant>>) = {
        let index = TypeIndex::new(api);
        let constants = api.all_types().map(|(def, written)| match &def.shape {
            Shape::Struct(object) => of_struct(&index, object, written),
            _ => Vec::new(),
        });
        let endpoints = api.modules.iter().flat_map(|module| module.endpoints.iter().map(|endpoint| (endpoint, module.namespace())));
        (constants.collect(), endpoints.map(|(endpoint, written)| of_endpoint(&index, endpoint, written)).collect())
    };
    for (def, constants) in api.all_types_mut().zip(of_types) {
        if let Shape::Struct(object) = &mut def.shape {
            object.constants = constants;
        }
    }
    for (endpoint, constants) in api.modules.iter_mut().flat_map(|module| &mut module.endpoints).zip(of_endpoints) {
        endpoint.constants = constants;
    }
}

/// What has a default: its name, its name on the wire, its type and the default.
type Defaulted<'a> = (&'a Ident, &'a str, &'a Type, &'a Value);

fn of_struct(index: &TypeIndex<'_>, object: &ir::Struct, written: Namespace<'_>) -> Vec<Constant> {
    let open = object.fields.iter().filter(|field| field.fixed.is_none());
    let defaulted = open.filter_map(|field| Some((&field.name, field.wire.as_str(), &field.ty, field.default.as_ref()?)));
    constants(index, defaulted, written)
}

fn of_endpoint(index: &TypeIndex<'_>, endpoint: &ir::Endpoint, written: Namespace<'_>) -> Vec<Constant> {
    let args = endpoint.args.iter().chain(&endpoint.options);
    let defaulted = args.filter_map(|arg| Some((&arg.name, arg.wire.as_str(), &arg.ty, arg.default.as_ref()?)));
    constants(index, defaulted, written)
}

fn constants<'a>(index: &TypeIndex<'_>, defaulted: impl Iterator<Item = Defaulted<'a>>, written: Namespace<'_>) -> Vec<Constant> {
    let known: Vec<(Defaulted<'_>, Sample)> =
        defaulted.filter_map(|one @ (_, _, ty, default)| Some((one, value(index, ty, default, written)?))).collect();
    let names: Vec<String> = known.iter().map(|((name, ..), _)| format!("default {}", name.as_str())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let idents = NameScope::default().claim_all(&names, Case::Constant);
    let constants = idents.into_iter().zip(known);
    constants.map(|(name, ((_, wire, ty, _), value))| Constant { name, wire: wire.to_owned(), ty: ty.clone(), value }).collect()
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
