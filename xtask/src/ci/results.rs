//! The committed table of what `cargo xtask ci --thorough` found.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use super::step::{Ended, Step};

/// Where it lies.
const FILE: &str = "xtask/THOROUGH.md";

const HEAD: &str = "# Results of `cargo xtask ci --thorough`\n\n\
    Written by the command: each row is the last run of its step, with the commit it ran on (`+`: and changes that were not\n\
    committed). A step that has no row has not run yet. `cargo xtask ci --only STEP` runs one of them again.\n\n\
    | step | result | figure | seconds | date | commit |\n|---|---|---|---|---|---|\n";

/// The last run of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRow([String; 6]);

impl StepRow {
    /// What became of a step just now, on this commit.
    pub fn new(commit: String, step: &str, ended: &Result<Ended, String>, seconds: u64) -> Result<Self, String> {
        let (result, figure) = match ended {
            Ok(Ended::Passed(figure)) => ("passed", figure.as_str()),
            Ok(Ended::LeftOut(why)) => ("left out", why.as_str()),
            Err(error) => ("failed", error.lines().next().unwrap_or_default()),
        };
        let figure = figure.replace('|', "/").replace('\n', " ");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| format!("error: the clock: {error}"))?;
        let date = date(now.as_secs() / 86_400);
        Ok(Self([step.to_owned(), result.to_owned(), figure, seconds.to_string(), date, commit]))
    }

    fn parse(line: &str) -> Option<Self> {
        let cells: Vec<String> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").map(|cell| cell.trim().to_owned()).collect();
        cells.try_into().ok().map(Self).filter(|row| row.0[0] != "step")
    }
}

/// All rows.
#[derive(Debug, Default, PartialEq)]
pub struct Table(Vec<StepRow>);

impl Table {
    /// The table as it was committed; an empty one where there is none.
    pub fn read(root: &Path) -> Result<Self, String> {
        let path = root.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
        Ok(Self(text.lines().filter_map(StepRow::parse).collect()))
    }

    /// Adds a row in place of the one of the same step.
    pub fn add(&mut self, row: StepRow) {
        self.0.retain(|old| old.0[0] != row.0[0]);
        self.0.push(row);
    }

    /// Writes the rows in the order of the steps; a step that is gone loses its row.
    pub fn write(&self, root: &Path, steps: &[Step]) -> Result<(), String> {
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        let path = root.join(FILE);
        fs::write(&path, self.text(&names)).map_err(|error| format!("error: cannot write {}: {error}", path.display()))
    }

    fn text(&self, names: &[&str]) -> String {
        let mut text = HEAD.to_owned();
        for name in names {
            for row in self.0.iter().filter(|row| row.0[0] == *name) {
                text.push_str(&format!("| {} |\n", row.0.join(" | ")));
            }
        }
        text
    }
}

/// The commit that is checked out.
pub fn commit(root: &Path) -> String {
    let git = |args: &[&str]| {
        let output = Command::new("git").args(args).current_dir(root).output().ok().filter(|output| output.status.success());
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed =
        git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|text| text.lines().any(|line| !line.ends_with(FILE)));
    let hash = git(&["rev-parse", "--short=10", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    format!("{hash}{}", if changed { "+" } else { "" })
}

/// The date of a day since 1970.
fn date(days: u64) -> String {
    // Years are counted from the first of March of year 0: the leap day is the last of its year then.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let expected = [(0, "1970-01-01"), (59, "1970-03-01"), (789, "1972-02-29"), (11_016, "2000-02-29"), (20_785, "2026-11-28")];
        for (days, shown) in expected {
            assert_eq!(date(days), shown);
        }
    }

    #[test]
    fn a_row_takes_the_place_of_the_last_run_and_others_stay() {
        let row = |step: &str, result: &str| StepRow([step, result, "1 of 2", "3", "2026-11-28", "abc"].map(str::to_owned));
        let mut table = Table(vec![row("one", "passed"), row("two", "failed"), row("gone", "passed")]);
        table.add(row("two", "passed"));
        let text = table.text(&["two", "one", "three"]);
        let rows: Vec<&str> = text.lines().filter(|line| line.contains("abc")).collect();
        assert_eq!(rows, ["| two | passed | 1 of 2 | 3 | 2026-11-28 | abc |", "| one | passed | 1 of 2 | 3 | 2026-11-28 | abc |"]);
        let read: Vec<StepRow> = text.lines().filter_map(StepRow::parse).collect();
        assert_eq!(read, [row("two", "passed"), row("one", "passed")]);
    }
}
