//! Prints the intermediate representation as files of Rust.
//!
//! A file is a list of pieces. Pieces are printed independently of each other, by as many threads as there
//! are processors; then each file gets its head, which imports what its pieces turned out to name.

mod api;
mod arguments;
mod clients;
mod constants;
mod constraints;
mod definition;
mod doc;
mod endpoints;
mod example_values;
mod operations;
mod overview;
mod printer;
mod rust_names;
mod sample;
mod tokens;
mod types;
mod webhooks;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use quote::quote;

use crate::emit::tokens::XML_MODULE;
use crate::{format, ir, parallel};
use operations::example::Examples;
use operations::setters::Setters;
use operations::{method, module, samples};
pub use printer::IMPORTED;
use printer::{FileKind, FilePrinter, Uses};

/// How many pieces a thread prints at a time.
const BATCH: usize = 8;

/// The file of the examples: a folder, since Cargo takes a file in `tests/` for a test of its own.
pub const EXAMPLES: &str = "tests/examples/mod.rs";

/// The file of the samples: a folder for the same reason.
const SAMPLES: &str = "tests/samples/mod.rs";

/// The definition that a test compares with.
pub const DEFINITION: &str = "tests/definition.json";

/// Tokens of ours that are no Rust: a fault of the generator.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// The file that the item belongs to.
    pub file: String,
    /// What was to be printed.
    pub item: String,
    /// What the parser says.
    pub message: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, item, message } = self;
        write!(f, "the generator printed {item} of {file} as something that is not Rust: {message}")
    }
}

impl std::error::Error for Broken {}

/// What is printed, and how.
#[derive(Debug, Clone, Copy)]
pub struct PrintOptions<'a> {
    /// What each file begins with.
    pub header: &'a str,
    /// The crate's name in code.
    pub krate: &'a str,
    /// Whether there is a table by which a test calls every operation with all its parameters, and the definition that it
    /// compares with.
    pub samples: bool,
}

/// Prints all files of a crate, by their path below `generated/`.
pub fn emit(api: &ir::Api, options: PrintOptions<'_>) -> Result<BTreeMap<String, String>, Broken> {
    let names = names_of_groups(api);
    let definition = || options.samples.then(|| definition::print(options.header, api));
    let (definition, out) = parallel::both(definition, || print_files(api, options, &files(api, &names, options)));
    let mut out = out?;
    out.extend(definition.map(|text| (DEFINITION.to_owned(), text)));
    Ok(out)
}

/// Prints the files of the types alone, by their path below `generated/`: those of `types`, and those of the tags without operations.
/// They name nothing but one another and the runtime.
pub fn types(api: &ir::Api, options: PrintOptions<'_>) -> Result<BTreeMap<String, String>, Broken> {
    let names = names_of_groups(api);
    let mut files = files(api, &names, options);
    for file in &mut files {
        file.pieces.retain(|piece| matches!(piece, Piece::Groups | Piece::OwnTypes | Piece::Type(_)));
    }
    files.retain(|file| !file.pieces.is_empty());
    print_files(api, options, &files)
}

/// The names of the types of each group.
fn names_of_groups(api: &ir::Api) -> Vec<BTreeSet<&str>> {
    api.types.iter().map(|group| group.types.iter().map(|def| def.name.as_str()).collect()).collect()
}

fn print_files(api: &ir::Api, options: PrintOptions<'_>, files: &[File<'_>]) -> Result<BTreeMap<String, String>, Broken> {
    let index = ir::TypeIndex::new(api);
    let examples = Examples { index: &index, krate: options.krate };
    let jobs: Vec<_> = files.iter().flat_map(|file| file.pieces.iter().map(move |piece| (file, *piece))).collect();
    let setters = Setters::print(api, &index).map_err(|(module, setting, error)| {
        let file = module_file(module);
        Broken { file, item: setting.name().as_str().to_owned(), message: error.to_string() }
    })?;
    let printed = parallel::map(&jobs, BATCH, |(file, piece)| print(api, examples, &setters, file, *piece));
    let mut printed = printed.into_iter();
    let pieces = files.iter().map(|file| (file, printed.by_ref().take(file.pieces.len()).collect::<Vec<_>>()));
    let assembled = parallel::map_into(pieces, 1, |(file, pieces)| {
        let pieces: Result<Vec<_>, _> = pieces.into_iter().collect();
        Ok((file.path.clone(), assemble(options.header, file, pieces?)?))
    });
    assembled.into_iter().collect()
}

/// A program with one call of the API, for a crate of this name in code; nothing where there is no operation.
pub fn program(api: &ir::Api, krate: &str) -> Result<String, Broken> {
    let index = ir::TypeIndex::new(api);
    let broken = |error: syn::Error| Broken { file: "README.md".to_owned(), item: "the first call".to_owned(), message: error.to_string() };
    Examples { index: &index, krate }.program(api).map_err(broken)
}

