//! Random strings, and the proof that a code is exchanged by whoever asked for it (PKCE, RFC 7636).

use sha2::{Digest, Sha256};

use super::error::OAuthError;
use crate::runtime::platform::fill_random;
use crate::runtime::secret::Secret;
use crate::runtime::text::base64_url;

/// Returns 256 random bits from the system, as 43 characters that need no encoding.
pub(super) fn random_string() -> Result<Secret, OAuthError> {
    let mut bytes = [0; 32];
    fill_random(&mut bytes).map_err(|problem| OAuthError::settings(format!("the system has no random numbers: {problem}")))?;
    Ok(base64_url(&bytes).into())
}

/// Returns the challenge of a verifier, by the method `S256`.
pub(super) fn challenge(verifier: &Secret) -> String {
    base64_url(&Sha256::digest(verifier.expose_secret()))
}

/// Compares secrets in a time that does not depend on where they differ.
pub(super) fn same_secret(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |differences, (one, other)| differences | (one ^ other));
    one.len() == other.len() && std::hint::black_box(differences) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn random_strings_are_long_and_differ() {
        let strings: Vec<Secret> = (0..100).map(|_| random_string().expect("the system has random numbers")).collect();
        for (at, string) in strings.iter().enumerate() {
            let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            assert!(string.expose_secret().len() == 43 && string.expose_secret().bytes().all(is_unreserved));
            assert!(!strings[..at].contains(string));
        }
    }

    #[test]
    fn secrets_are_compared_as_a_whole() {
        for (one, other, same) in [("abc", "abc", true), ("abc", "abd", false), ("abc", "ab", false), ("", "a", false), ("", "", true)] {
            assert_eq!(same_secret(one, other), same, "{one} {other}");
        }
    }
}
