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
///     "owner" => optional owner "data";   // may be wrapped as { "data": … }
///     .. => others;                       // a map of fields whose names are data
///     _ => extra;                         // all other fields
/// }
/// ```
macro_rules! object {
    ($object:ident; $($wire:literal => $kind:ident $field:ident $($argument:literal)?;)* $(.. => $additional:ident;)? _ => $extra:ident;) => {
        // Deprecated fields are read and written like others.
        #[allow(deprecated)]
        impl $crate::runtime::Object for $object {
            const NAME: &'static str = stringify!($object);
            const FIELDS: &'static [(&'static str, bool)] = &[$(($wire, $crate::runtime::object!(@is_required $kind))),*];
            const REQUIRED: &'static [&'static str] = {
                const FIELDS: &[(&str, bool)] = <$object as $crate::runtime::Object>::FIELDS;
                const REQUIRED: [&str; $crate::runtime::required_before(FIELDS, FIELDS.len())] = $crate::runtime::required_names(FIELDS);
                &REQUIRED
            };

            fn read_field<'de, M: $crate::runtime::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: $crate::runtime::FieldReader<'_, 'de, M>,
            ) -> Result<$crate::runtime::Outcome, M::Error> {
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

            fn write_fields<S: $crate::runtime::SerializeMap>(
                &self,
                to: &mut $crate::runtime::ObjectWriter<'_, S>,
            ) -> Result<(), S::Error> {
                $($crate::runtime::object!(@write to, $kind $wire, &self.$field)?;)*
                $(to.additional(&self.$additional)?;)?
                to.extra(&self.$extra)
            }

            #[inline]
            fn extra(&mut self) -> &mut $crate::runtime::Extra {
                &mut self.$extra
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
    (@index $field:ident) => { const { $crate::runtime::required_before(<Self as $crate::runtime::Object>::FIELDS, Row::$field as usize) } };
    (@others $value:ident) => { $value.unknown() };
    (@others $value:ident, $key:ident, $slot:expr) => { $value.additional($slot, $key) };
    (@write $to:ident, optional $name:literal, $field:expr) => { $to.put_some($name, $field) };
    (@write $to:ident, maybe $name:literal, $field:expr) => { $to.put_maybe($name, $field) };
    (@write $to:ident, $always:ident $name:literal, $field:expr) => { $to.put($name, $field) };
    ($object:ident) => {
        impl $crate::runtime::FromJson for $object {
            const EXPECTED: &'static str = <Self as $crate::runtime::Object>::NAME;
            const EMPTY_LIST: bool = true;

            fn read<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
                source: $crate::runtime::Source<'de>,
            ) -> Result<$crate::runtime::Outcome, D::Error> {
                $crate::runtime::read_object(self, from, source)
            }

            #[inline]
            fn matches_type(value: &$crate::runtime::Value) -> bool {
                let required = <Self as $crate::runtime::Object>::REQUIRED;
                value.is_object() && required.iter().all(|name| value.get(name).is_some())
            }

            #[inline]
            fn has_no_known_field(&mut self, value: &$crate::runtime::Value, source: $crate::runtime::Source<'_>) -> bool {
                let extra = source.count($crate::runtime::Object::extra(self));
                extra > 0 && value.as_object().is_some_and(|fields| fields.len() == extra)
            }
        }

        impl ::serde::Serialize for $object {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::write_object(self, to)
            }
        }

        $crate::runtime::deserialize_by_reading!($object);
    };
}
pub(crate) use object;
