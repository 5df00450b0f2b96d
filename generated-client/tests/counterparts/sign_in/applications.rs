//! An application signs in by itself.

use tallyfy::oauth::{ClientAuthentication, OAuthClient};

use super::provider::{OidcProvider, SECRET, who};
use crate::Test;
use crate::calls::block_on;

pub fn trials() -> Vec<Test> {
    vec![Test::new("sign_in::an_application_proves_who_it_is", &[], an_application_proves_who_it_is)]
}

fn an_application_proves_who_it_is() {
    let provider = OidcProvider::start();
    let call = |app: OAuthClient| {
        let client = provider.builder().token_provider(app.client_credentials()).build().expect("the settings are valid");
        block_on(who(&client)).expect_err("a token of an application is nobody's")
    };
    for (id, authentication) in [("machine basic", ClientAuthentication::Basic), ("machine post", ClientAuthentication::Body)] {
        let app = provider.app(id).authentication(authentication).scopes(["things"]);
        // The token is issued, and refused where a person's is needed: another one is requested, once.
        let error = call(app.clone().secret(SECRET));
        assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 2), "{error}");
        let error = call(app.secret("wrong"));
        assert!(error.status().is_none() && error.to_string().contains("invalid_client"), "{error}");
        assert!(!error.is_sign_in_required() && !error.is_transient(), "{error}");
    }
}
