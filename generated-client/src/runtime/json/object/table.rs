//! The table of an object's fields that generated types are written as.

/// Implements [`FromJson`](super::FromJson) and serde's traits for an [`Object`](super::Object). With a table of its fields,
/// makes the type an object as well:
///
/// ```text
/// object! {
///     Group;
///     "id" => required id;                // missing: an error
///     "key" => late key;                  // the same, of a type without a value to begin with
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
    ($object:ident; $($rows:tt)+) => {
        $crate::runtime::object!(@fields $object $object; $($rows)+);
        $crate::runtime::object!(@in_place $object; $($rows)+);
    };
    ($object:ident of $parts:ident; $($rows:tt)+) => {
        $crate::runtime::object!(@fields $parts $object; $($rows)+);
        $crate::runtime::object!(@late $object $parts; $($rows)+);
    };
    (
        @fields $reader:ident $object:ident;
        $($wire:literal => $kind:ident $field:ident $($argument:literal)?;)* $(.. => $additional:ident;)? _ => $extra:ident;
        $({ $($constraints:tt)* })?
    ) => {
        // Deprecated fields are read and written like others.
        #[allow(deprecated)]
        impl $crate::runtime::Object for $reader {
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
                    $($wire => value$(.within($argument))?.$kind(&mut self.$field, Row::$field as usize),)*
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
            $(
                #[cfg(feature = "constraints")]
                const CONSTRAINTS: &'static $crate::runtime::ObjectConstraints = $crate::runtime::constraints!(object $($constraints)*);
            )?

            fn write_fields<S: $crate::runtime::SerializeMap>(&self, to: &mut $crate::runtime::ObjectWriter<'_, S>) {
                $(to.$kind($wire, &self.$field);)*
                $(to.additional(&self.$additional);)?
                to.extra(&self.$extra);
            }
        }

        #[cfg(feature = "constraints")]
        impl $crate::runtime::Constrained for $object {
            const OWN: $crate::runtime::Levels = <Self as $crate::runtime::ObjectType>::CONSTRAINTS.own;
        }

        impl ::serde::Serialize for $object {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::write_object(self, to)
            }
        }

        $crate::runtime::deserialize_by_reading!($object);
    };
    (
        @in_place $object:ident;
        $($wire:literal => $kind:ident $field:ident $($argument:literal)?;)* $(.. => $additional:ident;)? _ => $extra:ident;
        $($constraints:tt)*
    ) => {
        impl $crate::runtime::FromJson for $object {
            const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo::object(
                stringify!($object),
                &[$(($wire, $crate::runtime::FieldNeed::$kind)),*],
            );

            #[inline]
            fn vacant() -> Option<Self> {
                Some(Self::default())
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }
        }
    };
    (
        @late $object:ident $parts:ident;
        $($wire:literal => $kind:ident $field:ident $($argument:literal)?;)* $(.. => $additional:ident;)? _ => $extra:ident;
        $($constraints:tt)*
    ) => {
        #[allow(deprecated)]
        impl $crate::runtime::FromJson for $object {
            const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo::late_object(
                stringify!($object),
                &[$(($wire, $crate::runtime::FieldNeed::$kind)),*],
            );

            #[inline]
            fn vacant() -> Option<Self> {
                None
            }

            fn from_text<'de>(
                json: &'de str,
                source: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<Result<Self, Box<$crate::runtime::Mismatch>>> {
                let mut parts = $parts::default();
                if let Err(mismatch) = $crate::runtime::read_parts(json, &mut parts, Self::TYPE, source)? {
                    return Ok(Err(mismatch));
                }
                Ok(Ok(Self {
                    $($field: $crate::runtime::object!(@part $kind parts.$field, $wire),)*
                    $($additional: parts.$additional,)?
                    $extra: parts.$extra,
                }))
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }
        }

        $crate::runtime::late_slot!($object);
    };
    (@part late $part:expr, $wire:literal) => {
        match $part {
            Some(value) => value,
            None => return Ok(Err($crate::runtime::Mismatch::missing($wire))),
        }
    };
    (@part $other:ident $part:expr, $wire:literal) => { $part };
    (@others $value:ident) => { $value.unknown() };
    (@others $value:ident, $key:ident, $slot:expr) => { $value.additional($slot, $key) };
}
pub(crate) use object;
