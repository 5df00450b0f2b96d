//! What is known of an operation before it is called.

use http::Method;

use super::kinds::ResponseBody;
#[cfg(feature = "constraints")]
use crate::runtime::constraints::InputConstraints;

/// An operation of the API, as a type.
///
/// Each operation has one in the module of its resource, named like the method that begins its call. Such a type has
/// no values: it names the operation where a type is asked for, and its constants say what the definition says.
///
/// Bodies of one operation that are of different media types have a method each, and so a type each; so have the media types in
/// which a response can be asked for. These types differ in [`Input`](Self::Input), or in [`Response`](Self::Response) and
/// [`Output`](Self::Output).
///
/// # Examples
///
/// A function that is generic over operations, for one's own metrics say:
///
/// ```
/// use tallyfy::Operation;
///
/// fn label<O: Operation>() -> String {
///     format!("{}: {} {}", O::ID, O::METHOD, O::PATH)
/// }
/// ```
pub trait Operation: 'static {
    /// The operation id; where the definition gives none, the method and the path template, separated by a space.
    const ID: &'static str;

    /// The request's method: `GET`.
    const METHOD: &'static str;

    /// The path template, with `{name}` for each parameter.
    const PATH: &'static str;

    /// The constraints of the parameters and of the body.
    #[cfg(feature = "constraints")]
    #[doc(hidden)]
    const CONSTRAINTS: &'static [InputConstraints] = &[];

    /// The type of the request body.
    ///
    /// That of the value, where it is JSON or XML; `String` for text and [`Bytes`](bytes::Bytes) for anything else.
    /// An `Option` of it, where the body may be left out. `()` where there is no body, and where it is a form: the
    /// fields of a form are arguments and setters, as all parameters are.
    type Input;

    /// The body of a successful response.
    type Response: ResponseBody<Output = Self::Output>;

    /// The value that awaiting the call returns.
    type Output;
}

/// The method of an operation. The definition has none that is no method.
pub(crate) fn method_of<O: Operation>() -> Method {
    Method::from_bytes(O::METHOD.as_bytes()).unwrap_or_default()
}

/// Defines the operations of a resource, a row each: the type, its method of the resource's handle, and the facts.
///
/// ```text
/// operations! {
///     Groups;
///     Create create "createGroup" POST "/groups" types::CreateGroupInput => Json<types::Group>;
///     List list "listGroups" GET "/groups" () => Json<Vec<types::Group>> { Query "page" => [Minimum("1")]; };
/// }
/// ```
macro_rules! operations {
    ($handle:ident; $($(#[$when:meta])* $name:ident $call:ident $id:literal $method:tt $path:literal $input:ty => $body:ty $({ $($constraints:tt)* })?;)*) => {
        $(
            #[doc = concat!("`", $crate::runtime::method_name!($method), " ", $path, "`: [`", stringify!($handle), "::", stringify!($call), "`].")]
            $(#[$when])*
            #[derive(Debug)]
            pub enum $name {}

            $(#[$when])*
            impl $crate::runtime::Operation for $name {
                const ID: &'static str = $id;
                const METHOD: &'static str = $crate::runtime::method_name!($method);
                const PATH: &'static str = $path;
                $(
                    #[cfg(feature = "constraints")]
                    const CONSTRAINTS: &'static [$crate::runtime::InputConstraints] = $crate::runtime::constraints!(input $($constraints)*);
                )?
                type Input = $input;
                type Response = $body;
                type Output = <$body as $crate::runtime::ResponseBody>::Output;
            }

            $(#[$when])*
            #[cfg(feature = "test-util")]
            const _: fn() = $crate::runtime::is_mockable::<$name>;
        )*
    };
}
pub(crate) use operations;

/// The name of a method, which is a word, or a string where it is none.
macro_rules! method_name {
    ($name:literal) => {
        $name
    };
    ($name:ident) => {
        stringify!($name)
    };
}
pub(crate) use method_name;
