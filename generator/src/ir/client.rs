//! What a client knows of its API, and how lists are paged.

use super::Doc;
use crate::names::Ident;

/// The facts that a client is built from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Client {
    /// Where the API lives, unless the application says otherwise: an address in which `{name}` stands for a variable.
    pub base_url: Option<String>,
    /// The variables of that address, in its order.
    pub variables: Vec<Variable>,
    /// The servers that applications choose from, where the document has several.
    pub base_servers: Vec<BaseServer>,
    /// The environment variable that overrides it.
    pub base_url_env: Option<String>,
    /// The environment variable that holds the token.
    pub token_env: Option<String>,
    /// The environment variable that switches the log on.
    pub log_env: Option<String>,
    /// Headers sent with every request.
    pub headers: Vec<(String, String)>,
    /// Parameters given once, to the client.
    pub bound: Vec<Bound>,
    /// Further hosts that single operations live on.
    pub servers: Vec<Server>,
    /// The security schemes of the document.
    pub schemes: Vec<Scheme>,
    /// What an operation without a security of its own needs: alternatives of schemes sent together.
    pub auth: Vec<Vec<String>>,
    /// The names of parameters and properties whose values are secrets, sorted.
    pub secrets: Vec<String>,
}

impl Client {
    /// The variables of all servers, each once.
    pub fn all_variables(&self) -> Vec<&Variable> {
        let mut all: Vec<&Variable> = self.variables.iter().collect();
        for variable in self.base_servers.iter().flat_map(|server| &server.variables) {
            if all.iter().all(|known| known.bound.wire != variable.bound.wire) {
                all.push(variable);
            }
        }
        all
    }
}

/// A server of the document, which the application can choose.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseServer {
    /// The method of the builder that chooses it (`sandbox_server`).
    pub setter: Ident,
    /// What it is.
    pub doc: Doc,
    /// Its address, in which `{name}` stands for a variable.
    pub url: String,
    /// The variables of that address, in its order.
    pub variables: Vec<Variable>,
}

/// A parameter that the client binds for all its calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The setter of the builder.
    pub name: Ident,
    /// The method of the client that gives a sibling bound to another value (`for_org_id`).
    pub rebind: Ident,
    /// The parameter's name on the wire.
    pub wire: String,
    /// The environment variable that holds it.
    pub env: Option<String>,
    /// What it means.
    pub doc: Doc,
}

/// A part of the base URL that applications give.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// How it is given, as a parameter that the client binds.
    pub bound: Bound,
    /// Its value unless the application gives another.
    pub default: Option<String>,
    /// The values that it can have; any where there are none.
    pub values: Vec<String>,
}

/// A host beside the default one.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The setter of the builder (`account_url`).
    pub setter: Ident,
    /// The name operations refer to it by.
    pub name: String,
    /// Where it is by default.
    pub url: String,
    /// The environment variable that overrides it.
    pub env: Option<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// What is sent.
    pub kind: SchemeKind,
}

/// What a security scheme sends.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer TOKEN`.
    Bearer,
    /// The same, with a token of OAuth 2.
    OAuth2(Vec<Flow>),
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization`, with a key behind the name of this scheme.
    Authorization(String),
    /// A key in the named header.
    Header(String),
    /// A key in the named query parameter.
    Query(String),
    /// A key in the named cookie.
    Cookie(String),
}

/// How tokens of OAuth 2 are issued, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What a token is issued for.
    pub kind: FlowKind,
    /// Where a person signs in, or where the sign-in of a device begins.
    pub authorization_url: Option<String>,
    /// Where tokens are requested.
    pub token_url: Option<String>,
    /// The scopes that can be requested.
    pub scopes: Vec<String>,
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

/// Which parameters walk a list, and where a response says how far it has come.
/// Places in the response are JSON pointers (`/meta/pagination/total`).
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// What it does.
    pub spec: PagingSpec,
    /// The features of the modules whose lists come so, sorted.
    pub features: Vec<String>,
}

/// What a paging does, whoever uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct PagingSpec {
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The parameter that sets the size of a page.
    pub size: Option<String>,
    /// Where the items lie; empty for a bare list.
    pub items: String,
    /// Where the server counts all items.
    pub total: Option<String>,
    /// Where the response gives the number of its page.
    pub current: Option<String>,
    /// Where the response gives the number of the last page.
    pub last: Option<String>,
    /// Where the response gives the address or cursor of the next page.
    pub next: Option<String>,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum PagingStyle {
    /// By number, in this query parameter, counted from `first`.
    Page {
        /// The parameter's name on the wire.
        param: String,
        /// The number of the first page.
        first: i64,
    },
    /// By the number of items to skip, in this query parameter.
    Offset {
        /// The parameter's name on the wire.
        param: String,
    },
    /// By a cursor out of the last response, in this query parameter.
    Cursor {
        /// The parameter's name on the wire.
        param: String,
    },
    /// By an address out of the last response.
    NextLink {
        /// Parameters of the query that every page is asked for with, whatever the address says of them.
        keep: Vec<String>,
        /// The path of further pages, and the parameter in it that the address is the value of; none where the address
        /// stands for itself.
        path: Option<(String, String)>,
    },
    /// By the `Link` header's `rel="next"`.
    LinkHeader,
}
