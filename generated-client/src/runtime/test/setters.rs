//! Setters for tests.

/// Adds setters to objects that have none, for tests that change an example:
///
/// ```text
/// test_setters! {
///     #[cfg(feature = "groups")]
///     types as types__groups;                 // where the types lie, and a name for the table
///     Group {
///         id => always into String;           // a value that is always there, of anything that becomes one
///         members => optional list i64;       // an `Option` of a list, from its items
///     };
/// }
/// ```
macro_rules! test_setters {
    ($(#[$condition:meta])? $module:ident as $group:ident; $($name:ident { $($field:ident => $kind:ident $form:ident $ty:ty;)* };)*) => {
        $(#[$condition])?
        const _: () = {
            $(
                // Deprecated fields are set like others.
                #[allow(deprecated)]
                impl $crate::$module::$name {
                    $($crate::runtime::test_setters! { @$form $kind $field $ty })*
                }
            )*
        };
    };
    (@as_is $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! { @set $kind $field, $ty, $field }
    };
    (@into $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! { @set $kind $field, impl Into<$ty>, $field.into() }
    };
    (@list $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! { @set $kind $field, impl IntoIterator<Item = $ty>, $field.into_iter().collect() }
    };
    (@list_into $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! { @set $kind $field, impl IntoIterator<Item = impl Into<$ty>>, $field.into_iter().map(Into::into).collect() }
    };
    (@map $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! {
            @set $kind $field, impl IntoIterator<Item = (impl Into<String>, $ty)>,
            $field.into_iter().map(|(key, value)| (key.into(), value)).collect()
        }
    };
    (@boxed $kind:ident $field:ident $ty:ty) => {
        $crate::runtime::test_setters! { @set $kind $field, $ty, Box::new($field) }
    };
    (@set always $field:ident, $ty:ty, $value:expr) => {
        #[doc = concat!("Sets `", stringify!($field), "`, in tests.")]
        #[must_use]
        pub fn $field(mut self, $field: $ty) -> Self {
            self.$field = $value;
            self
        }
    };
    (@set optional $field:ident, $ty:ty, $value:expr) => {
        #[doc = concat!("Sets `", stringify!($field), "`, in tests.")]
        #[must_use]
        pub fn $field(mut self, $field: $ty) -> Self {
            self.$field = Some($value);
            self
        }
    };
}
pub(crate) use test_setters;
