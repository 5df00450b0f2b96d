//! What became of the examples: a table, and each that differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::case::{Answer, Case, Kind};
use super::compare::{Likeness, compare};

/// The outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundTrip {
    Equal,
    /// But for nulls in types that are only read.
    EqualButNulls,
    /// What is written is something else, or nothing.
    Differs(String),
    Panic(String),
}

/// An example and what became of it.
#[derive(Debug)]
pub struct ExampleRow {
    pub path: String,
    pub case: Case,
    pub outcome: RoundTrip,
}

impl ExampleRow {
    pub fn new(path: &str, case: Case, answer: &Answer) -> Self {
        let outcome = match answer {
            Answer::Panic(words) => RoundTrip::Panic(words.clone()),
            Answer::Error(words) => RoundTrip::Differs(format!("not read: {words}")),
            Answer::Text(text) => match serde_json::from_str::<Value>(text) {
                Err(error) => RoundTrip::Differs(format!("what is written is no JSON: {error}")),
                Ok(written) => match compare(case.part.of(&case.value), &written) {
                    Likeness::Equal => RoundTrip::Equal,
                    Likeness::EqualButNulls if !case.sent => RoundTrip::EqualButNulls,
                    Likeness::EqualButNulls => RoundTrip::Differs("null became absent".to_owned()),
                    Likeness::Differs(difference) => RoundTrip::Differs(difference),
                },
            },
        };
        Self { path: path.to_owned(), case, outcome }
    }

    fn is_equal(&self) -> bool {
        matches!(self.outcome, RoundTrip::Equal | RoundTrip::EqualButNulls)
    }

    fn is_valid(&self) -> bool {
        self.case.fault.is_none()
    }

    /// Whether the generated types are to blame.
    pub fn is_fault(&self) -> bool {
        match &self.outcome {
            RoundTrip::Equal | RoundTrip::EqualButNulls => false,
            RoundTrip::Differs(_) => self.is_valid(),
            RoundTrip::Panic(_) => true,
        }
    }
}

/// The counts of one kind.
#[derive(Default)]
struct KindCounts {
    all: usize,
    valid: usize,
    valid_equal: usize,
    valid_but_nulls: usize,
    invalid_equal: usize,
    panics: usize,
}

impl KindCounts {
    fn of<'r>(rows: impl Iterator<Item = &'r ExampleRow>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let is_equal = row.is_equal();
            counts.all += 1;
            counts.valid += usize::from(row.is_valid());
            counts.valid_equal += usize::from(row.is_valid() && is_equal);
            counts.valid_but_nulls += usize::from(row.is_valid() && row.outcome == RoundTrip::EqualButNulls);
            counts.invalid_equal += usize::from(!row.is_valid() && is_equal);
            counts.panics += usize::from(matches!(row.outcome, RoundTrip::Panic(_)));
        }
        counts
    }

    fn line(&self, name: &str) -> String {
        let share = |part: usize, whole: usize| format!("{:.2} %", 100.0 * part as f64 / whole.max(1) as f64);
        let invalid = self.all - self.valid;
        format!(
            "| {name} | {} | {} | {} | {} | {} | {invalid} | {} | {} |\n",
            self.all,
            self.valid,
            self.valid_equal,
            self.valid_but_nulls,
            share(self.valid_equal, self.valid),
            self.invalid_equal,
            self.panics
        )
    }
}

/// The table.
pub fn table(rows: &[ExampleRow]) -> String {
    let mut out = String::from(
        "| examples of | all | valid by schema | of these equal | but for nulls in what is only read | share | not valid | of these equal | panics |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for kind in Kind::ALL {
        out += &KindCounts::of(rows.iter().filter(|row| row.case.kind == kind)).line(kind.as_str());
    }
    out + &KindCounts::of(rows.iter()).line("all")
}

/// Each example that is not equal, those that are valid first.
pub fn tsv(rows: &[ExampleRow]) -> String {
    let mut out = String::from("verdict\tkind\tpath\tplace\ttype\tdifference\tnot valid since\n");
    let mut different: Vec<&ExampleRow> = rows.iter().filter(|row| !row.is_equal()).collect();
    different.sort_by_key(|row| (!row.is_fault(), &row.path, &row.case.at));
    for row in different {
        let (verdict, words) = match &row.outcome {
            RoundTrip::Panic(words) => ("panic", words),
            RoundTrip::Differs(words) if row.is_valid() => ("differs", words),
            RoundTrip::Differs(words) => ("not-valid", words),
            RoundTrip::Equal | RoundTrip::EqualButNulls => continue,
        };
        let cells =
            [verdict, row.case.kind.as_str(), &row.path, &row.case.at, &row.case.ty, words, row.case.fault.as_deref().unwrap_or("")];
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let _ = writeln!(out, "{}", cells.join("\t"));
    }
    out
}

/// The documents with the most examples that differ although they are valid.
pub fn worst(rows: &[ExampleRow]) -> String {
    const SHOWN: usize = 20;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().filter(|row| row.is_fault()).for_each(|row| *counts.entry(&row.path).or_default() += 1);
    let mut counts: Vec<(usize, &str)> = counts.into_iter().map(|(path, count)| (count, path)).collect();
    counts.sort_by(|one, other| other.cmp(one));
    counts.iter().take(SHOWN).map(|(count, path)| format!("{count:>6} {path}\n")).collect()
}
