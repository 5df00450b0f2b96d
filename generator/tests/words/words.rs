//! The words that are refused, and what is said in their place.

use super::read::Kind;

/// Where a word is refused.
#[derive(Debug, Clone, Copy)]
pub enum In {
    /// In names and in prose.
    Anywhere,
    /// In names only: prose needs the word in its ordinary meaning.
    Names,
    /// In prose only.
    Prose,
}

impl In {
    /// Whether it is refused in a piece of this kind.
    pub fn hold(self, kind: Kind) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Names => kind == Kind::Name,
            Self::Prose => kind == Kind::Prose,
        }
    }
}

use In::{Anywhere, Names, Prose};

/// A word or a phrase in small letters, where it is refused, and what to say.
pub const WORDS: &[(&str, In, &str)] = &[
    // The terms of JSON Schema, serde, OpenAPI and HTTP.
    ("a text", Prose, "`a string`"),
    ("whole number", Anywhere, "`integer`"),
    ("whole numbers", Anywhere, "`integers`"),
    ("reply", Anywhere, "`response`"),
    ("replies", Anywhere, "`responses`"),
    ("misfit", Anywhere, "`mismatch`"),
    ("misfits", Anywhere, "`mismatches`"),
    ("heir", Anywhere, "`subtype`"),
    ("heirs", Anywhere, "`subtypes`"),
    ("spot", Anywhere, "`position` or `path`"),
    ("told", Anywhere, "`reported`, `set` or `declared`"),
    ("telling", Anywhere, "`reporting` or `significant`"),
    ("parted", Anywhere, "`separated`"),
    ("leftovers", Anywhere, "`extra fields`"),
    ("enumeration", Prose, "`enum`"),
    ("enumerations", Prose, "`enums`"),
    // Private names.
    ("maker", Anywhere, "what it makes"),
    ("mend", Anywhere, "`suggestion` or `fix`"),
    ("ledger", Anywhere, "`coverage`"),
    ("wish", Anywhere, "`preferred`"),
    ("meant", Names, "`resolved`"),
    ("said", Names, "`declared`"),
    ("held", Names, "`reserved`"),
    ("gave up", Names, "`transport_error`"),
    ("too late", Names, "`deadline_error`"),
    ("take note", Anywhere, "`collect`"),
    ("noted", Names, "`collected`"),
    ("unfit", Names, "what it may not hold"),
    // Phrases that slow a reader.
    ("is no name", Prose, "`is not a valid name`"),
    ("is no base url", Prose, "`is not a valid base URL`"),
    ("used up", Prose, "`exhausted`"),
    ("left alone", Prose, "`wait before retrying`"),
    ("had better", Prose, "`should`"),
    ("that are none", Prose, "`that are not`"),
    ("send along", Prose, "`include`"),
];

/// A word that is right where it stands.
pub struct Exception {
    /// The file, or the folder.
    pub file: &'static str,
    pub word: &'static str,
    /// Part of the name, literal or line in which it is right; empty for all of the file.
    pub text: &'static str,
    /// Why it is right.
    #[allow(dead_code, reason = "it is for people")]
    pub why: &'static str,
}

/// All exceptions. One that excepts nothing fails the test.
pub const EXCEPTIONS: &[Exception] = &[
    Exception { file: "spec/", word: "a text", text: "text template", why: "Tallyfy's name for a snippet" },
    Exception { file: "generated-client/src/runtime/test/on.rs", word: "replies", text: "", why: "a verb: what a mock does" },
    Exception { file: "generated-client/src/runtime/response/mockable.rs", word: "replies", text: ".replies", why: "that verb" },
    Exception { file: "generated-client/src/guide/testing.md", word: "replies", text: ".replies", why: "that verb" },
    Exception { file: "generated-client/src/generated/", word: "a text", text: "text template", why: "Tallyfy's name for a snippet" },
];

/// Names that several types of one crate have, and why.
pub const SHARED_TYPES: &[(&str, &str)] = &[
    ("Args", "each command has its options, as the crate that reads them has it"),
    ("Client", "the one without `async` has a module of its own, in which all is called as beside it; so does reqwest"),
    ("Download", "of either client"),
    ("Items", "of either client"),
    ("ReadOnlyClient", "of either client"),
    ("SequenceItems", "of either client"),
    ("Pages", "of either client"),
];
