//! Tokens as they are stored: JSON with the names of RFC 6749.

use serde_json::{Value, json};

use super::token_request::string;
use crate::runtime::client::Tokens;
use crate::runtime::secret::Secret;

impl Tokens {
    /// Returns the tokens as JSON, to be stored where nobody else can read them. [`from_json`](Self::from_json) reads it.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Tokens;
    ///
    /// let tokens = Tokens::new("an access token", Some("a refresh token".into()), Some(1_767_436_200));
    /// assert_eq!(Tokens::from_json(tokens.to_json().expose_secret()), Some(tokens));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Secret {
        let refresh_token = self.refresh_token.as_ref().map(Secret::expose_secret);
        let stored = json!({
            "access_token": self.access_token.expose_secret(),
            "refresh_token": refresh_token,
            "expires_at": self.expires_at,
            "scope": self.scope,
        });
        stored.to_string().into()
    }

    /// Reads tokens that [`to_json`](Self::to_json) has written. Returns `None` if it is something else.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let stored: Value = serde_json::from_str(json).ok()?;
        let refresh_token = string(&stored, "refresh_token").map(Secret::from);
        let mut tokens = Self::new(string(&stored, "access_token")?, refresh_token, stored.get("expires_at").and_then(Value::as_i64));
        tokens.scope = string(&stored, "scope").map(str::to_owned);
        Some(tokens)
    }
}
