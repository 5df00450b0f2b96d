//! The front end in one step: a document and its overlay become the normalised model.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::coverage::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Repair;
use crate::files::{self, Files, Gathered};
use crate::hints::Hints;
use crate::node::{Sink, Spellings};
use crate::overlay::{self, Edits, Origin};
use crate::source::Source;
use crate::{normalize, normalize::dialect::Dialect, pointer::Pointer};

/// Indices of diagnostics, and where each stands in one of the strings.
type Found = Vec<(usize, Pointer)>;

/// What is made beside the crate, for those who look at it: each takes time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extras {
    /// The table by which a test calls every operation with all its parameters, and the definition that it compares with.
    pub samples: bool,
    /// What of the document has no influence on the files.
    pub unused: bool,
}

/// What a document says of its API beside calls. Nothing of it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The name of its licence.
    pub license: Option<String>,
    /// Where to ask.
    pub contact: Option<String>,
    /// The URL of documentation elsewhere.
    pub documentation: Option<String>,
}

/// A document in the normalised model, and what was found on the way.
#[derive(Debug)]
pub struct Loaded<'s> {
    /// The model. What was wrong in the document is left out of it or allows anything.
    pub openapi: OpenAPI,
    /// What the document's hints say.
    pub hints: Hints,
    /// The findings so far; later stages add theirs. [`Loaded::locate`] gives them their lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What reading made of places that are not as they should be.
    pub repairs: Vec<Repair>,
    /// What was passed over or not read, if that is asked for; located like the findings.
    pub unused: Vec<Entry>,
    document: &'s Source,
    overlay: Option<&'s Source>,
    /// The document as the overlay left it.
    value: Cow<'s, Value>,
    edits: Edits,
    files: Gathered,
}

/// Reads a document, with the actions of an overlay applied to it, and the files that it refers to.
pub fn load<'s>(document: &'s Source, overlay: Option<&'s Source>, files: &dyn Files, extras: Extras) -> Loaded<'s> {
    let mut diagnostics = document.warnings().to_vec();
    let (mut value, edits) = match overlay {
        Some(overlay) => {
            let sink = Sink::strict(overlay);
            let edited = overlay::apply(document, overlay, &sink);
            let of_overlay = overlay.warnings().iter().cloned().chain(sink.into_diagnostics());
            diagnostics.extend(of_overlay.map(|found| Diagnostic { source: overlay.name().to_owned(), ..found }));
            edited
        }
        None => (Cow::Borrowed(document.value()), Edits::default()),
    };
    if Dialect::of(&value).is_some_and(Dialect::has_json_schema) {
        normalize::anchors::resolve(&mut value);
    }
    let files = files::gather(document, &mut value, files);
    for (path, source) in &files.sources {
        let at = Pointer::of_file(path);
        diagnostics.extend(source.warnings().iter().map(|found| Diagnostic { at: at.join(found.at.as_str()), ..found.clone() }));
    }
    let texts = Texts { document, overlay, edits: &edits, files: &files };
    let sink = Sink::of(&texts);
    let (openapi, hints) = normalize::normalize(&value, document.name(), &files.missing, &sink);
    let unused = if extras.unused { sink.unused(&value) } else { Vec::new() };
    let repairs = sink.repairs();
    diagnostics.extend(sink.into_diagnostics());
    Loaded { openapi, hints, diagnostics, repairs, unused, document, overlay, value, edits, files }
}

/// The texts that a value was put together from.
#[derive(Debug)]
struct Texts<'s> {
    document: &'s Source,
    overlay: Option<&'s Source>,
    edits: &'s Edits,
    files: &'s Gathered,
}

impl Spellings for Texts<'_> {
    fn spelling(&self, at: &Pointer) -> Option<String> {
        let found = match (at.in_file(), self.edits.writing(at)) {
            (Some((file, at)), _) => self.files.sources.get(&file)?.spelling(&at),
            (None, Origin::Document(at)) => self.document.spelling(&at),
            (None, Origin::Overlay(at)) => self.overlay?.spelling(&at),
        };
        found.map(Cow::into_owned)
    }
}

impl Spellings for Source {
    fn spelling(&self, at: &Pointer) -> Option<String> {
        Self::spelling(self, at).map(Cow::into_owned)
    }
}

/// Anything that stands at a place of the model and is to be found in a string.
trait Located {
    fn place(&mut self) -> (&mut String, &mut Option<(usize, usize)>, &mut Pointer);
}

impl Located for Diagnostic {
    fn place(&mut self) -> (&mut String, &mut Option<(usize, usize)>, &mut Pointer) {
        (&mut self.source, &mut self.position, &mut self.at)
    }
}

impl Located for Entry {
    fn place(&mut self) -> (&mut String, &mut Option<(usize, usize)>, &mut Pointer) {
        (&mut self.source, &mut self.position, &mut self.at)
    }
}

impl Located for Repair {
    fn place(&mut self) -> (&mut String, &mut Option<(usize, usize)>, &mut Pointer) {
        (&mut self.source, &mut self.position, &mut self.at)
    }
}

