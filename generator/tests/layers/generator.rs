//! The stages of the generator: a value goes one way, so a stage that reaches back or sideways is a fault.

use crate::table::{Inside, Layer, layer, pending};

/// The order of the stages.
pub const TABLE: Inside = Inside::Ordered(&STAGES);

const STAGES: [Layer; 17] = [
    layer("pointer").only(&[]),
    layer("hints").only(&[]),
    layer("template").only(&[]),
    layer("names").only(&[]),
    layer("mend").only(&["pointer"]),
    layer("diagnostic").only(&["mend", "pointer"]),
    pending("source").only(&["diagnostic", "pointer"]),
    layer("ledger").only(&["pointer"]),
    layer("node").only(&["diagnostic", "ledger", "mend", "pointer"]),
    layer("files").only(&["diagnostic", "node", "pointer", "source"]),
    pending("overlay").only(&["diagnostic", "ledger", "mend", "node", "pointer", "source"]),
    pending("normalize").only(&["diagnostic", "files", "hints", "ledger", "mend", "node", "pointer", "template"]),
    layer("load").only(&["diagnostic", "files", "ledger", "mend", "node", "normalize", "overlay", "pointer", "source"]),
    layer("ir").only(&["names", "pointer"]),
    pending("lower").only(&["diagnostic", "hints", "ir", "ledger", "mend", "names", "pointer", "template"]),
    layer("format").only(&[]),
    pending("emit").only(&["format", "ir", "names"]),
];

/// The packages that only these stages may name.
pub const PACKAGES: &[(&str, &[&str])] = &[
    ("heck", &["names"]),
    ("unicode_ident", &["names"]),
    ("serde_yaml", &["source"]),
    ("serde_json_path", &["overlay"]),
    ("openapiv3", &["normalize", "load", "lower"]),
    ("quote", &["emit"]),
    ("proc_macro2", &["emit", "format"]),
    ("syn", &["emit", "format"]),
    ("prettyplease", &["format"]),
];
