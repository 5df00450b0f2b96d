//! Media types: which of several names a response goes by.

/// The media types of an operation's response.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MediaTypes {
    /// Those that the call reads.
    pub own: &'static [&'static str],
    /// Those that other methods of the operation read.
    pub other: &'static [&'static str],
}

impl MediaTypes {
    /// Says what is wrong with a response of this media type, if another method reads it. Of several names that fit, the most
    /// specific one counts.
    pub(crate) fn mismatch(self, found: &str) -> Option<String> {
        let best = |names: &[&str]| names.iter().map(|name| fit(name, found)).max().unwrap_or_default();
        (best(self.other) > best(self.own)).then(|| format!("expected `{}`, found `{found}`", self.own.join("` or `")))
    }
}

/// Returns how well a name, which may be a range, fits a media type: 0 if it does not.
fn fit(name: &str, found: &str) -> usize {
    let ((name, wanted), (found, given)) = (parts(name), parts(found));
    if name == found {
        let given: Vec<(String, String)> = given.collect();
        let wanted: Vec<(String, String)> = wanted.collect();
        return 3 + if wanted.iter().all(|one| given.contains(one)) { wanted.len() } else { 0 };
    }
    match name.split_once('/') {
        Some(("*", "*")) => 1,
        Some((kind, "*")) if found.split('/').next() == Some(kind) => 2,
        _ => 0,
    }
}

/// Returns type and subtype in lower case, and the parameters without quotes.
fn parts(media: &str) -> (String, impl Iterator<Item = (String, String)>) {
    let mut parts = media.split(';');
    let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let parameters = parts.filter_map(|part| part.split_once('='));
    (essence, parameters.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_ascii_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_name_counts() {
        let own = &["application/json; version=1", "text/json"];
        let media = MediaTypes { own, other: &["application/json;version=2", "text/*", "*/*"] };
        for (found, fits) in [
            ("application/json", true),
            ("application/json; Version=\"1\"; charset=utf-8", true),
            ("Application/JSON;version=2", false),
            ("application/json;version=3", true),
            ("text/json", true),
            ("text/csv", false),
            ("image/png", false),
        ] {
            assert_eq!(media.mismatch(found).is_none(), fits, "{found}");
        }
        let problem = media.mismatch("text/csv").unwrap_or_default();
        assert_eq!(problem, "expected `application/json; version=1` or `text/json`, found `text/csv`");
        assert_eq!(MediaTypes { own, other: &["text/csv"] }.mismatch("text/html"), None);
        assert_eq!(MediaTypes::default().mismatch("text/html"), None);
    }
}
