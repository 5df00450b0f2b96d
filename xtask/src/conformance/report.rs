//! The score: what the scenarios said and what the server counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::server::{Category, Counts};

/// What a scenario said of itself.
pub struct Said {
    pub document: String,
    pub name: String,
    /// Why it did not pass, or why there is none.
    pub fault: Option<String>,
}

impl Said {
    /// Reads a line of the program that runs the scenarios.
    pub fn parse(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self { document: text("document")?, name: text("name")?, fault: text("error").or_else(|| text("missing")) })
    }
}

/// The least scores that are accepted, by category.
pub struct Floor(BTreeMap<Category, usize>);

impl Floor {
    /// Reads the committed floor: a line for each category.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
        let wrong = |line: &str| format!("error: {}: `{line}` is no category and a number", path.display());
        let mut floor = BTreeMap::new();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let (name, least) = line.split_once(' ').ok_or_else(|| wrong(line))?;
            let category = Category::ALL.into_iter().find(|category| category.name() == name).ok_or_else(|| wrong(line))?;
            floor.insert(category, least.trim().parse().map_err(|_| wrong(line))?);
        }
        Ok(Self(floor))
    }
}

/// One scenario of the server's.
struct Row {
    category: Category,
    document: String,
    name: String,
    fault: Option<String>,
}

/// The score.
pub struct Report {
    rows: Vec<Row>,
}

/// The document of scenarios that none of ours speaks of.
const NOWHERE: &str = "(none yet)";

impl Report {
    /// Puts both sides together. Part of a run says nothing about scenarios that were not run.
    pub fn new(said: Vec<Said>, counts: Counts, partly: bool) -> Self {
        let mut said: BTreeMap<String, Said> = said.into_iter().map(|said| (said.name.clone(), said)).collect();
        let mut rows = Vec::new();
        for (category, counts) in counts {
            for (name, count) in counts {
                let row = match said.remove(&name) {
                    Some(said) => {
                        let uncounted = (count == 0).then(|| "the server did not count it".to_owned());
                        Row { category, document: said.document, name, fault: said.fault.or(uncounted) }
                    }
                    None if partly => continue,
                    None => Row { category, document: NOWHERE.to_owned(), name, fault: Some("no scenario".to_owned()) },
                };
                rows.push(row);
            }
        }
        // A name that the server does not know is a slip of ours, and no score.
        rows.extend(said.into_values().map(|said| Row {
            category: Category::General,
            document: said.document,
            name: said.name,
            fault: Some("the server has no such scenario".to_owned()),
        }));
        rows.sort_by(|a, b| (a.category, &a.document, &a.name).cmp(&(b.category, &b.document, &b.name)));
        Self { rows }
    }

    fn of(&self, category: Category) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.category == category)
    }

    fn passed(&self, category: Category) -> usize {
        self.of(category).filter(|row| row.fault.is_none()).count()
    }

    /// Whether every scenario that was run has passed.
    pub fn all_passed(&self) -> Result<(), String> {
        match self.rows.iter().filter(|row| row.fault.is_some()).count() {
            0 => Ok(()),
            failed => Err(format!("{failed} scenarios have not passed")),
        }
    }

    /// Whether the score is as high as it was before.
    pub fn reaches(&self, floor: &Floor) -> Result<(), String> {
        for (category, least) in &floor.0 {
            let passed = self.passed(*category);
            if passed < *least {
                return Err(format!("{passed} {} scenarios have passed, and {least} did before", category.name()));
            }
        }
        Ok(())
    }

    /// A line for each category.
    pub fn summary(&self) -> String {
        let mut out = String::new();
        for category in Category::ALL {
            let _ = writeln!(out, "{}: {} of {} scenarios passed", category.name(), self.passed(category), self.of(category).count());
        }
        out
    }

    /// For a terminal: the table by document, then each scenario that has not passed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for category in Category::ALL {
            for (document, scenarios, passed) in self.documents(category) {
                let _ = writeln!(out, "{:<9} {document:<32} {passed:>4} of {scenarios:>4}", category.name());
            }
        }
        for row in &self.rows {
            if let Some(fault) = &row.fault {
                let _ = writeln!(out, "{} {} ({}): {fault}", row.category.name(), row.name, row.document);
            }
        }
        out + &self.summary()
    }

    fn documents(&self, category: Category) -> Vec<(&str, usize, usize)> {
        let mut documents: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for row in self.of(category) {
            let (scenarios, passed) = documents.entry(&row.document).or_default();
            *scenarios += 1;
            *passed += usize::from(row.fault.is_none());
        }
        documents.into_iter().map(|(document, (scenarios, passed))| (document, scenarios, passed)).collect()
    }

    /// For readers of the repository.
    pub fn markdown(&self) -> String {
        let mut out = String::from(
            "# Conformance\n\nWritten by `cargo xtask conformance --report FILE`: generated clients against the AutoRest test server \
             3.3.51.\nA scenario passes when the server has counted it and the client has made of the reply what it is.\n",
        );
        for category in Category::ALL {
            let (passed, all) = (self.passed(category), self.of(category).count());
            let _ = writeln!(out, "\n## {}: {passed} of {all}\n\n{}", category.title(), category.meaning());
            let _ = writeln!(out, "| document | scenarios | passed | missing |\n|---|---:|---:|---|");
            for (document, scenarios, passed) in self.documents(category) {
                let missing = self.of(category).filter(|row| row.document == document);
                let missing: Vec<String> =
                    missing.filter_map(|row| Some(format!("`{}`: {}", row.name, cell(row.fault.as_ref()?)))).collect();
                let _ = writeln!(out, "| {document} | {scenarios} | {passed} | {} |", missing.join("; "));
            }
        }
        out
    }
}

/// Text that fits into a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

impl Category {
    /// The word for it in the floor and on a terminal.
    pub fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Optional => "optional",
            Self::Azure => "azure",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::General => "General",
            Self::Optional => "Optional",
            Self::Azure => "Azure",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::General => "What a client of any language is to pass.\n",
            Self::Optional => "What the server's authors ask only of languages that can express it.\n",
            Self::Azure => {
                "Paging, and what one vendor's services do beyond HTTP. Long-running operations (`LRO…`) are no part of \
                 Swagger 2.0 and not aimed at.\n"
            }
        }
    }
}
