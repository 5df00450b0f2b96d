//! What a generated crate tells the runtime about its API: plain constants.

/// The facts of one API that every client of it starts from.
#[derive(Debug)]
pub struct Api {
    /// Its name.
    pub name: &'static str,
    /// The version of the document that the crate was generated from.
    pub version: &'static str,
    /// Where it lives unless the application says otherwise: an address in which `{name}` stands for a variable.
    pub base_url: Option<&'static str>,
    /// The variables of that address.
    pub variables: &'static [Variable],
    /// The environment variable that overrides it.
    pub base_url_env: Option<&'static str>,
    /// The environment variable that holds the token.
    pub token_env: Option<&'static str>,
    /// Headers that go with every request.
    pub headers: &'static [(&'static str, &'static str)],
    /// Parameters that are given once, to the client.
    pub bound: &'static [Bound],
    /// Hosts beside the default one.
    pub servers: &'static [Server],
    /// The ways to authenticate.
    pub schemes: &'static [Scheme],
    /// What an operation without a word of its own needs: alternatives of schemes that are sent together.
    pub auth: Alternatives,
}

/// Alternatives of security schemes, by name; the schemes of one alternative are sent together.
pub type Alternatives = &'static [&'static [&'static str]];

/// A parameter that the client fills in for all its calls.
#[derive(Debug)]
pub struct Bound {
    /// Its name on the wire.
    pub name: &'static str,
    /// The environment variable that holds it.
    pub env: Option<&'static str>,
}

/// A part of the base URL that applications give.
#[derive(Debug)]
pub struct Variable {
    /// What it is called there. Clients are bound to its value as they are to that of a parameter.
    pub name: &'static str,
    /// The environment variable that holds it.
    pub env: Option<&'static str>,
    /// Its value unless the application gives another.
    pub default: Option<&'static str>,
    /// The values that it can have; any where there are none.
    pub values: &'static [&'static str],
}

/// A host beside the default one.
#[derive(Debug)]
pub struct Server {
    /// What operations call it.
    pub name: &'static str,
    /// Where it is unless the application says otherwise.
    pub url: &'static str,
    /// The environment variable that overrides it.
    pub env: Option<&'static str>,
}

/// A way to authenticate.
#[derive(Debug)]
pub struct Scheme {
    /// What operations call it.
    pub name: &'static str,
    /// What it sends.
    pub kind: SchemeKind,
}

/// What a security scheme sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer TOKEN`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in this header.
    Header(&'static str),
    /// A key in this query parameter.
    Query(&'static str),
}

/// Which parameters walk a list, and where a reply tells how far it has come.
///
/// Places are JSON pointers into the reply (`/meta/pagination/total`).
#[derive(Debug)]
pub struct Paging {
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The parameter that sets the size of a page.
    pub size: Option<&'static str>,
    /// Where the items lie; empty for a bare list.
    pub items: &'static str,
    /// Where the server counts all items.
    pub total: Option<&'static str>,
    /// Where the reply gives its own number.
    pub current: Option<&'static str>,
    /// Where the reply gives the number of the last page.
    pub last: Option<&'static str>,
    /// Where the reply gives the address or the cursor of the next page.
    pub next: Option<&'static str>,
}

/// How the next page is asked for.
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
    /// By a cursor out of the last reply, in this query parameter.
    Cursor {
        /// The query parameter.
        param: &'static str,
    },
    /// By an address in the last reply.
    NextLink {
        /// Parameters of the query that every page is asked for with, whatever the address says of them.
        keep: &'static [&'static str],
        /// The template of further pages' path, and its parameter that the address is the value of. Without one the
        /// address stands for itself.
        path: Option<(&'static str, &'static str)>,
    },
    /// By the `Link` header with `rel="next"`.
    LinkHeader,
}
