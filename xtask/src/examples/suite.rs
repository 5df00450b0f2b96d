//! The JSON Schema Test Suite, draft 2020-12: each schema of it is a component of a document of OpenAPI 3.1.
//!
//! An instance that is valid has to come back as it is. Of one that is not, only the type, the listed values and what is required can
//! be seen in a type: those are refused by the reader that refuses what does not fit. What is otherwise is listed, with the reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::ir::BodyKind;
use generator::{Extras, NoFiles, Source, load, lower};
use serde_json::{Value, json};

use super::answers_of;
use super::case::{Answer, Case, Document, Kind, Part};
use super::compare::{Likeness, compare};
use super::types::Types;
use crate::tools;

/// Where the version is named, and where the table and the exceptions are.
const FOLDER: &str = "generator/conformance/json-schema";

/// The folder of the suite in the package that carries it.
const SUITE: &str = "jsonschema-4.23.0/json/tests/draft2020-12";

/// The keywords whose instances that are not valid are refused.
const REFUSED: [&str; 4] = ["const", "enum", "required", "type"];

/// A test: a schema and an instance.
struct Test {
    /// The keyword, which is the name of the file.
    keyword: String,
    /// What the suite calls it.
    name: String,
    valid: bool,
    value: Value,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TestEnd {
    Equal,
    Refused,
    /// An instance that is not valid is read all the same.
    Read,
    Fault(String),
}

/// Runs the suite; returns the score in a line. Writes the table, and fails where something else is an exception than those listed.
pub fn check(root: &Path) -> Result<String, String> {
    let folder = install(root)?;
    let mut groups = Vec::new();
    for path in json_files(&folder.join(SUITE))? {
        groups.extend(read(&path)?);
    }
    let (tests, documents): (Vec<Vec<Test>>, Vec<Document>) = groups.into_iter().unzip();
    let ended = run(root, &tests, documents)?;
    let rows: Vec<(&Test, TestEnd)> = tests.iter().flatten().zip(ended).collect();
    write(&root.join(FOLDER).join("REPORT.md"), &table(&rows))?;
    let exceptions = exceptions(&rows);
    let listed = Listed::read(&root.join(FOLDER).join("exceptions.txt"))?;
    listed.compare(&exceptions)?;
    Ok(score(&rows))
}

/// Downloads the package that carries the suite, if it is not there; returns the folder that it is in.
fn install(root: &Path) -> Result<PathBuf, String> {
    let (folder, wanted) = (root.join(tools::FOLDER).join("json-schema"), root.join(FOLDER).join("requirements.txt"));
    let (installed, text) = (folder.join(".installed-from"), fs::read(&wanted).map_err(|error| format!("{}: {error}", wanted.display()))?);
    if fs::read(&installed).ok().as_ref() != Some(&text) {
        eprintln!("downloading the JSON Schema Test Suite with pip");
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary", "jsonschema"]);
        pip.args(["--require-hashes", "--requirement"]).arg(&wanted).arg("--dest").arg(&folder);
        tools::run(&mut pip, "pip download")?;
        let mut tar = Command::new("tar");
        tools::run(tar.arg("xzf").arg("jsonschema-4.23.0.tar.gz").current_dir(&folder), "tar")?;
        fs::write(&installed, text).map_err(|error| format!("cannot write {}: {error}", installed.display()))?;
    }
    Ok(folder)
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

/// The groups of a file: each is a schema with its instances.
fn read(path: &Path) -> Result<Vec<(Vec<Test>, Document)>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    let groups: Vec<Value> = serde_json::from_str(&text).map_err(|error| failed(&error))?;
    let keyword = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let group = |group: Value| {
        let named = |value: &Value| value["description"].as_str().unwrap_or_default().to_owned();
        let tests = group["tests"].as_array().cloned().unwrap_or_default().into_iter().map(|test| Test {
            keyword: keyword.clone(),
            name: format!("{}: {}", named(&group), named(&test)),
            valid: test["valid"] == true,
            value: test["data"].clone(),
        });
        let tests: Vec<Test> = tests.collect();
        let document = document(&keyword, group["schema"].clone(), &tests);
        (tests, document)
    };
    Ok(groups.into_iter().map(group).collect())
}

/// The types of a schema, and what is to be read with them: each instance as calls do it, and by the reader that refuses.
fn document(keyword: &str, mut schema: Value, tests: &[Test]) -> Document {
    // A reference within a schema of the suite is to the schema, as if it were a document by itself.
    if let Some(schema) = schema.as_object_mut() {
        schema.entry("$id").or_insert_with(|| json!("https://suite.example/schema"));
    }
    let body = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Instance"}}}});
    let value = json!({
        "openapi": "3.1.0",
        "info": {"title": keyword, "version": "1"},
        "paths": {"/": {"put": {"operationId": "put", "requestBody": body, "responses": {"204": {"description": "Done"}}}}},
        "components": {"schemas": {"Instance": schema}},
    });
    let refused = |why: String| Document { path: keyword.to_owned(), refused: Some(why), ..Document::default() };
    let source = match Source::parse("suite.json", value.to_string()) {
        Ok(source) => source,
        Err(found) => return refused(generator::render_all(&found)),
    };
    let mut loaded = load::load(&source, None, &NoFiles, Extras::default());
    let api = lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    if generator::diagnostic::has_errors(&loaded.diagnostics) {
        return refused(generator::render_all(&loaded.diagnostics));
    }
    let mut types = Types::new(api.clone());
    let found = api.modules.iter().find_map(|module| Some((module.endpoints.first()?.body.as_ref()?, module.namespace())));
    let ty = found.and_then(|(body, written)| match &body.kind {
        BodyKind::Json { ty, .. } => types.path(ty, written),
        _ => None,
    });
    let case = |test: &Test, part: Part, ty: &str| Case {
        kind: Kind::Request,
        at: test.name.clone(),
        ty: ty.to_owned(),
        part,
        sent: true,
        value: test.value.clone(),
        fault: None,
    };
    let cases = ty.iter().flat_map(|ty| tests.iter().flat_map(|test| [case(test, Part::Whole, ty), case(test, Part::Strict, ty)]));
    let cases: Vec<Case> = cases.collect();
    match types.print(ty.as_deref().into_iter()) {
        Ok(files) => Document { path: keyword.to_owned(), files, free_form: usize::from(cases.is_empty()), cases, refused: None },
        Err(error) => refused(error),
    }
}

/// What became of each test.
fn run(root: &Path, tests: &[Vec<Test>], documents: Vec<Document>) -> Result<Vec<TestEnd>, String> {
    let answers = answers_of(root, &documents, usize::MAX)?;
    let mut ended = Vec::new();
    for ((tests, document), answers) in tests.iter().zip(&documents).zip(answers) {
        for (index, test) in tests.iter().enumerate() {
            ended.push(match (&document.refused, answers.get(2 * index..2 * index + 2)) {
                (Some(why), _) => TestEnd::Fault(format!("no type: {why}")),
                (None, Some([read, strict])) => of_answers(test, read, strict),
                // Free-form JSON keeps what comes.
                (None, _) if test.valid => TestEnd::Equal,
                (None, _) => TestEnd::Read,
            });
        }
    }
    Ok(ended)
}

fn of_answers(test: &Test, read: &Answer, strict: &Answer) -> TestEnd {
    if let Answer::Panic(words) = read {
        return TestEnd::Fault(format!("panic: {words}"));
    }
    match (test.valid, read, strict) {
        (false, _, Answer::Error(_)) => TestEnd::Refused,
        (false, ..) => TestEnd::Read,
        (true, Answer::Text(text), _) => match compare(&test.value, &serde_json::from_str(text).unwrap_or_default()) {
            Likeness::Equal => TestEnd::Equal,
            Likeness::EqualButNulls => TestEnd::Fault("null became absent".to_owned()),
            Likeness::Differs(difference) => TestEnd::Fault(difference),
        },
        (true, Answer::Error(words) | Answer::Panic(words), _) => TestEnd::Fault(format!("not read: {words}")),
    }
}

/// What is not as it should be: by the keyword and the name of the test.
fn exceptions(rows: &[(&Test, TestEnd)]) -> BTreeMap<String, String> {
    let exception = |(test, ended): &(&Test, TestEnd)| {
        let why = match ended {
            TestEnd::Fault(why) => why.clone(),
            TestEnd::Read if REFUSED.contains(&test.keyword.as_str()) => "not refused".to_owned(),
            _ => return None,
        };
        Some((format!("{}: {}", test.keyword, test.name), why))
    };
    rows.iter().filter_map(exception).collect()
}

/// The exceptions that are known: a line for each, below the reason that it shares with others.
struct Listed(BTreeMap<String, String>);

impl Listed {
    fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let (mut listed, mut reason) = (BTreeMap::new(), String::new());
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match line.strip_prefix("# ") {
                Some(words) => words.clone_into(&mut reason),
                None => drop(listed.insert(line.trim().to_owned(), reason.clone())),
            }
        }
        Ok(Self(listed))
    }

    fn compare(&self, found: &BTreeMap<String, String>) -> Result<(), String> {
        let mut out = String::new();
        for (name, why) in found.iter().filter(|(name, _)| !self.0.contains_key(*name)) {
            let _ = writeln!(out, "  not listed: {name} ({why})");
        }
        for name in self.0.keys().filter(|name| !found.contains_key(*name)) {
            let _ = writeln!(out, "  listed, and no exception any more: {name}");
        }
        if out.is_empty() { Ok(()) } else { Err(format!("{FOLDER}/exceptions.txt says something else:\n{out}")) }
    }
}

