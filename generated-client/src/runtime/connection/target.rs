//! What all requests to an origin have in common.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use http::Uri;
use http::header::HeaderValue;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use tokio::runtime::Id;

use super::connector::Connector;
use super::origin::Origin;

/// What connections are shared by: a task on the runtime that opened a connection drives it, and a request of another runtime
/// would wait forever if that one is not polled.
pub(super) type Key = (Arc<Target>, Id);

/// An origin, and how its requests are written.
pub(super) struct Target {
    pub origin: Origin,
    /// The host and the port, for errors.
    pub authority: String,
    /// The header `Host`.
    pub host: HeaderValue,
    pub path: TargetPath,
}

/// What requests to an origin pass through.
pub(super) enum TargetPath {
    /// Nothing, or a Unix socket.
    Direct,
    /// A proxy that passes all bytes on.
    Tunnel,
    /// A proxy that gets the requests themselves.
    Forward { authorization: Option<HeaderValue> },
}

impl Target {
    fn new(origin: Origin, connector: &Connector) -> Result<Self, String> {
        let host = HeaderValue::from_str(&origin.host_header()).map_err(|_| "the host is not valid in a header")?;
        let path = match connector.route(&origin) {
            None => TargetPath::Direct,
            Some(route) if route.tunnel => TargetPath::Tunnel,
            Some(route) => TargetPath::Forward { authorization: route.address.authorization() },
        };
        Ok(Self { authority: origin.authority(), origin, host, path })
    }

    /// Returns whether a proxy gets the requests themselves.
    pub(super) fn is_forwarded(&self) -> bool {
        matches!(self.path, TargetPath::Forward { .. })
    }

    /// Returns what stands in the first line of a request. A proxy gets the whole URL, without a user that may stand in it.
    pub(super) fn request_target(&self, uri: &Uri) -> Result<Uri, String> {
        let path = uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        let wrong = |error: &dyn std::fmt::Display| format!("the URL of the request is not valid: {error}");
        if self.is_forwarded() {
            return format!("http://{}{path}", self.origin.host_header()).parse().map_err(|error| wrong(&error));
        }
        let mut parts = Parts::default();
        parts.path_and_query = Some(path);
        Uri::from_parts(parts).map_err(|error| wrong(&error))
    }
}

/// All else follows from the origin.
impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
    }
}

impl Eq for Target {}

impl Hash for Target {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.origin.hash(state);
    }
}

/// The target of the last request, with the beginning of its URL. Nearly all requests of a client go to one origin.
#[derive(Default)]
pub(super) struct LastTarget(RwLock<Option<(Scheme, Authority, Arc<Target>)>>);

impl LastTarget {
    /// Returns the target of a URL, or why it has none.
    pub(super) fn find(&self, uri: &Uri, connector: &Connector) -> Result<Arc<Target>, String> {
        let is_same = |(scheme, authority, _): &&(Scheme, Authority, _)| {
            uri.scheme() == Some(scheme) && uri.authority().is_some_and(|other| other.as_str() == authority.as_str())
        };
        if let Some((.., target)) = self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().filter(is_same) {
            return Ok(target.clone());
        }
        let target = Arc::new(Target::new(Origin::of(uri)?, connector)?);
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((scheme.clone(), authority.clone(), target.clone()));
        }
        Ok(target)
    }
}
