//! Clients from environment variables.

use std::env::VarError;

use super::base_url::GivenBase;
use super::builder::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::log::Log;

impl<M> ClientBuilder<M> {
    /// Reads what has not been set before from environment variables.
    ///
    /// # Errors
    ///
    /// Returns an error that names the variable if the API has one for the token, and neither it nor other credentials are
    /// set. The same goes for a variable that is set, but empty: most often, what should have filled it did not.
    #[allow(clippy::wrong_self_convention, reason = "it reads as one step of the chain, from where the rest comes")]
    #[inline]
    pub fn from_env(mut self) -> Result<Self, Error> {
        let api = self.api;
        if self.base_url.is_none() {
            self.base_url = read(api.base_url_env)?.map(GivenBase::Url);
        }
        for server in api.servers {
            if self.servers.iter().all(|(name, _)| name != server.name) {
                self.servers.extend(read(server.env)?.map(|url| (server.name.into(), url)));
            }
        }
        let variables = match self.base_url {
            Some(GivenBase::Server(_, variables)) => variables,
            _ => api.variables,
        };
        let variables = variables.iter().map(|variable| (variable.name, variable.env));
        for (name, env) in variables.chain(api.bound.iter().map(|parameter| (parameter.name, parameter.env))) {
            if self.bound.iter().all(|(known, _)| known != name) {
                self.bound.extend(read(env)?.map(|value| (name.into(), value)));
            }
        }
        if self.log.is_none() && self.api.log_env.map(is_on).transpose()?.unwrap_or_default() {
            self.log = Some(Log::stderr());
        }
        if let (true, Some(name)) = (self.given.is_empty(), api.token_env) {
            let missing = || {
                let others = "`token`, `token_provider`, `api_key` or `basic_auth`";
                Error::argument(format!("the environment variable {name} is not set: set it to a token, or use {others} of the builder"))
            };
            let token = read(Some(name))?.ok_or_else(missing)?;
            self.given.token = Some(token.trim().into());
        }
        Ok(self)
    }
}

/// Returns whether a switch is on. One that is empty is off.
fn is_on(name: &str) -> Result<bool, Error> {
    let value = std::env::var_os(name).unwrap_or_default();
    match value.to_str().map(str::trim) {
        Some("" | "0" | "false" | "off") => Ok(false),
        Some("1" | "true" | "on") => Ok(true),
        _ => Err(Error::argument(format!("the environment variable {name} must be `1` for a log on standard error, or `0`"))),
    }
}

/// Returns the value of a variable, if it is set.
fn read(name: Option<&str>) -> Result<Option<String>, Error> {
    let Some(name) = name else { return Ok(None) };
    let problem = match std::env::var(name) {
        Ok(value) if value.trim().is_empty() => "empty",
        Ok(value) => return Ok(Some(value)),
        Err(VarError::NotPresent) => return Ok(None),
        Err(VarError::NotUnicode(_)) => "not valid UTF-8",
    };
    Err(Error::argument(format!("the environment variable {name} is set, but {problem}: give it a value, or unset it")))
}
