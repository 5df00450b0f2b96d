//! The name that is probably meant.

/// The most names that are listed where none of them is similar.
const MOST_LISTED: usize = 12;

/// Returns the end of a message about an unknown name: the known one that is similar, or all of them if they are few.
pub(super) fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut known: Vec<&str> = known.collect();
    let nearest = known.iter().map(|known| (distance(&plain(name), &plain(known)), *known)).min();
    // One difference in a short name, more in a longer one.
    let most = (name.chars().count() / 3).clamp(1, 3);
    if let Some((_, similar)) = nearest.filter(|(distance, _)| *distance <= most) {
        return format!("; did you mean `{similar}`?");
    }
    known.sort_unstable();
    match known.len() {
        0 => String::new(),
        1..=MOST_LISTED => format!("; expected `{}`", known.join("`, `")),
        _ => String::new(),
    }
}

/// Returns a name without what people mix up: case, and what stands between words.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns how many letters have to be inserted, removed, replaced or swapped with their neighbour.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        for (column, against) in other.iter().enumerate() {
            let replaced = row[column] + usize::from(letter != against);
            let mut least = replaced.min(row[column + 1] + 1).min(next[column] + 1);
            if at > 0 && column > 0 && one[at - 1] == *against && other[column - 1] == *letter {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_similar_name_is_suggested() {
        let known = || ["description", "name", "asset_id", "if", "guests"].into_iter();
        for (name, expected) in [
            ("descripton", "; did you mean `description`?"),
            ("descirption", "; did you mean `description`?"),
            ("Description", "; did you mean `description`?"),
            ("assetId", "; did you mean `asset_id`?"),
            ("guest", "; did you mean `guests`?"),
            ("nmae", "; did you mean `name`?"),
            ("of", "; did you mean `if`?"),
            ("color", "; expected `asset_id`, `description`, `guests`, `if`, `name`"),
        ] {
            assert_eq!(did_you_mean(name, known()), expected, "{name}");
        }
        assert_eq!(did_you_mean("x", std::iter::empty()), "");
        assert_eq!(did_you_mean("colour", (0..20).map(|_| "a")), "");
    }
}