/// The crate on one page: what it is, and a line for each operation.
pub fn overview(api: &ir::Api, krate: &str, program: &str) -> String {
    overview::text(api, krate, program)
}

/// The Cargo features that the printed files ask for.
pub fn features(api: &ir::Api) -> BTreeSet<String> {
    let modules = api.modules.iter().map(|module| &module.feature);
    let types = api.types.iter().flat_map(|group| &group.features);
    let sent = api.webhooks.iter().map(|webhooks| &webhooks.feature);
    modules.chain(types).chain(sent).cloned().collect()
}

/// The optional parts of the runtime that the printed files ask for.
pub fn parts(api: &ir::Api) -> BTreeSet<String> {
    let endpoints = api.modules.iter().flat_map(|module| &module.endpoints);
    endpoints.flat_map(|endpoint| &endpoint.needs).cloned().collect()
}

/// A file to be printed.
struct File<'a> {
    path: String,
    kind: FileKind<'a>,
    /// What it says of itself.
    docs: Vec<String>,
    pieces: Vec<Piece<'a>>,
}

/// What is printed in one go.
#[derive(Clone, Copy)]
enum Piece<'a> {
    /// The declarations of modules in `mod.rs`.
    Modules,
    /// The facts of the API and its clients.
    Api,
    /// The declarations of modules in `types/mod.rs`.
    Groups,
    /// What the types need that the document names.
    OwnTypes,
    Type(&'a ir::TypeDef),
    /// How values look in XML.
    Shapes,
    Handle(&'a ir::Module),
    Call(&'a ir::Module, &'a ir::Endpoint),
    /// The types that stand for the operations of a tag.
    Operations(&'a ir::Module),
    /// How what the API sends is read.
    Readers(&'a ir::Webhooks),
    /// The declaration of all tables of samples.
    Samples,
    /// The table of a tag.
    Rows(&'a ir::Module),
    /// The examples of the types of a file of `types`.
    GroupValues(&'a ir::TypeGroup),
    /// The examples of the types of a tag.
    ModuleValues(&'a ir::Module),
    /// The examples of the types of what the API sends.
    WebhookValues(&'a ir::Webhooks),
    /// The list of all examples.
    ExampleList,
    /// The examples of a tag.
    Examples(&'a ir::Module),
}

/// A printed piece.
struct PrintedPiece {
    text: String,
    uses: Uses,
}

fn files<'a>(api: &'a ir::Api, names: &'a [BTreeSet<&'a str>], options: PrintOptions<'_>) -> Vec<File<'a>> {
    let root = vec![Piece::Modules, Piece::Api];
    let mut files = vec![
        File { path: "mod.rs".to_owned(), kind: FileKind::Root, docs: api::docs(api), pieces: root },
        File {
            path: "types/mod.rs".to_owned(),
            kind: FileKind::Root,
            docs: vec![doc::plain("The types of requests and responses.")],
            pieces: vec![Piece::Groups, Piece::OwnTypes],
        },
    ];
    files.extend(api.types.iter().zip(names).map(|(group, names)| File {
        path: format!("types/{}.rs", group.name.as_str()),
        kind: FileKind::Types(names),
        docs: Vec::new(),
        pieces: group.types.iter().map(Piece::Type).collect(),
    }));
    files.extend(api.modules.iter().map(|module| File {
        path: module_file(module),
        kind: FileKind::Module(module.name.as_str()),
        docs: module::file_docs(module),
        pieces: pieces(module),
    }));
    files.extend(api.webhooks.iter().map(|webhooks| File {
        path: format!("{}.rs", webhooks.name.as_str()),
        kind: FileKind::Module(webhooks.name.as_str()),
        docs: webhooks::file_docs(options.krate, webhooks),
        pieces: [Piece::Readers(webhooks)].into_iter().chain(webhooks.types.iter().map(Piece::Type)).collect(),
    }));
    if !api.xml.roots.is_empty() {
        files.push(File {
            path: format!("{}.rs", XML_MODULE),
            kind: FileKind::Root,
            docs: vec![doc::plain("How values look in XML.")],
            pieces: vec![Piece::Shapes],
        });
    }
    if example_values::is_needed(api) {
        files.push(File {
            path: format!("{}.rs", example_values::MODULE),
            kind: FileKind::Values(""),
            docs: vec![doc::plain("For tests: an example of every type, and setters where the type has none otherwise.")],
            pieces: api
                .types
                .iter()
                .map(Piece::GroupValues)
                .chain(api.modules.iter().map(Piece::ModuleValues))
                .chain(api.webhooks.iter().map(Piece::WebhookValues))
                .collect(),
        });
    }
    files.push(File { path: format!("{}.rs", endpoints::MODULE), kind: FileKind::Root, docs: endpoints::docs(api), pieces: Vec::new() });
    files.push(File {
        path: EXAMPLES.to_owned(),
        kind: FileKind::Test(""),
        docs: vec![doc::plain("The example of every operation, as its documentation shows it.")],
        pieces: [Piece::ExampleList].into_iter().chain(api.modules.iter().map(Piece::Examples)).collect(),
    });
    let rows = api.modules.iter().map(Piece::Rows);
    files.extend(options.samples.then(|| File {
        path: SAMPLES.to_owned(),
        kind: FileKind::Test(""),
        docs: vec![doc::plain("Every operation of the crate, called with all its parameters.")],
        pieces: [Piece::Samples].into_iter().chain(rows).collect(),
    }));
    files
}

/// The path of the file of a tag.
fn module_file(module: &ir::Module) -> String {
    format!("{}.rs", module.name.as_str())
}

fn pieces(module: &ir::Module) -> Vec<Piece<'_>> {
    let calls = module.endpoints.iter().map(|endpoint| Piece::Call(module, endpoint));
    let types = module.types.iter().map(Piece::Type);
    [Piece::Handle(module)].into_iter().chain(calls).chain([Piece::Operations(module)]).chain(types).collect()
}

fn print(api: &ir::Api, examples: Examples<'_>, setters: &Setters<'_>, file: &File<'_>, piece: Piece<'_>) -> Result<PrintedPiece, Broken> {
    let kind = match piece {
        Piece::Rows(module) => FileKind::Test(module.name.as_str()),
        Piece::GroupValues(_) => FileKind::Values(""),
        Piece::ModuleValues(module) => FileKind::Values(module.name.as_str()),
        Piece::WebhookValues(webhooks) => FileKind::Values(webhooks.name.as_str()),
        _ => file.kind,
    };
    let printer = &mut FilePrinter::new(examples.index, kind);
    let (item, tokens) = match piece {
        Piece::Modules => ("the modules", api::modules(api)),
        Piece::Groups => ("the modules", types::groups(api)),
        Piece::OwnTypes => ("types of others", types::own_types(printer, api)),
        Piece::Api => {
            let (statics, clients) = (api::statics(printer, api), clients::clients(printer, api));
            ("the facts of the API", quote!(#statics #clients))
        }
        Piece::Type(def) => (def.name.as_str(), types::definition(printer, def)),
        Piece::Shapes => ("the shapes", xml::shapes(&api.xml)),
        Piece::Handle(module) => {
            let methods = module::methods(printer, api, module, examples, setters).map_err(|error| broken(file, handle(module), &error))?;
            let handle_type = module::handle(printer, module);
            (handle(module), quote!(#handle_type #methods))
        }
        Piece::Call(module, endpoint) => (endpoint.id.as_str(), method::call(printer, setters, module, endpoint)),
        Piece::Operations(module) => {
            (handle(module), method::operations(printer, module).map_err(|error| broken(file, handle(module), &error))?)
        }
        Piece::GroupValues(group) => (group.name.as_str(), example_values::of_group(printer, group)),
        Piece::ModuleValues(module) => (module.name.as_str(), example_values::of_module(printer, module)),
        Piece::WebhookValues(webhooks) => (webhooks.name.as_str(), example_values::of_webhooks(printer, webhooks)),
        Piece::Readers(webhooks) => (webhooks.name.as_str(), webhooks::readers(printer, webhooks)),
        Piece::Samples => ("the samples", samples::all(printer, api)),
        Piece::Rows(module) => (module.name.as_str(), samples::module(printer, module)),
        Piece::ExampleList => ("the examples", examples.list(printer, api)),
        Piece::Examples(module) => (module.name.as_str(), examples.module(module)),
    };
    let text = match piece {
        Piece::Modules | Piece::Groups => format::block(tokens),
        _ => format::items(tokens, &printer.inserts),
    };
    let uses = std::mem::take(&mut printer.uses);
    match text {
        Ok(text) => Ok(PrintedPiece { text, uses }),
        Err(error) => Err(broken(file, item, &error)),
    }
}

/// What the pieces of a tag's file are called that are about all of its operations.
fn handle(module: &ir::Module) -> &str {
    module.handle.as_str()
}

fn broken(file: &File<'_>, item: &str, error: &syn::Error) -> Broken {
    Broken { file: file.path.clone(), item: item.to_owned(), message: error.to_string() }
}

/// Puts a file together: header, what it says of itself, imports, pieces.
fn assemble(header: &str, file: &File<'_>, pieces: Vec<PrintedPiece>) -> Result<String, Broken> {
    let mut uses = Uses::default();
    pieces.iter().for_each(|piece| uses.add(&piece.uses));
    let head = uses.print(file.kind).into_iter();
    let head: syn::Result<Vec<_>> = head.map(format::block).collect();
    let head = head.map_err(|error| broken(file, "the imports", &error))?;
    let parts = [format::head(&file.docs)].into_iter().chain(head).chain(pieces.into_iter().map(|piece| piece.text));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let mut out = String::with_capacity(header.len() + 2 + parts.iter().map(|part| part.len() + 1).sum::<usize>());
    out.push_str(header.trim_end());
    out.push_str("\n\n");
    for (index, part) in parts.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "\n" });
        out.push_str(&part);
    }
    Ok(out)
}
