//! Turns a Swagger 2.0 or OpenAPI 3 document into the source files of a Rust client.
//!
//! A value goes one way, through pure functions:
//!
//! ```text
//! text ──source──▶ Value ──overlay──▶ Value ──normalize──▶ openapiv3 ──lower──▶ ir ──emit──▶ tokens ──format──▶ {path: text}
//! ```
//!
//! | stage | what it decides |
//! |---|---|
//! | [`source`] | text to a value, and back from a place in the value to a line |
//! | [`overlay`] | what the overlay's actions change |
//! | [`normalize`] | Swagger 2.0 and OpenAPI 3 to one model, that of OpenAPI 3.0; every reference but those to schemas is resolved |
//! | [`lower`] | everything about the output: names, types, endpoints, paging |
//! | [`emit`] | nothing: it prints the [`ir`] |
//!
//! What is wrong with a document, or cannot be expressed, is a [`Diagnostic`] with its place. The
//! crate reads and writes no files; `xtask` does.
//!
//! ```
//! let text = r#"{
//!     "swagger": "2.0",
//!     "info": { "title": "Example", "version": "1" },
//!     "paths": {
//!         "/groups": {
//!             "get": { "operationId": "listGroups", "tags": ["Groups"], "responses": { "204": { "description": "Done" } } }
//!         }
//!     }
//! }"#;
//! let document = generator::source::Source::parse("example.json", text).unwrap();
//! let options = generator::Options { header: "// @generated".to_owned(), ..generator::Options::default() };
//! let generated = generator::generate(&document, None, &generator::NoFiles, &options).unwrap();
//! assert!(generated.files["groups.rs"].contains("pub fn list(&self) -> ListCall"));
//! ```

pub mod code;
pub mod coverage;
pub mod diagnostic;
pub mod emit;
pub mod files;
mod format;
pub mod hints;
pub mod ir;
pub mod load;
pub mod lower;
pub mod names;
pub mod node;
pub mod normalize;
pub mod overlay;
pub mod parallel;
pub mod pointer;
pub mod request;
pub mod resolve;
pub mod scalar;
pub mod source;
pub mod suggestion;

use std::collections::{BTreeMap, BTreeSet};

pub use diagnostic::{Diagnostic, Severity, render_all, render_json, render_sarif, shown};
pub use files::{Files, NoFiles};
pub use hints::values::Dependency;
pub use load::{About, Extras};
pub use lower::Selection;
pub use source::Source;

use pointer::Pointer;

/// What the caller decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The comment that every file begins with.
    pub header: String,
    /// The name of the package; by default it is made of the document's title.
    pub package: Option<String>,
    /// The operations that are wanted, with the types that they need.
    pub selection: Selection,
    /// What is made beside the crate.
    pub extras: Extras,
}

/// A generated crate.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files by their path below `generated/`; those below `tests/` belong to the tests of the crate.
    pub files: BTreeMap<String, String>,
    /// The Cargo features, and what each enables.
    pub features: BTreeMap<String, Vec<String>>,
    /// The crates that the document's hints ask for, by the name that code has for each.
    pub dependencies: BTreeMap<String, Dependency>,
    /// The optional parts of the runtime that the files use, each behind a Cargo feature of its name.
    pub parts: BTreeSet<String>,
    /// What was skipped or approximated.
    pub warnings: Vec<Diagnostic>,
    /// What of the document has no influence on the files, and why; empty unless [`Extras::unused`] asks for it.
    pub unused: Vec<coverage::Entry>,
    /// How much of the output is free-form JSON.
    pub free_form: lower::FreeForm,
    /// How many operations the document has, without those that the selection leaves out.
    pub operations: usize,
    /// How many the selection leaves out.
    pub left_out: usize,
    /// How many of them became methods.
    pub emitted: usize,
    /// A program with one call; empty where there is no operation.
    pub program: String,
    /// The crate on one page, which is its `llms.txt`.
    pub overview: String,
    /// What the document says of the API beside calls.
    pub about: About,
    /// The API's name.
    pub title: String,
    /// The version of the document.
    pub version: String,
}

/// Generates a crate from a document, with the actions of an overlay applied to it. `files` gives
/// the other files that it refers to.
///
/// # Errors
///
/// All findings, when one of them is an error: nothing is generated then.
pub fn generate(document: &Source, overlay: Option<&Source>, files: &dyn Files, options: &Options) -> Result<Generated, Vec<Diagnostic>> {
    let mut loaded = load::load(document, overlay, files, options.extras);
    let all = loaded.openapi.operations().count();
    // A document without operations has other faults.
    if all > 0 && !options.selection.is_empty() {
        match lower::select(&mut loaded.openapi, &mut loaded.hints, &options.selection) {
            Ok(places) => loaded.leave_out(&places.kept, &places.left_out),
            // What else is to be said of the document is not what was asked for.
            Err(found) => loaded.diagnostics = found,
        }
    }
    if diagnostic::has_errors(&loaded.diagnostics) {
        loaded.locate();
        return Err(loaded.diagnostics);
    }
    let api = lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    let free_form = lower::free_form(&api);
    if options.extras.unused {
        let of_types = lower::unused((&loaded.openapi, &loaded.hints), &api, &free_form, &loaded.diagnostics);
        loaded.add_unused(of_types);
    }
    if diagnostic::has_errors(&loaded.diagnostics) {
        loaded.locate();
        return Err(loaded.diagnostics);
    }
    let (operations, about) = (loaded.openapi.operations().count(), loaded.about());
    let package = options.package.clone().unwrap_or_else(|| names::package(&api.title));
    let krate = package.replace('-', "_");
    let printed = emit::PrintOptions { header: &options.header, krate: &krate, samples: options.extras.samples };
    let failed = |broken: emit::Broken| vec![Diagnostic::error(Pointer::root(), broken.to_string())];
    // Nobody needs the model any more, nor waits for the lines of the warnings.
    let (Findings { warnings, unused, dependencies }, files) = parallel::both(|| findings(loaded), || emit::emit(&api, printed));
    let files = files.map_err(failed)?;
    let program = emit::program(&api, &krate).map_err(failed)?;
    Ok(Generated {
        files,
        features: emit::features(&api).into_iter().map(|feature| (feature, Vec::new())).collect(),
        dependencies,
        parts: emit::parts(&api),
        unused,
        overview: emit::overview(&api, &krate, &program),
        free_form,
        warnings,
        operations,
        left_out: all - operations,
        program,
        about,
        emitted: api.modules.iter().flat_map(|module| &module.endpoints).filter(|endpoint| endpoint.is_first()).count(),
        title: api.title,
        version: api.version,
    })
}

/// What is left of a document once it is lowered.
struct Findings {
    warnings: Vec<Diagnostic>,
    unused: Vec<coverage::Entry>,
    dependencies: BTreeMap<String, Dependency>,
}

/// Finds the lines of what is to be said of a document.
fn findings(mut loaded: load::Loaded<'_>) -> Findings {
    loaded.locate();
    let load::Loaded { diagnostics: warnings, unused, hints, .. } = loaded;
    Findings { warnings, unused, dependencies: hints.document.dependencies.into_iter().collect() }
}
