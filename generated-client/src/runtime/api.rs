//! The description of an API that a generated crate gives to the runtime: plain constants.

/// The description of one API.
#[derive(Debug)]
pub struct Api {
    /// Its name.
    pub name: &'static str,
    /// The version of the document that the crate was generated from.
    pub version: &'static str,
    /// The default base URL; `{name}` stands for a variable.
    pub base_url: Option<&'static str>,
    /// The variables of the base URL.
    pub variables: &'static [Variable],
    /// The environment variable that overrides the URL.
    pub base_url_env: Option<&'static str>,
    /// The environment variable that holds the token.
    pub token_env: Option<&'static str>,
    /// The environment variable that switches the log on.
    pub log_env: Option<&'static str>,
    /// Headers that are sent with every request.
    pub headers: &'static [(&'static str, &'static str)],
    /// Parameters that are set once, on the client.
    pub bound: &'static [Bound],
    /// Servers other than the default one.
    pub servers: &'static [Server],
    /// The parameters and properties whose values are secrets (`format: password`), by their names.
    pub secrets: &'static [&'static str],
    /// The security schemes.
    pub schemes: &'static [Scheme],
    /// The credentials of operations that do not declare their own.
    pub auth: Alternatives,
}

/// Alternatives of security schemes, by name. The schemes of one alternative are sent together.
pub type Alternatives = &'static [&'static [&'static str]];

/// A parameter that the client sets for all its calls.
#[derive(Debug)]
pub struct Bound {
    /// Its name on the wire.
    pub name: &'static str,
    /// The environment variable that holds it.
    pub env: Option<&'static str>,
    /// The method of the builder that sets it.
    pub setter: &'static str,
    /// The method of the client that sets another value.
    pub rebind: &'static str,
}

/// A variable of the base URL.
#[derive(Debug)]
pub struct Variable {
    /// Its name in the base URL. Clients are bound to its value, as they are to the value of a parameter.
    pub name: &'static str,
    /// The environment variable that holds it.
    pub env: Option<&'static str>,
    /// The method of the builder that sets it.
    pub setter: &'static str,
    /// The default value.
    pub default: Option<&'static str>,
    /// The values that are allowed; any value if the list is empty.
    pub values: &'static [&'static str],
}

/// A server other than the default one.
#[derive(Debug)]
pub struct Server {
    /// Its name in the definition.
    pub name: &'static str,
    /// Its default URL. One with a `{name}` in it is none: the application gives it.
    pub url: &'static str,
    /// The environment variable that overrides the URL.
    pub env: Option<&'static str>,
    /// The method of the builder that overrides it.
    pub setter: &'static str,
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the definition.
    pub name: &'static str,
    /// How the credentials are sent.
    pub kind: SchemeKind,
}

/// How the credentials of a security scheme are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer TOKEN`.
    Bearer,
    /// The same, with a token that one of these flows of OAuth 2 issues.
    OAuth2(&'static [Flow]),
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization`, with a key behind the name of this scheme of HTTP.
    Authorization(&'static str),
    /// A key in this header.
    Header(&'static str),
    /// A key in this query parameter.
    Query(&'static str),
    /// A key in this cookie.
    Cookie(&'static str),
}

impl SchemeKind {
    /// Returns whether a key of its own is sent for it.
    pub(crate) fn is_key(self) -> bool {
        matches!(self, Self::Authorization(_) | Self::Header(_) | Self::Query(_) | Self::Cookie(_))
    }

    /// Returns whether the client's token is sent for it. Swagger 2.0 has no bearer scheme, so that a key in this header stands for one.
    pub(crate) fn takes_token(self) -> bool {
        matches!(self, Self::Bearer | Self::OAuth2(_)) || matches!(self, Self::Header(name) if name.eq_ignore_ascii_case("authorization"))
    }
}

/// How tokens of OAuth 2 are issued, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Flow {
    /// What a token is issued for.
    pub kind: FlowKind,
    /// Where a person signs in, or where the sign-in of a device begins.
    pub authorization_url: Option<&'static str>,
    /// Where tokens are requested.
    pub token_url: Option<&'static str>,
    /// The scopes that can be requested.
    pub scopes: &'static [&'static str],
}

/// What a token is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowKind {
    /// A code that a person's browser brings.
    AuthorizationCode,
    /// The application's own secret.
    ClientCredentials,
    /// A code that a person enters on another device.
    DeviceAuthorization,
    /// A person's browser brings the token itself.
    Implicit,
    /// A person's user name and password.
    Password,
}

/// How a list is paginated: the parameters that ask for a page, and where a response describes it.
///
/// Locations are JSON pointers into the response (`/meta/pagination/total`).
#[derive(Debug)]
pub struct Paging {
    /// How the next page is requested.
    pub style: PagingStyle,
    /// The query parameter for the page size.
    pub size: Option<&'static str>,
    /// Where the items are; empty if the response itself is the list.
    pub items: &'static str,
    /// Where the total number of items is.
    pub total: Option<&'static str>,
    /// Where the number of this page is.
    pub current: Option<&'static str>,
    /// Where the number of the last page is.
    pub last: Option<&'static str>,
    /// Where the URL or the cursor of the next page is.
    pub next: Option<&'static str>,
}

/// How the next page is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingStyle {
    /// By its number in this query parameter, counted from `first`.
    Page {
        /// The query parameter.
        param: &'static str,
        /// The number of the first page.
        first: i64,
    },
    /// By the number of items to skip, in this query parameter.
    Offset {
        /// The query parameter.
        param: &'static str,
    },
    /// By a cursor from the last response, in this query parameter.
    Cursor {
        /// The query parameter.
        param: &'static str,
    },
    /// By a URL from the last response.
    NextLink {
        /// Query parameters that are sent with every page, in place of those in the URL.
        keep: &'static [&'static str],
        /// The path template of the following pages, and the parameter that is replaced by the URL. Without
        /// it, the URL is used as it is.
        path: Option<(&'static str, &'static str)>,
    },
    /// By the `Link` header with `rel="next"`.
    LinkHeader,
}

/// How the body of a response is divided into items, and what an item is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Framing {
    /// JSON values one after another, with or without white space between them.
    #[default]
    Values,
    /// A JSON value on each line.
    Lines,
    /// A JSON value after each record separator (RFC 7464).
    Records,
    /// Server-sent events. An item is an event as an object: its `event`, `id`, `retry` and `data`, which is a string.
    Events,
    /// The same, and what is JSON in `data` is that JSON.
    JsonEvents,
    /// Server-sent events. An item is the JSON in an event's `data`.
    EventData,
    /// The JSON in each part of a multipart body.
    Parts,
}

/// The stream that an operation can give in place of its one value.
#[derive(Debug, PartialEq, Eq)]
pub struct StreamForm {
    /// Its media type, which asks for it.
    pub media: &'static str,
    /// How it is divided into items.
    pub framing: Framing,
    /// The parameter, or the field of the body, that is `true` to ask for it.
    pub flag: Option<(InputPlace, &'static str)>,
}

/// With the feature `constraints`: where a value of a request is sent.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "constraints")]
/// fn is_in_url(place: tallyfy::InputPlace) -> bool {
///     matches!(place, tallyfy::InputPlace::Path | tallyfy::InputPlace::Query)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// In a form that is the body.
    Form,
    /// It is the body.
    Body,
}
