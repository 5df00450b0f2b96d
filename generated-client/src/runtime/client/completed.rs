//! A builder whose client can be built, for tests.

use std::borrow::Cow;

use super::base_url::GivenBase;
use super::builder::ClientBuilder;
use crate::runtime::api::SchemeKind;

impl<M> ClientBuilder<M> {
    /// Sets what is missing: the base URL, credentials of every kind, and the parameters that the client is bound to, each to its own
    /// name.
    pub(crate) fn completed(mut self, base_url: &str, secret: &'static str) -> Self {
        if self.api.base_url.is_none() && self.base_url.is_none() {
            self.base_url = Some(GivenBase::Url(base_url.to_owned()));
        }
        if self.given.is_empty() {
            let keys = self.api.schemes.iter().filter(|scheme| scheme.kind.is_key());
            self.given.keys = keys.map(|scheme| (scheme.name.to_owned(), secret.into())).collect();
            if self.api.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic) {
                self.given.basic = Some((secret.to_owned(), secret.into()));
            }
            self.given.token = Some(secret.into());
        }
        for bound in self.api.bound {
            if self.bound.iter().all(|(name, _)| name != bound.name) {
                self.bound.push((Cow::Borrowed(bound.name), bound.name.to_owned()));
            }
        }
        self
    }
}
