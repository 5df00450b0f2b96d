//! The table that a run over a folder ends with.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::Generated;
use generator::coverage::{self, Unused};
use serde_json::Value;

use super::places::{Places, places};

/// What became of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Relative to the folder.
    pub path: String,
    pub verdict: Verdict,
    /// In the document.
    pub operations: usize,
    /// In the crate.
    pub emitted: usize,
    pub warnings: usize,
    /// The first error, or else the first warning.
    pub message: String,
    pub use_of: Use,
}

/// How much of a document is used.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Use {
    pub fields: usize,
    pub free_fields: usize,
    pub responses: usize,
    pub free_responses: usize,
    pub unused: BTreeMap<Unused, usize>,
    /// Where a schema describes something.
    pub places: Places,
}

impl Use {
    /// Counts.
    pub fn of(document: &Value, generated: &Generated) -> Self {
        let free = &generated.free_form;
        Self {
            fields: free.fields,
            free_fields: free.free_fields.len(),
            responses: free.responses,
            free_responses: free.free_responses.len(),
            unused: coverage::counts(&generated.unused),
            places: places(document, generated),
        }
    }

    fn add(mut self, other: &Self) -> Self {
        self.fields += other.fields;
        self.free_fields += other.free_fields;
        self.responses += other.responses;
        self.free_responses += other.free_responses;
        self.places.described += other.places.described;
        self.places.free.extend(other.places.free.iter().cloned());
        for (why, count) in &other.unused {
            *self.unused.entry(*why).or_default() += count;
        }
        self
    }
}

/// The outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Ok,
    Refused,
    DoesNotCompile,
    Panic,
}

impl Verdict {
    /// Whether the generator is to blame.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::DoesNotCompile | Self::Panic)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::DoesNotCompile => "does-not-compile",
            Self::Panic => "panic",
        }
    }
}

/// The counts, and a line for each document that is not `ok` or lost an operation.
pub fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    let lost = |row: &Row| row.verdict == Verdict::Ok && row.emitted != row.operations;
    for row in rows.iter().filter(|row| row.verdict != Verdict::Ok || lost(row)) {
        let verdict = if lost(row) { "lost-operations" } else { row.verdict.as_str() };
        let _ = writeln!(out, "{verdict:<17}{}  {}", row.path, one_line(&row.message));
    }
    for verdict in [Verdict::Ok, Verdict::Refused, Verdict::DoesNotCompile, Verdict::Panic] {
        let _ = writeln!(out, "{:>6} {}", rows.iter().filter(|row| row.verdict == verdict).count(), verdict.as_str());
    }
    let good = || rows.iter().filter(|row| row.verdict == Verdict::Ok);
    let (operations, emitted): (usize, usize) = (good().map(|row| row.operations).sum(), good().map(|row| row.emitted).sum());
    let _ = writeln!(out, "{emitted} of {operations} operations emitted, {} warnings", good().map(|row| row.warnings).sum::<usize>());
    let total = good().fold(Use::default(), |total, row| total.add(&row.use_of));
    let _ = writeln!(
        out,
        "free-form JSON: {} of {} fields ({}), {} of {} responses ({})",
        total.free_fields,
        total.fields,
        percent(total.free_fields, total.fields),
        total.free_responses,
        total.responses,
        percent(total.free_responses, total.responses)
    );
    let Places { described, free } = &total.places;
    let silent = free.iter().filter(|place| place.reason.is_none()).count();
    let _ = writeln!(
        out,
        "free-form JSON where a schema describes something: {} of {described} places ({}), {silent} of them without a warning",
        free.len(),
        fine(free.len(), *described)
    );
    let unused: Vec<String> = total.unused.iter().map(|(why, count)| format!("{count} {}", why.as_str())).collect();
    let _ = writeln!(out, "not used: {}", if unused.is_empty() { "nothing".to_owned() } else { unused.join(", ") });
    out
}

/// The whole table.
pub fn tsv(rows: &[Row]) -> String {
    let mut out = String::from("path\tverdict\toperations\temitted\twarnings\tmessage\n");
    for Row { path, verdict, operations, emitted, warnings, message, .. } in rows {
        let _ = writeln!(out, "{path}\t{}\t{operations}\t{emitted}\t{warnings}\t{}", verdict.as_str(), one_line(message));
    }
    out
}

