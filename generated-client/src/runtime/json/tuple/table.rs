//! The table of an array's items that generated types are written as.

/// Implements [`FromJson`](crate::runtime::FromJson) and serde's traits for a struct whose fields are the items of an array:
///
/// ```text
/// tuple! {
///     Point;
///     "0" => required first;      // too few items: an error
///     "1" => nullable second;     // an `Option` that is sent as null
///     "2" => item third;          // an `Option`: the array may end before it
///     "3" => maybe fourth;        // the same of one that may be null: a `Maybe`
///     .. => rest;                 // a list of all further items
///     _ => extra;                 // items that do not fit, by their numbers
///     { own => [MinItems(1)]; }   // constraints, which some types have
/// }
/// ```
macro_rules! tuple {
    ($tuple:ident; $($rows:tt)+) => {
        $crate::runtime::tuple!(@fields $tuple $tuple; $($rows)+);
        $crate::runtime::tuple!(@in_place $tuple; $($rows)+);
    };
    ($tuple:ident of $parts:ident; $($rows:tt)+) => {
        $crate::runtime::tuple!(@fields $parts $tuple; $($rows)+);
        $crate::runtime::tuple!(@late $tuple $parts; $($rows)+);
    };
    (
        @fields $reader:ident $tuple:ident;
        $($at:literal => $kind:ident $field:ident;)* $(.. => $rest:ident;)? _ => $extra:ident;
        $({ own => $([$($own:expr),*])+; })?
    ) => {
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
                    $($at => $crate::runtime::tuple!(@read value, $kind $field &mut self.$field),)*
                    _ => $crate::runtime::tuple!(@others value $(, &mut self.$rest)?),
                }
            }

            #[inline]
            fn extra(&mut self) -> &mut $crate::runtime::Extra {
                &mut self.$extra
            }
        }

        #[cfg(feature = "constraints")]
        impl $crate::runtime::Constrained for $tuple {
            $(const OWN: $crate::runtime::Levels = $crate::runtime::constraints!(levels $([$($own),*])+);)?
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $tuple {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = $crate::runtime::ItemWriter::begin(to, &self.$extra)?;
                $($crate::runtime::tuple!(@write to, $kind &self.$field);)*
                $(to.rest(&self.$rest);)?
                to.end()
            }
        }

        $crate::runtime::deserialize_by_reading!($tuple);
        $crate::runtime::late_slot!($tuple);
    };
    (
        @in_place $tuple:ident;
        $($at:literal => $kind:ident $field:ident;)* $(.. => $rest:ident;)? _ => $extra:ident;
        $($constraints:tt)*
    ) => {
        impl $crate::runtime::FromJson for $tuple {
            $crate::runtime::tuple!(@known $tuple; $($at => $kind;)*);

            #[inline]
            fn vacant() -> Option<Self> {
                Some(Self::default())
            }

            fn from_text<'de>(
                json: &'de str,
                source: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<Result<Self, Box<$crate::runtime::Mismatch>>> {
                let mut tuple = Self::default();
                Ok($crate::runtime::read_items(json, &mut tuple, Self::TYPE, source)?.map(|()| tuple))
            }
        }
    };
    (
        @late $tuple:ident $parts:ident;
        $($at:literal => $kind:ident $field:ident;)* $(.. => $rest:ident;)? _ => $extra:ident;
        $($constraints:tt)*
    ) => {
        #[allow(deprecated)]
        impl $crate::runtime::FromJson for $tuple {
            $crate::runtime::tuple!(@known $tuple; $($at => $kind;)*);

            #[inline]
            fn vacant() -> Option<Self> {
                None
            }

            fn from_text<'de>(
                json: &'de str,
                source: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<Result<Self, Box<$crate::runtime::Mismatch>>> {
                let mut parts = $parts::default();
                if let Err(mismatch) = $crate::runtime::read_items(json, &mut parts, Self::TYPE, source)? {
                    return Ok(Err(mismatch));
                }
                Ok(Ok(Self {
                    $($field: $crate::runtime::object!(@part $kind parts.$field, $at),)*
                    $($rest: parts.$rest,)?
                    $extra: parts.$extra,
                }))
            }
        }
    };
    // What is known of the type without a value of it.
    (@known $tuple:ident; $($at:literal => $kind:ident;)*) => {
        const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo::late_object(
            stringify!($tuple),
            &[$(($at, $crate::runtime::tuple!(@need $kind))),*],
        );

        #[inline]
        fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
            self
        }

        fn matches_type(value: &$crate::runtime::Value) -> bool {
            let needs = [$($crate::runtime::tuple!(@need $kind)),*];
            let least = needs.iter().filter(|need| **need == $crate::runtime::FieldNeed::Required).count();
            value.as_array().is_some_and(|items| items.len() >= least)
        }
    };
    (@need required) => { $crate::runtime::FieldNeed::Required };
    (@need late) => { $crate::runtime::FieldNeed::Required };
    (@need nullable) => { $crate::runtime::FieldNeed::Required };
    (@need $other:ident) => { $crate::runtime::FieldNeed::Optional };
    (@read $value:ident, required $field:ident $slot:expr) => { $value.required($slot, Row::$field as usize) };
    (@read $value:ident, late $field:ident $slot:expr) => { $value.late($slot, Row::$field as usize) };
    (@read $value:ident, nullable $field:ident $slot:expr) => { $value.required($slot, Row::$field as usize) };
    (@read $value:ident, maybe $field:ident $slot:expr) => { $value.maybe($slot, Row::$field as usize) };
    (@read $value:ident, item $field:ident $slot:expr) => { $value.item($slot) };
    (@others $value:ident) => { $value.unknown() };
    (@others $value:ident, $slot:expr) => { $value.further($slot) };
    (@write $to:ident, item $field:expr) => { $to.put_some($field) };
    (@write $to:ident, maybe $field:expr) => { $to.put_maybe($field) };
    (@write $to:ident, $always:ident $field:expr) => { $to.put($field) };
}
pub(crate) use tuple;
