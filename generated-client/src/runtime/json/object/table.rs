//! The table of an object's fields that generated types are written as.

/// Returns the names of the required fields.
pub const fn required_names<const N: usize>(fields: &[(&'static str, bool)]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut row, mut index) = (0, 0);
    while row < fields.len() {
        if fields[row].1 {
            names[index] = fields[row].0;
            index += 1;
        }
        row += 1;
    }
    names
}

/// Returns how many of the fields before this row are required: the index of a required one among them.
pub const fn required_before(fields: &[(&'static str, bool)], end: usize) -> usize {
    let (mut count, mut row) = (0, 0);
    while row < end {
        count += fields[row].1 as usize;
        row += 1;
    }
    count
}

/// Implements [`FromJson`](super::FromJson) and serde's traits for an [`Object`](super::Object). With a table of its fields,
/// makes the type an object as well:
///
/// ```text
/// object! {
///     Group;
///     "id" => required id;                // missing: an error
///     "kind" => tag kind;                 // always sent, but not an error if it is missing
///     "name" => optional name;            // an `Option`
///     "hue" => nullable hue;              // an `Option` that is sent as null
///     "color" => maybe color;             // a `Maybe`: absent and null differ
///     "made" => read_only made;           // an `Option` that requests leave out
///     "owner" => optional owner "data";   // may be wrapped as { "data": … }
///     .. => others;                       // a map of fields whose names are data
///     _ => extra;                         // all other fields
///     { "name" => [MinLength(1)]; }       // constraints, which some types have
/// }
/// ```
macro_rules! object {
    ($object:ident; $($wire:literal => $kind:ident $field:ident $($argument:literal)?;)* $(.. => $additional:ident;)? _ => $extra:ident; $({ $($constraints:tt)* })?) => {
        // Deprecated fields are read and written like others.
        #[allow(deprecated)]
        impl $crate::runtime::Object for $object {
            fn read_field(
                &mut self,
                key: &str,
                value: &mut $crate::runtime::FieldReader<'_, '_>,
            ) -> Result<$crate::runtime::Outcome, $crate::runtime::Stopped> {
                /// The rows of the table, which count themselves.
                #[allow(non_camel_case_types, dead_code)]
                enum Row {
                    $($field),*
                }
                match key {
                    $($wire => $crate::runtime::object!(@read value, $kind $field &mut self.$field $(, $argument)?),)*
                    _ => $crate::runtime::object!(@others value $(, key, &mut self.$additional)?),
                }
            }

            #[inline]
            fn extra(&mut self) -> &mut $crate::runtime::Extra {
                &mut self.$extra
            }
        }

        #[allow(deprecated)]
        impl $crate::runtime::ObjectType for $object {
            const FIELDS: &'static $crate::runtime::Fields = {
                const NAMES: &[(&str, bool)] = &[$(($wire, $crate::runtime::object!(@is_required $kind))),*];
                const REQUIRED: [&str; $crate::runtime::required_before(NAMES, NAMES.len())] = $crate::runtime::required_names(NAMES);
                &$crate::runtime::Fields { names: NAMES, required: &REQUIRED }
            };

            $(
                #[cfg(feature = "constraints")]
                const CONSTRAINTS: &'static $crate::runtime::ObjectConstraints = $crate::runtime::constraints!(object $($constraints)*);
            )?

            fn write_fields<S: $crate::runtime::SerializeMap>(
                &self,
                to: &mut $crate::runtime::ObjectWriter<'_, S>,
            ) -> Result<(), S::Error> {
                $($crate::runtime::object!(@write to, $kind $wire, &self.$field)?;)*
                $(to.additional(&self.$additional)?;)?
                to.extra(&self.$extra)
            }
        }

        $crate::runtime::object!($object);
    };
    (@is_required required) => { true };
    (@is_required $other:ident) => { false };
    (@read $value:ident, required $field:ident $slot:expr) => { $value.required($slot, $crate::runtime::object!(@index $field)) };
    (@read $value:ident, required $field:ident $slot:expr, $payload:literal) => {
        $value.unwrap_required($payload, $slot, $crate::runtime::object!(@index $field))
    };
    (@read $value:ident, tag $field:ident $slot:expr) => { $value.tag($slot) };
    (@read $value:ident, maybe $field:ident $slot:expr) => { $value.maybe($slot) };
    (@read $value:ident, maybe $field:ident $slot:expr, $payload:literal) => { $value.unwrap_maybe($payload, $slot) };
    (@read $value:ident, nullable $field:ident $slot:expr) => { $value.nullable($slot) };
    (@read $value:ident, nullable $field:ident $slot:expr, $payload:literal) => { $value.unwrap_nullable($payload, $slot) };
    (@read $value:ident, $optional:ident $field:ident $slot:expr) => { $value.optional($slot) };
    (@read $value:ident, $optional:ident $field:ident $slot:expr, $payload:literal) => { $value.unwrap_optional($payload, $slot) };
    (@index $field:ident) => { const { $crate::runtime::required_before(<Self as $crate::runtime::ObjectType>::FIELDS.names, Row::$field as usize) } };
    (@others $value:ident) => { $value.unknown() };
    (@others $value:ident, $key:ident, $slot:expr) => { $value.additional($slot, $key) };
    (@write $to:ident, optional $name:literal, $field:expr) => { $to.put_some($name, $field) };
    (@write $to:ident, read_only $name:literal, $field:expr) => { $to.put_read_only($name, $field) };
    (@write $to:ident, maybe $name:literal, $field:expr) => { $to.put_maybe($name, $field) };
    (@write $to:ident, $always:ident $name:literal, $field:expr) => { $to.put($name, $field) };
    ($object:ident) => {
        #[cfg(feature = "constraints")]
        impl $crate::runtime::Constrained for $object {
            const OWN: $crate::runtime::Levels = <Self as $crate::runtime::ObjectType>::CONSTRAINTS.own;
        }

        impl $crate::runtime::FromJson for $object {
            const EXPECTED: &'static str = stringify!($object);
            const EMPTY_LIST: bool = true;

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }

            #[inline]
            fn matches_strings() -> bool {
                false
            }

            #[inline]
            fn matches_type(value: &$crate::runtime::Value) -> bool {
                let required = <Self as $crate::runtime::ObjectType>::FIELDS.required;
                value.is_object() && required.iter().all(|name| value.get(name).is_some())
            }

            #[inline]
            fn has_no_known_field(&mut self, value: &$crate::runtime::Value, source: $crate::runtime::Source<'_>) -> bool {
                let extra = source.count($crate::runtime::Object::extra(self));
                extra > 0 && value.as_object().is_some_and(|fields| fields.len() == extra)
            }
        }

        impl $crate::runtime::ReadValue for $object {
            fn scalar(&mut self, found: &mut $crate::runtime::RawScalar<'_>, _: $crate::runtime::Source<'_>) -> $crate::runtime::Outcome {
                Err(found.mismatch(<Self as $crate::runtime::FromJson>::EXPECTED))
            }

            fn object<'de>(
                &mut self,
                fields: &mut dyn $crate::runtime::FieldAccess<'de>,
                source: $crate::runtime::Source<'de>,
            ) -> Result<$crate::runtime::Outcome, $crate::runtime::Stopped> {
                $crate::runtime::read_object(self, <Self as $crate::runtime::ObjectType>::FIELDS, fields, source)
            }
        }

        $crate::runtime::own_slot!($object);

        impl ::serde::Serialize for $object {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::write_object(self, to)
            }
        }

        $crate::runtime::deserialize_by_reading!($object);
    };
}
pub(crate) use object;