/// What is not used of each document that gave a crate: the free-form fields and responses, and all kinds of coverage.
pub fn unused(rows: &[Row]) -> String {
    let good: Vec<&Row> = rows.iter().filter(|row| row.verdict == Verdict::Ok).collect();
    let kinds: BTreeMap<Unused, usize> = good.iter().fold(Use::default(), |total, row| total.add(&row.use_of)).unused;
    let mut out = String::from(
        "path\tfields\tfree-form fields\tshare of fields\treplies\tfree-form responses\tshare of responses\
         \tdescribed places\tfree-form places\tshare of places",
    );
    kinds.keys().for_each(|why| {
        let _ = write!(out, "\t{}", why.as_str());
    });
    out.push('\n');
    for Row { path, use_of, .. } in good {
        for (what, free, all) in [(path.as_str(), use_of.free_fields, use_of.fields), ("", use_of.free_responses, use_of.responses)] {
            let _ = write!(out, "{what}\t{all}\t{free}\t{}", percent(free, all));
        }
        let Places { described, free } = &use_of.places;
        let _ = write!(out, "\t{described}\t{}\t{}", free.len(), fine(free.len(), *described));
        for why in kinds.keys() {
            let _ = write!(out, "\t{}", use_of.unused.get(why).unwrap_or(&0));
        }
        out.push('\n');
    }
    out
}

/// Each place that is free-form JSON though a schema describes something, with the reason.
pub fn free_form(rows: &[Row]) -> String {
    let mut out = String::from("path\tkind\tpointer\treason\n");
    for Row { path, use_of, .. } in rows {
        for place in &use_of.places.free {
            let reason = place.reason.as_deref().map_or_else(|| "no warning".to_owned(), one_line);
            let _ = writeln!(out, "{path}\t{}\t{}\t{reason}", place.kind.as_str(), place.at);
        }
    }
    out
}

/// A share that may be small.
fn fine(part: usize, whole: usize) -> String {
    format!("{:.2} %", 100.0 * part as f64 / whole.max(1) as f64)
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(verdict: Verdict, operations: usize, emitted: usize) -> Row {
        Row { path: "a.json".into(), verdict, operations, emitted, warnings: 1, message: "two\n\tlines".into(), use_of: Use::default() }
    }

    #[test]
    fn a_lost_operation_is_shown() {
        let rows = [row(Verdict::Ok, 2, 2), row(Verdict::Ok, 2, 1), row(Verdict::Panic, 1, 0)];
        let table = table(&rows);
        assert!(table.contains("lost-operations  a.json  two lines\n"), "{table}");
        assert!(table.contains("panic            a.json"), "{table}");
        assert!(table.contains("3 of 4 operations emitted, 2 warnings\n"), "{table}");
    }

    #[test]
    fn what_is_not_used_is_counted_in_total_and_for_each_document() {
        let use_of = |free_fields, why| Use {
            fields: 10,
            free_fields,
            responses: 2,
            free_responses: 1,
            unused: BTreeMap::from([(why, 3)]),
            ..Use::default()
        };
        let rows = [
            Row { use_of: use_of(1, Unused::Example), ..row(Verdict::Ok, 1, 1) },
            Row { use_of: use_of(2, Unused::Header), ..row(Verdict::Ok, 1, 1) },
        ];
        let table = table(&rows);
        assert!(table.contains("free-form JSON: 3 of 20 fields (15.0 %), 2 of 4 responses (50.0 %)\n"), "{table}");
        assert!(table.ends_with("not used: 3 examples, 3 headers of errors\n"), "{table}");
        let expected = "path\tfields\tfree-form fields\tshare of fields\treplies\tfree-form responses\tshare of responses\
                        \tdescribed places\tfree-form places\tshare of places\texamples\theaders of errors\n\
                        a.json\t10\t1\t10.0 %\t2\t1\t50.0 %\t0\t0\t0.00 %\t3\t0\n\
                        a.json\t10\t2\t20.0 %\t2\t1\t50.0 %\t0\t0\t0.00 %\t0\t3\n";
        assert_eq!(unused(&rows), expected);
    }

    #[test]
    fn a_message_stays_on_its_line() {
        let text = tsv(&[row(Verdict::Refused, 3, 0)]);
        assert_eq!(text, "path\tverdict\toperations\temitted\twarnings\tmessage\na.json\trefused\t3\t0\t1\ttwo lines\n");
    }
}
