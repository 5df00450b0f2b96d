//! The names of secrets, by which the client hides their values wherever they are.

use std::collections::BTreeSet;

use crate::ir::{self, Namespace, Shape, Type, TypeIndex};

/// Notes the names of all parameters and properties whose values are secrets, or lists or maps of secrets.
pub(in crate::lower) fn note(api: &mut ir::Api) {
    let index = TypeIndex::new(api);
    let is_secret = |ty: &Type, written: Namespace<'_>| *index.expand(ty, written).innermost() == Type::Secret;
    let fields = api.all_types().flat_map(|(def, written)| {
        let fields = if let Shape::Struct(of) = &def.shape { of.fields.as_slice() } else { &[] };
        fields.iter().map(move |field| (&field.wire, &field.ty, written))
    });
    let parameters = api.modules.iter().flat_map(|module| {
        let arguments = module.endpoints.iter().flat_map(|endpoint| endpoint.args.iter().chain(&endpoint.options));
        arguments.map(|argument| (&argument.wire, &argument.ty, module.namespace()))
    });
    let secret = fields.chain(parameters).filter(|(_, ty, written)| is_secret(ty, *written));
    let names: BTreeSet<String> = secret.map(|(wire, ..)| wire.clone()).collect();
    api.client.secrets = names.into_iter().collect();
}