/// The counts of some tests.
#[derive(Default)]
struct KeywordCounts {
    valid: usize,
    equal: usize,
    invalid: usize,
    refused: usize,
}

impl KeywordCounts {
    fn of<'r>(rows: impl Iterator<Item = &'r (&'r Test, TestEnd)>) -> Self {
        let mut counts = Self::default();
        for (test, ended) in rows {
            counts.valid += usize::from(test.valid);
            counts.invalid += usize::from(!test.valid);
            counts.equal += usize::from(*ended == TestEnd::Equal);
            counts.refused += usize::from(*ended == TestEnd::Refused);
        }
        counts
    }
}

fn score(rows: &[(&Test, TestEnd)]) -> String {
    let counts = KeywordCounts::of(rows.iter());
    let visible = KeywordCounts::of(rows.iter().filter(|(test, _)| REFUSED.contains(&test.keyword.as_str())));
    format!(
        "{} of {} valid instances equal, {} of {} others refused ({} of {} of {})",
        counts.equal,
        counts.valid,
        counts.refused,
        counts.invalid,
        visible.refused,
        visible.invalid,
        REFUSED.join(", ")
    )
}

/// The table by keyword.
fn table(rows: &[(&Test, TestEnd)]) -> String {
    let mut out = format!(
        "# JSON Schema Test Suite\n\nWritten by `cargo xtask ci --only 'JSON Schema'`: the suite of draft 2020-12 that PyPI's jsonschema 4.23.0 carries, each schema \
         a component of a document of OpenAPI 3.1. An instance that is valid is read by the generated type and written again, and has \
         to be equal. One that is not valid is given to the reader that refuses what does not fit (`strict`): it looks at types, listed \
         values, constants and what is required, and leaves the other constraints to `constraints`, and the rest to the server. \
         [exceptions.txt](exceptions.txt) has the reason of each exception.\n\n{}.\n\n\
         | keyword | valid | equal | not valid | refused |\n|---|---:|---:|---:|---:|\n",
        score(rows)
    );
    let mut keywords: Vec<&str> = rows.iter().map(|(test, _)| test.keyword.as_str()).collect();
    keywords.dedup();
    for keyword in keywords {
        let counts = KeywordCounts::of(rows.iter().filter(|(test, _)| test.keyword == keyword));
        let _ = writeln!(out, "| {keyword} | {} | {} | {} | {} |", counts.valid, counts.equal, counts.invalid, counts.refused);
    }
    out
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
