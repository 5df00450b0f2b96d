//! The licence that a document names, as Cargo wants it.

/// Licences as documents name them, in small letters and without punctuation, and their identifiers (<https://spdx.org/licenses>).
const KNOWN: &[(&str, &str)] = &[
    ("agpl 3.0", "AGPL-3.0-only"),
    ("apache", "Apache-2.0"),
    ("apache 2", "Apache-2.0"),
    ("apache 2.0", "Apache-2.0"),
    ("apache license 2.0", "Apache-2.0"),
    ("apache license version 2.0", "Apache-2.0"),
    ("apache v2", "Apache-2.0"),
    ("apache 2.0 license", "Apache-2.0"),
    ("apachev2", "Apache-2.0"),
    ("bsd 2 clause", "BSD-2-Clause"),
    ("bsd 3 clause", "BSD-3-Clause"),
    ("cc by 3.0", "CC-BY-3.0"),
    ("cc by 4.0", "CC-BY-4.0"),
    ("cc0 1.0", "CC0-1.0"),
    ("gpl 2.0", "GPL-2.0-only"),
    ("gpl 3.0", "GPL-3.0-only"),
    ("isc", "ISC"),
    ("lgpl 3.0", "LGPL-3.0-only"),
    ("mit", "MIT"),
    ("mit license", "MIT"),
    ("mit licence", "MIT"),
    ("the mit license", "MIT"),
    ("mpl 2.0", "MPL-2.0"),
    ("unlicense", "Unlicense"),
];

/// The identifier of a licence that is called so; none where that is not certain.
pub fn license(name: &str) -> Option<&'static str> {
    let words = name.split(|letter: char| !letter.is_alphanumeric() && letter != '.').filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join(" ").to_lowercase();
    let by_identifier = |id: &&str| id.to_lowercase().replace('-', " ") == name;
    let known = KNOWN.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
    known.or_else(|| KNOWN.iter().map(|(_, id)| *id).find(by_identifier))
}

/// Whether a string can be an expression of licences: identifiers, `AND`, `OR`, `WITH` and brackets.
pub fn is_expression(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-.+() ".contains(letter);
    !text.trim().is_empty() && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_their_identifiers() {
        let cases = [
            ("MIT", Some("MIT")),
            ("MIT License", Some("MIT")),
            ("Apache 2.0", Some("Apache-2.0")),
            ("Apache License, Version 2.0", Some("Apache-2.0")),
            ("Apache-2.0", Some("Apache-2.0")),
            ("AGPL-3.0-only", Some("AGPL-3.0-only")),
            ("Proprietary", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(license(name), expected, "{name}");
        }
        assert!(is_expression("MIT OR Apache-2.0") && !is_expression("MIT\"") && !is_expression(" "));
    }
}
