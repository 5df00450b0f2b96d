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
use crate::lower::types::draft::Member;
use crate::names::{Case, Reserved, Scope};

/// More arguments of a function are too many for the linter.
const MANY: usize = 7;

/// Properties → fields, once all of them are known. `sent` says whether requests carry the type:
/// only then null and absence differ, and a property that only the server sets is optional.
pub(in crate::lower) fn fields(members: Vec<Member>, rest: Option<ir::Type>, sent: bool) -> ir::Struct {
    let mut scope = Scope::new(Reserved::Fields);
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let idents = scope.claim_all(&names, Case::Snake);
    let fields = members.into_iter().zip(idents).map(|(member, name)| {
        let required = member.required && !(sent && member.read_only);
        ir::Field {
            name,
            wire: member.wire,
            doc: member.doc,
            ty: member.ty,
            fixed: member.fixed.filter(|_| required),
            presence: match (required, member.nullable) {
                (true, _) if member.is_tag => ir::Presence::Tag,
                (true, false) => ir::Presence::Required,
                (true, true) => ir::Presence::RequiredNullable,
                (false, true) if sent => ir::Presence::OptionalNullable,
                (false, _) => ir::Presence::Optional,
            },
            envelope: member.envelope,
            example: member.example,
            deprecated: member.deprecated,
            converts: false,
            at: member.at,
        }
    });
    let fields: Vec<ir::Field> = fields.collect();
    let extra = |scope: &mut Scope| scope.claim_first(["extra", "extra members"], Case::Snake);
    let rest = match rest {
        Some(ty) => {
            let name = scope.claim_first(["members", "other members"], Case::Snake);
            ir::Rest::Typed { name, ty, extra: extra(&mut scope) }
        }
        None => ir::Rest::Extra { name: extra(&mut scope) },
    };
    let has_many_arguments = fields.iter().filter(|field| field.is_argument()).count() > MANY;
    ir::Struct { fields, rest, has_many_arguments }
}
