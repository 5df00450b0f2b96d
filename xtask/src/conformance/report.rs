//! The score: what the scenarios reported and what the server counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::server::{Category, Counts};

/// What a scenario reported of itself.
pub struct ScenarioResult {
    pub document: String,
    pub name: String,
    /// Why it did not pass, or why there is none.
    pub fault: Option<String>,
}

impl ScenarioResult {
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

/// Why scenarios are missing: patterns of names, and what the table says of those that match.
pub struct Reasons(Vec<(String, String)>);

impl Reasons {
    /// Reads the committed reasons: a line for each pattern.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
        let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let reasons = lines.map(|line| {
            let (pattern, why) = line.split_once(": ").ok_or_else(|| format!("error: {}: `{line}` has no reason", path.display()))?;
            Ok((pattern.trim().to_owned(), why.trim().to_owned()))
        });
        reasons.collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(pattern, _)| matches(pattern, name)).map(|(_, why)| why.as_str())
    }
}

/// Whether a name is as the pattern says, in which `*` stands for any text.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.any(|at| rest.get(at..).is_some_and(|rest| matches(tail, rest)))
        }),
    }
}

/// One scenario of the server's.
struct DocumentRow {
    category: Category,
    document: String,
    name: String,
    fault: Option<String>,
}

/// The score.
pub struct Report {
    rows: Vec<DocumentRow>,
}

/// The document of scenarios that none of ours speaks of.
const NOWHERE: &str = "(none yet)";

impl Report {
    /// Puts both sides together. Part of a run says nothing about scenarios that were not run.
    pub fn new(results: Vec<ScenarioResult>, counts: Counts, reasons: &Reasons, partly: bool) -> Self {
        let why = |name: &str, otherwise: &str| reasons.of(name).unwrap_or(otherwise).to_owned();
        let mut results: BTreeMap<String, ScenarioResult> = results.into_iter().map(|result| (result.name.clone(), result)).collect();
        let mut rows = Vec::new();
        for (category, counts) in counts {
            for (name, count) in counts {
                let row = match results.remove(&name) {
                    Some(result) => {
                        let uncounted = (count == 0).then(|| why(&name, "the server did not count it"));
                        DocumentRow { category, document: result.document, name, fault: result.fault.or(uncounted) }
                    }
                    None if partly => continue,
                    None => {
                        let fault = Some(why(&name, "no scenario"));
                        DocumentRow { category, document: NOWHERE.to_owned(), name, fault }
                    }
                };
                rows.push(row);
            }
        }
        // A name that the server does not know is a slip of ours, and no score.
        rows.extend(results.into_values().map(|result| DocumentRow {
            category: Category::General,
            document: result.document,
            name: result.name,
            fault: Some("the server has no such scenario".to_owned()),
        }));
        rows.sort_by(|a, b| (a.category, &a.document, &a.name).cmp(&(b.category, &b.document, &b.name)));
        Self { rows }
    }

    fn of(&self, category: Category) -> impl Iterator<Item = &DocumentRow> {
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

    /// Whether every reason explains something that is missing.
    pub fn needs(&self, reasons: &Reasons) -> Result<(), String> {
        let missing: Vec<&DocumentRow> = self.rows.iter().filter(|row| row.fault.is_some()).collect();
        match reasons.0.iter().find(|(pattern, _)| !missing.iter().any(|row| matches(pattern, &row.name))) {
            Some((pattern, _)) => Err(format!("the reason for `{pattern}` explains nothing: all of them have passed")),
            None => Ok(()),
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
             3.3.51.\nA scenario passes when the server has counted it and the client has made of the response what it is.\n",
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn result(name: &str, fault: Option<&str>) -> ScenarioResult {
        ScenarioResult { document: "things".to_owned(), name: name.to_owned(), fault: fault.map(str::to_owned) }
    }

    fn counts(list: &[(&str, u64)]) -> Counts {
        let general = list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        BTreeMap::from([(Category::General, general)])
    }

    fn reasons() -> Reasons {
        Reasons(vec![("Long*".to_owned(), "not aimed at".to_owned()), ("Silent".to_owned(), "never counted".to_owned())])
    }

    fn floor(least: usize) -> Floor {
        Floor(BTreeMap::from([(Category::General, least)]))
    }

    #[test]
    fn a_scenario_passes_when_the_server_has_counted_it_and_the_call_holds() {
        let results = vec![result("Good", None), result("Bad", Some("wrong value")), result("Silent", None), result("Uncounted", None)];
        let counts = counts(&[("Good", 2), ("Bad", 1), ("Silent", 0), ("Uncounted", 0), ("LongOne", 0), ("Unknown", 0)]);
        let report = Report::new(results, counts, &reasons(), false);
        let faults: Vec<_> = report.rows.iter().map(|row| (row.name.as_str(), row.fault.as_deref())).collect();
        let expected = [
            ("LongOne", Some("not aimed at")),
            ("Unknown", Some("no scenario")),
            ("Bad", Some("wrong value")),
            ("Good", None),
            ("Silent", Some("never counted")),
            ("Uncounted", Some("the server did not count it")),
        ];
        assert_eq!(faults, expected);
        assert!(report.markdown().contains("## General: 1 of 6"), "{}", report.markdown());
        assert_eq!((report.reaches(&floor(1)), report.needs(&reasons())), (Ok(()), Ok(())));
        let too_low = report.reaches(&floor(2)).expect_err("the floor is higher");
        assert_eq!(too_low, "1 general scenarios have passed, and 2 did before");
    }

    #[test]
    fn part_of_a_run_says_nothing_of_the_rest_and_slips_are_reported() {
        let report =
            Report::new(vec![result("Good", None), result("Misspelt", None)], counts(&[("Good", 1), ("Other", 0)]), &reasons(), true);
        let names: Vec<_> = report.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Good", "Misspelt"]);
        assert_eq!(report.all_passed(), Err("1 scenarios have not passed".to_owned()));
    }

    #[test]
    fn a_reason_for_what_passes_is_out_of_date() {
        let report = Report::new(vec![result("Silent", None)], counts(&[("Silent", 1), ("LongOne", 0)]), &reasons(), false);
        assert!(report.needs(&reasons()).is_err_and(|why| why.contains("`Silent`")));
    }

    #[test]
    fn patterns() {
        for (pattern, name, expected) in
            [("A*", "ABC", true), ("*C", "ABC", true), ("A*C", "AC", true), ("A", "AB", false), ("B*", "AB", false)]
        {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