impl Loaded<'_> {
    /// The document as the overlay left it, with the files that it refers to, and what the overlay did.
    pub fn value(&self) -> (&Value, &Edits) {
        (&self.value, &self.edits)
    }

    /// Fills in the source and the position of repairs, whose places in other files are then those in them.
    pub fn locate_repairs(&self, repairs: &mut [Repair]) {
        let mut all: Vec<&mut dyn Located> = repairs.iter_mut().map(|one| one as &mut dyn Located).collect();
        self.fill(&mut all);
    }

    /// Fills in the source and the position of every diagnostic that has none yet.
    pub fn locate(&mut self) {
        let mut found = std::mem::take(&mut self.diagnostics);
        for one in found.iter_mut().filter(|one| !one.actions.is_empty()) {
            // An overlay reaches the document only, and what it brought itself is mended in it.
            let reached = one.source.is_empty() && one.at.in_file().is_none() && matches!(self.edits.origin(&one.at), Origin::Document(_));
            one.actions.retain_mut(|action| action.is_located() || reached && action.locate(&self.value));
        }
        let mut unused = std::mem::take(&mut self.unused);
        // One pass over the strings finds the lines of both.
        let mut all: Vec<&mut dyn Located> = found.iter_mut().map(|one| one as &mut dyn Located).collect();
        all.extend(unused.iter_mut().map(|one| one as &mut dyn Located));
        self.fill(&mut all);
        (self.diagnostics, self.unused) = (found, unused);
    }

    /// The shared parameters and responses that references below these places lead to, from one to the next.
    fn shared_by(&self, places: &[Pointer]) -> BTreeSet<Pointer> {
        let mut found = BTreeSet::new();
        let mut open = places.to_vec();
        while let Some(place) = open.pop() {
            let references = self.value.pointer(place.as_str()).map(files::references).unwrap_or_default();
            let shared = references.into_iter().filter_map(|text| text.strip_prefix('#'));
            let shared = shared.filter(|text| text.starts_with("/parameters/") || text.starts_with("/responses/"));
            let shared = shared.filter_map(|text| Pointer::parse(&files::percent_decoded(text)));
            open.extend(shared.filter(|at| found.insert(at.clone())));
        }
        found
    }

    /// Forgets what was found in what a selection leaves out: of two places that a finding lies in, the deeper one decides.
    pub fn leave_out(&mut self, kept: &[Pointer], left_out: &[Pointer]) {
        let shared = self.shared_by(kept);
        let of_list = |name: &str| {
            let list = self.value.get(name).and_then(Value::as_object);
            let at = Pointer::root().push(name);
            list.into_iter().flatten().map(move |(key, _)| at.push(key)).collect::<Vec<_>>()
        };
        let unshared = [of_list("parameters"), of_list("responses")].concat().into_iter().filter(|at| !shared.contains(at));
        let left_out: Vec<Pointer> = left_out.iter().cloned().chain(unshared).collect();
        let depth = |at: &Pointer, places: &[Pointer]| {
            places.iter().filter(|place| at.below(place).is_some()).map(|place| place.as_str().len() + 1).max().unwrap_or_default()
        };
        let stays = |source: &str, at: &Pointer| !source.is_empty() || depth(at, &left_out) <= depth(at, kept);
        self.diagnostics.retain(|found| stays(&found.source, &found.at));
        self.unused.retain(|entry| stays(&entry.source, &entry.at));
    }

    /// What the document says of its API beside calls.
    pub fn about(&self) -> About {
        let OpenAPI { info, external_docs, .. } = &self.openapi;
        About {
            license: info.license.as_ref().map(|license| license.name.clone()),
            contact: info.contact.as_ref().and_then(|contact| contact.url.clone()),
            documentation: external_docs.as_ref().map(|docs| docs.url.trim().to_owned()),
        }
    }

    /// Adds what later stages do not use.
    pub fn add_unused(&mut self, more: Vec<Entry>) {
        self.unused.extend(more);
    }

    fn fill(&self, all: &mut [&mut dyn Located]) {
        let (mut in_document, mut in_overlay) = (Found::new(), Found::new());
        let mut in_files: BTreeMap<String, Found> = BTreeMap::new();
        for (index, one) in all.iter_mut().enumerate() {
            let (source, position, at) = one.place();
            if position.is_some() {
                continue;
            }
            if !source.is_empty() {
                if self.overlay.is_some_and(|overlay| overlay.name() == source) {
                    in_overlay.push((index, at.clone()));
                }
                continue;
            }
            match at.in_file() {
                Some((file, at)) => in_files.entry(file).or_default().push((index, at)),
                None => match self.edits.origin(at) {
                    Origin::Document(at) => in_document.push((index, at)),
                    Origin::Overlay(at) => in_overlay.push((index, at)),
                },
            }
        }
        fill(all, self.document, &in_document);
        if let Some(overlay) = self.overlay {
            fill(all, overlay, &in_overlay);
        }
        for (file, places) in in_files {
            if let Some(source) = self.files.sources.get(&file) {
                fill(all, source, &places);
            }
            for (index, at) in places {
                if let Some(one) = all.get_mut(index) {
                    *one.place().2 = at;
                }
            }
        }
    }
}

fn fill(all: &mut [&mut dyn Located], source: &Source, places: &[(usize, Pointer)]) {
    if places.is_empty() {
        return;
    }
    let positions = source.positions(places.iter().map(|(_, at)| at));
    for ((index, _), found) in places.iter().zip(positions) {
        if let Some(one) = all.get_mut(*index) {
            let (name, position, _) = one.place();
            source.name().clone_into(name);
            *position = found;
        }
    }
}
