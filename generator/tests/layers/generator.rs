//! The stages of the generator: a value goes one way, so a stage that reaches back or sideways is a fault.

use crate::table::{Inside, Layer, folder, layer};

/// The order of the stages.
pub const TABLE: Inside = Inside::Ordered(&STAGES);

const STAGES: [Layer; 21] = [
    layer("pointer").only(&[]),
    layer("request").only(&[]),
    folder("hints", &[layer("table"), layer("values"), layer("store")]).only(&["pointer", "request"]),
    folder("scalar", &[layer("number"), layer("pattern"), layer("pattern_text")]).only(&[]),
    layer("names").only(&[]),
    layer("code").only(&[]),
    layer("suggestion").only(&["pointer"]),
    folder("diagnostic", &[layer("finding"), layer("repair"), layer("sarif")]).only(&["suggestion", "pointer"]),
    folder("source", &SOURCE).only(&["diagnostic", "pointer"]),
    layer("coverage").only(&["pointer"]),
    layer("node").only(&["diagnostic", "coverage", "suggestion", "scalar", "pointer"]),
    layer("files").only(&["diagnostic", "node", "pointer", "source"]),
    folder("overlay", &[layer("edits")]).only(&["diagnostic", "coverage", "suggestion", "node", "pointer", "source"]),
    folder("normalize", &NORMALIZE).only(&[
        "diagnostic",
        "files",
        "hints",
        "coverage",
        "suggestion",
        "node",
        "scalar",
        "pointer",
        "request",
    ]),
    layer("load").only(&[
        "anchors",
        "diagnostic",
        "files",
        "hints",
        "coverage",
        "suggestion",
        "node",
        "normalize",
        "overlay",
        "pointer",
        "source",
    ]),
    folder("resolve", &[layer("bundle")]).only(&["diagnostic", "files", "load", "overlay", "pointer", "source"]),
    layer("ir").only(&["names", "pointer", "request"]),
    folder("lower", &LOWER).only(&["code", "diagnostic", "hints", "ir", "coverage", "suggestion", "names", "scalar", "pointer", "request"]),
    layer("format").only(&[]),
    layer("parallel").only(&[]),
    folder("emit", &EMIT).only(&["format", "ir", "names", "parallel", "request"]),
];

/// The text of a document before what is in it; the place of a value is looked for in the text and its nodes alone.
const SOURCE: [Layer; 4] = [layer("nodes"), layer("position"), layer("tree"), layer("yaml")];

/// What all readers share, then schemas, then what has schemas.
const NORMALIZE: [Layer; 10] = [
    layer("dialect"),
    layer("anchors"),
    folder(
        "context",
        &[
            layer("vocabulary"),
            layer("external_docs"),
            layer("media_types"),
            layer("given"),
            layer("target"),
            layer("reference"),
            layer("enum_place"),
            layer("newtype_place"),
            layer("document"),
            layer("repaired"),
            layer("template"),
        ],
    ),
    folder(
        "extensions",
        &[
            layer("checks"),
            layer("others"),
            layer("bearer"),
            layer("client"),
            layer("dependencies"),
            layer("pagination"),
            layer("operation_hints"),
            layer("enum_hints"),
            layer("schema_hints"),
        ],
    ),
    folder(
        "schema",
        &[
            layer("word"),
            layer("alternatives"),
            layer("enum_values"),
            layer("types"),
            layer("list_format"),
            layer("written"),
            layer("shared_enums"),
            layer("newtypes"),
            layer("recursion"),
            layer("reference"),
            layer("given_values"),
            layer("required"),
        ],
    ),
    folder("openapi3", &[layer("content"), layer("parameter"), layer("body"), layer("security"), layer("servers")]),
    folder("operation", &[layer("parameter"), layer("body"), layer("response")]),
    layer("path"),
    layer("security"),
    layer("server"),
];

/// What the document says, then types, then operations, which need types; passes go over all of them.
const LOWER: [Layer; 9] = [
    layer("graph").only(&[]),
    folder(
        "schema",
        &[
            layer("listed_values"),
            layer("view"),
            layer("formats"),
            layer("same_body"),
            layer("facts"),
            layer("docs"),
            layer("operation"),
            layer("media"),
            layer("visit"),
            layer("tuples"),
            layer("definitions"),
            layer("plain_parts"),
            layer("subtypes"),
            layer("newtypes"),
            layer("constraints"),
            layer("tags"),
        ],
    ),
    folder(
        "example_values",
        &[
            layer("suggestions"),
            layer("form"),
            layer("facets"),
            layer("direction"),
            layer("check"),
            layer("whole"),
            layer("scalars"),
            layer("sampler"),
        ],
    ),
    layer("selection"),
    layer("types"),
    layer("client"),
    layer("operations"),
    folder(
        "passes",
        &[
            layer("recursion"),
            layer("large_fields"),
            layer("usage"),
            layer("fields"),
            layer("type_files"),
            layer("alternatives"),
            layer("arguments"),
            layer("constraints"),
            layer("defaults"),
            layer("late_types"),
            layer("derives"),
            layer("attributes"),
            layer("secrets"),
            layer("type_examples"),
            folder("examples", &[layer("values")]),
        ],
    ),
    folder("report", &[layer("unused_formats"), layer("free_form")]),
];

/// Small pieces before the printer of a file, and that before what it prints.
const EMIT: [Layer; 17] = [
    layer("rust_names"),
    folder("doc", &[layer("inline"), layer("list"), layer("links")]),
    layer("tokens"),
    layer("constraints"),
    layer("printer"),
    layer("arguments"),
    layer("sample"),
    layer("constants"),
    folder(
        "types",
        &[
            layer("table_macros"),
            layer("unions"),
            layer("enums"),
            layer("newtypes"),
            layer("errors"),
            layer("headers"),
            layer("responses_by_status"),
            layer("structs"),
        ],
    ),
    folder("definition", &[layer("types"), layer("xml")]),
    folder(
        "operations",
        &[layer("example"), layer("steps"), layer("setters"), layer("docs"), layer("method"), layer("module"), layer("samples")],
    ),
    layer("endpoints"),
    layer("example_values"),
    layer("overview"),
    layer("api"),
    layer("clients"),
    layer("xml"),
];

/// The packages that only these stages may name.
pub const PACKAGES: &[(&str, &[&str])] = &[
    ("heck", &["names"]),
    ("unicode_ident", &["names"]),
    ("libyaml_safer", &["source"]),
    ("serde_yaml", &["source"]),
    ("serde_json_path", &["overlay"]),
    ("regex_syntax", &["scalar"]),
    ("openapiv3", &["normalize", "load", "lower"]),
    ("quote", &["code", "emit"]),
    ("proc_macro2", &["emit", "format"]),
    ("syn", &["code", "emit", "format"]),
    ("prettyplease", &["format"]),
];
