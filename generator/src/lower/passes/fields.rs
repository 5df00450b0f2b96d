//! Properties → fields: names, and which of them are `Option`.
//!
//! | a field is | because |
//! |---|---|
//! | `T` | the schema lists the property as required |
//! | `Option<T>` | it does not; or null is allowed; or the type is sent, and only the server sets the property (`readOnly`) |
//! | `Maybe<T>` | the type is sent, the property may be left out, and null is allowed |
//!
//! One rule comes before these: a required property whose type contains itself without end has no finite value, so
//! `recursion.rs` makes it optional and warns.

use crate::ir;
use crate::lower::types::draft::Property;
use crate::names::{Case, NameScope, Reserved};

/// More arguments of a function are too many for the linter.
const MANY: usize = 7;

/// Properties → fields, once all of them are known. `sent` says whether requests carry the type:
/// only then null and absence differ, and a property that only the server sets is optional.
pub(in crate::lower) fn fields(properties: Vec<Property>, rest: Option<ir::Type>, sent: bool) -> ir::Struct {
    let mut scope = NameScope::new(Reserved::Fields);
    let names: Vec<&str> = properties.iter().map(|property| property.name.as_str()).collect();
    let idents = scope.claim_all(&names, Case::Snake);
    let fields = properties.into_iter().zip(idents).map(|(property, name)| {
        let required = property.required && !(sent && property.read_only);
        ir::Field {
            name,
            wire: property.wire,
            doc: property.doc,
            ty: property.ty,
            fixed: property.fixed.filter(|_| required),
            presence: match (required, property.nullable) {
                (true, _) if property.is_tag => ir::Presence::Tag,
                (true, false) => ir::Presence::Required,
                (true, true) => ir::Presence::RequiredNullable,
                (false, true) if sent => ir::Presence::OptionalNullable,
                (false, _) => ir::Presence::Optional,
            },
            envelope: property.envelope,
            example: property.example,
            deprecated: property.deprecated,
            converts: false,
            at: property.at,
        }
    });
    let fields: Vec<ir::Field> = fields.collect();
    let extra = |scope: &mut NameScope| scope.claim_first(["extra", "extra properties"], Case::Snake);
    let rest = match rest {
        Some(ty) => {
            let name = scope.claim_first(["additional properties", "other properties"], Case::Snake);
            ir::Rest::Typed { name, ty, extra: extra(&mut scope) }
        }
        None => ir::Rest::Extra { name: extra(&mut scope) },
    };
    let has_many_arguments = fields.iter().filter(|field| field.is_argument()).count() > MANY;
    ir::Struct { fields, rest, has_many_arguments }
}
