//! Example values.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::runtime::json::decode;
use crate::runtime::json::read::FromJson;
use crate::runtime::response::DeclaredHeaders;

/// A type with an example value: all types of requests, responses and errors that the crate defines.
///
/// The value is from the definition's examples, as far as it has valid ones, and otherwise made to fit the definition. It is the same
/// each time. Tests change what matters to them with the setters, and leave the rest.
///
/// # Examples
///
/// ```
/// use tallyfy::test::Example;
///
/// /// Answers for a test.
/// fn answers<T: Example>(count: usize) -> Vec<T> {
///     (0..count).map(|_| T::example()).collect()
/// }
/// ```
pub trait Example: Sized {
    /// Returns the example.
    fn example() -> Self;
}

/// Reads the example of a type, or of what an alternative of it holds.
///
/// # Panics
///
/// The type cannot be read from it.
pub(crate) fn read_example<T: FromJson>(of: &str, json: &str) -> T {
    decode(json, None, None).unwrap_or_else(|why| panic!("the example of `{of}` cannot be read: {}", why.problem()))
}

/// Reads headers, which are the example of their type.
pub(crate) fn read_example_headers<T: DeclaredHeaders>(pairs: &'static [(&'static str, &'static str)]) -> T {
    let read = |(name, value): &(&'static str, &'static str)| {
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?))
    };
    T::of(&pairs.iter().filter_map(read).collect::<HeaderMap>())
}

/// Panics if an example is not read and written without loss, or if a strict reader refuses it.
pub(crate) fn check_example<T: FromJson + Serialize>(of: &str, json: &str) {
    #[cfg(feature = "strict")]
    if let Err(problems) = crate::runtime::strict::from_str::<T>(json) {
        panic!("{of}: {problems}\n{json}");
    }
    let written = serde_json::to_value(read_example::<T>(of, json)).unwrap_or_else(|why| panic!("{of}: {why}"));
    let given: Value = serde_json::from_str(json).unwrap_or_else(|why| panic!("{of}: {why}"));
    assert!(is_same(&given, &written), "{of} is read from\n{given}\nand written as\n{written}");
}

/// Whether two values are the same, but for how numbers are written, and for absent properties that the other one has as null.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let null = Value::Null;
            let mut names = one.keys().chain(other.keys());
            names.all(|name| is_same(one.get(name).unwrap_or(&null), other.get(name).unwrap_or(&null)))
        }
        _ => one == other,
    }
}

/// Implements [`Example`] for the types of a module, and tests all of them:
///
/// ```text
/// example_values! {
///     #[cfg(feature = "groups")]
///     groups as groups;                           // where the types lie, and a name for the table
///     Group => r#"{"id":"a1"}"#;                    // read from JSON
///     CreateOutcome => Created r#"{"id":"a1"}"#;    // an alternative that holds such a value
///     DeleteOutcome => NoContent;                // or nothing
///     ListHeaders => ["x-count" => "1"];            // headers
/// }
/// ```
macro_rules! example_values {
    ($(#[$condition:meta])? $module:ident as $group:ident; $($name:ident => $($variant:ident)? $($json:literal)? $([$($header:literal => $value:literal),*])?;)*) => {
        $(#[$condition])?
        #[allow(non_snake_case, reason = "no other name is such")]
        mod $group {
            $(
                impl $crate::runtime::test::Example for $crate::$module::$name {
                    fn example() -> Self {
                        $crate::runtime::test::example_values!(@value $name $($variant)? $($json)? $([$($header => $value),*])?)
                    }
                }
            )*

            #[cfg(test)]
            #[test]
            fn examples_are_read_and_written_whole() {
                $($crate::runtime::test::example_values!(@test $module $name $($variant)? $($json)? $([$($header)*])?);)*
            }
        }
    };
    (@value $name:ident $json:literal) => { $crate::runtime::test::read_example(stringify!($name), $json) };
    (@value $name:ident $variant:ident $json:literal) => { Self::$variant($crate::runtime::test::read_example(stringify!($name), $json)) };
    (@value $name:ident $variant:ident) => { Self::$variant };
    (@value $name:ident [$($header:literal => $value:literal),*]) => { $crate::runtime::test::read_example_headers(&[$(($header, $value)),*]) };
    (@test $module:ident $name:ident $json:literal) => {
        $crate::runtime::test::check_example::<$crate::$module::$name>(stringify!($name), $json)
    };
    (@test $module:ident $name:ident $($other:tt)*) => {
        drop(<$crate::$module::$name as $crate::runtime::test::Example>::example())
    };
}
pub(crate) use example_values;
