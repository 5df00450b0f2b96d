//! Properties → fields: names, and which of them are `Option`.
//!
//! | a field is | because |
//! |---|---|
//! | `T` | the schema lists the property as required |
//! | `Option<T>` | it does not; or null is allowed; or the type is sent, and the property is read-only |
//! | `Maybe<T>` | the type is sent, the property may be left out, and null is allowed |
//!
//! A read-only property is one that only the server sets (`readOnly`). A type that is both read and sent is one type and not two:
//! a value is read, changed and sent back, and what was read is no other thing than what is sent. So its read-only properties are
//! left out of requests, have no setter, and need not be given to the constructor, even where they are required: OpenAPI 3.0 lets
//! `required` of them hold for responses alone, Swagger 2.0 asks not to send them, and for 3.1 `readOnly` is an annotation, by
//! which a server may ignore or refuse them. In return they are `Option` where they are read. Anywhere but in a request, such
//! as in a cache, a value is written with them. The property that tells subtypes apart is sent in any case.
//!
//! A write-only property is one that only callers set (`writeOnly`). The server leaves it out, so that it is `Option` even where it is
//! required; where it is, the constructor asks for it, and whoever sends what was read sets it again.
//!
//! One rule comes before these: a required property whose type contains itself without end has no finite value, so
//! `recursion.rs` makes it optional and warns.

use crate::ir;
use crate::lower::types::draft::{AdditionalType, Property};
use crate::names::{Case, Ident, NameScope, Reserved};

/// More arguments of a function are too many for the linter.
const MANY: usize = 7;

/// Properties → fields, once all of them are known. `sent` says whether requests carry the type:
/// only then null and absence differ, and a property that only the server sets is optional.
pub(in crate::lower) fn fields(properties: Vec<Property>, rest: Option<AdditionalType>, is_tuple: bool, sent: bool) -> ir::Struct {
    let mut scope = NameScope::new(Reserved::Fields);
    let names: Vec<&str> = properties.iter().map(|property| property.name.as_str()).collect();
    let idents = scope.claim_all(&names, Case::Snake);
    let contents: Vec<Option<ir::StringContent>> =
        properties.iter().zip(&idents).map(|(property, name)| content(property, name, &mut scope)).collect();
    let fields = properties.into_iter().zip(idents).zip(contents).map(|((property, name), content)| {
        let read_only = sent && property.read_only && !property.is_tag;
        let write_only = property.write_only && !property.is_tag;
        let required = property.required && !read_only && !write_only;
        ir::Field {
            name,
            wire: property.wire,
            doc: property.doc,
            ty: property.ty,
            fixed: property.fixed.filter(|_| required || property.required && write_only),
            presence: match (required, property.nullable) {
                _ if read_only => ir::Presence::ReadOnly,
                (_, false) if sent && write_only && property.required => ir::Presence::WriteOnly,
                (true, _) if property.is_tag => ir::Presence::Tag,
                (true, false) => ir::Presence::Required,
                (true, true) => ir::Presence::RequiredNullable,
                (false, true) if sent => ir::Presence::OptionalNullable,
                (false, _) => ir::Presence::Optional,
            },
            envelope: property.envelope,
            example: property.example,
            default: property.default,
            constraints: if read_only { ir::Constraints::default() } else { property.constraints },
            deprecated: property.deprecated,
            converts: false,
            late: false,
            content,
            attributes: property.attributes,
            at: property.at,
        }
    });
    let fields: Vec<ir::Field> = fields.collect();
    let extra = |scope: &mut NameScope| scope.claim_first(["extra", "extra properties"], Case::Snake);
    let (rest, additional_constraints) = match rest {
        Some(AdditionalType { ty, constraints }) => {
            let names = if is_tuple { ["rest", "further items"] } else { ["additional properties", "other properties"] };
            let name = scope.claim_first(names, Case::Snake);
            (ir::Rest::Typed { name, ty, extra: extra(&mut scope) }, constraints)
        }
        None => (ir::Rest::Extra { name: extra(&mut scope) }, ir::Constraints::default()),
    };
    let has_many_arguments = fields.iter().filter(|field| field.is_argument()).count() > MANY;
    ir::Struct { fields, is_tuple, rest, has_many_arguments, additional_constraints, constants: Vec::new() }
}

/// The method that reads the JSON in strings.
fn content(property: &Property, name: &Ident, scope: &mut NameScope) -> Option<ir::StringContent> {
    let (place, ty) = property.content.clone()?;
    Some(ir::StringContent { name: scope.claim(&format!("{} content", name.as_str()), Case::Snake), ty, place })
}
