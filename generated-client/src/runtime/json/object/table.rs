//! The table of an object's members that generated types are written as.

/// Returns the names of the members that are marked.
pub const fn marked<const N: usize>(members: &[(&'static str, bool)]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut from, mut to) = (0, 0);
    while from < members.len() {
        if members[from].1 {
            names[to] = members[from].0;
            to += 1;
        }
        from += 1;
    }
    names
}

/// Returns how many members are marked.
pub const fn count_marked(members: &[(&'static str, bool)]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < members.len() {
        count += members[at].1 as usize;
        at += 1;
    }
    count
}

/// Makes a type that is an [`Object`] readable and writable. With a table of its members, makes it an object too:
///
/// ```text
/// object! {
///     Group;
///     "id" => required id 0;              // the first of those that are always there
///     "kind" => tag kind;                 // always sent, not missed in what comes
///     "name" => optional name;
///     "hue" => nullable hue;              // always there, perhaps null
///     "color" => maybe color;             // absent and null are two things
///     "owner" => optional owner "data";   // perhaps wrapped as { "data": … }
///     .. => others;                       // a map for members whose names are data
///     _ => extra;                         // what is left
/// }
/// ```
macro_rules! object {
    ($object:ident; $($wire:literal => $kind:ident $field:ident $($argument:literal)*;)* $(.. => $rest:ident;)? _ => $extra:ident;) => {
        // Members that users are warned off are read and written like others.
        #[allow(deprecated)]
        impl $crate::runtime::Object for $object {
            const NAME: &'static str = stringify!($object);
            const REQUIRED: &'static [&'static str] = {
                const MEMBERS: &[(&str, bool)] = &[$(($wire, $crate::runtime::object!(@is_required $kind))),*];
                const REQUIRED: [&str; $crate::runtime::count_marked(MEMBERS)] = $crate::runtime::marked(MEMBERS);
                &REQUIRED
            };

            fn read_member<'de, M: $crate::runtime::MapAccess<'de>>(
                &mut self,
                key: &str,
                value: $crate::runtime::Member<'_, 'de, M>,
            ) -> Result<$crate::runtime::Kept, M::Error> {
                match key {
                    $($wire => $crate::runtime::object!(@read value, $kind &mut self.$field $(, $argument)*),)*
                    _ => $crate::runtime::object!(@others value $(, key, &mut self.$rest)?),
                }
            }

            fn write_members<S: $crate::runtime::SerializeMap>(
                &self,
                to: &mut $crate::runtime::Members<'_, S>,
            ) -> Result<(), S::Error> {
                $($crate::runtime::object!(@write to, $kind $wire, &self.$field)?;)*
                $(to.rest(&self.$rest)?;)?
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
    (@read $value:ident, required $slot:expr, $index:literal) => { $value.required($slot, $index) };
    (@read $value:ident, required $slot:expr, $index:literal, $payload:literal) => { $value.unwrap_required($payload, $slot, $index) };
    (@read $value:ident, tag $slot:expr) => { $value.tag($slot) };
    (@read $value:ident, maybe $slot:expr) => { $value.maybe($slot) };
    (@read $value:ident, maybe $slot:expr, $payload:literal) => { $value.unwrap_maybe($payload, $slot) };
    (@read $value:ident, $optional:ident $slot:expr) => { $value.optional($slot) };
    (@read $value:ident, $optional:ident $slot:expr, $payload:literal) => { $value.unwrap_optional($payload, $slot) };
    (@others $value:ident) => { $value.unknown() };
    (@others $value:ident, $key:ident, $slot:expr) => { $value.rest($slot, $key) };
    (@write $to:ident, optional $name:literal, $field:expr) => { $to.put_some($name, $field) };
    (@write $to:ident, maybe $name:literal, $field:expr) => { $to.put_maybe($name, $field) };
    (@write $to:ident, $always:ident $name:literal, $field:expr) => { $to.put($name, $field) };
    ($object:ident) => {
        impl $crate::runtime::Read for $object {
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
            fn suits(value: &$crate::runtime::Value) -> bool {
                let required = <Self as $crate::runtime::Object>::REQUIRED;
                value.is_object() && required.iter().all(|name| value.get(name).is_some())
            }

            #[inline]
            fn is_foreign(&mut self, value: &$crate::runtime::Value, source: $crate::runtime::Source<'_>) -> bool {
                let extra = source.count($crate::runtime::Object::extra(self));
                extra > 0 && value.as_object().is_some_and(|members| members.len() == extra)
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
