//! The front end in one step: a document and its overlay become the normalised model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::files::{self, Files, Gathered};
use crate::node::Sink;
use crate::overlay::{self, Edits, Origin};
use crate::source::Source;
use crate::{normalize, pointer::Pointer};

/// Indices of diagnostics, and where each stands in one of the texts.
type Places = Vec<(usize, Pointer)>;

/// A document in the normalised model, and what was found on the way.
#[derive(Debug)]
pub struct Loaded<'s> {
    /// The model. What was wrong in the document is left out of it or allows anything.
    pub openapi: OpenAPI,
    /// The findings so far; later stages add theirs. [`Loaded::locate`] gives them their lines.
    pub diagnostics: Vec<Diagnostic>,
    document: &'s Source,
    overlay: Option<&'s Source>,
    /// The document as the overlay left it.
    value: Cow<'s, Value>,
    edits: Edits,
    files: Gathered,
}

/// Reads a document, with the actions of an overlay applied to it, and the files that it refers to.
pub fn load<'s>(document: &'s Source, overlay: Option<&'s Source>, files: &dyn Files) -> Loaded<'s> {
    let mut diagnostics = document.warnings().to_vec();
    let (mut value, edits) = match overlay {
        Some(overlay) => {
            let sink = Sink::default();
            let edited = overlay::apply(document, overlay, &sink);
            let of_overlay = overlay.warnings().iter().cloned().chain(sink.into_diagnostics());
            diagnostics.extend(of_overlay.map(|found| Diagnostic { source: overlay.name().to_owned(), ..found }));
            edited
        }
        None => (Cow::Borrowed(document.value()), Edits::default()),
    };
    let files = files::gather(document, &mut value, files);
    for (path, source) in &files.sources {
        let at = Pointer::of_file(path);
        diagnostics.extend(source.warnings().iter().map(|found| Diagnostic { at: at.join(found.at.as_str()), ..found.clone() }));
    }
    let sink = Sink::default();
    let openapi = normalize::normalize(&value, document.name(), &files.missing, &sink);
    diagnostics.extend(sink.into_diagnostics());
    Loaded { openapi, diagnostics, document, overlay, value, edits, files }
}

impl Loaded<'_> {
    /// Fills in the source and the position of every diagnostic that has none yet.
    pub fn locate(&mut self) {
        let (mut in_document, mut in_overlay) = (Places::new(), Places::new());
        let mut in_files: BTreeMap<String, Places> = BTreeMap::new();
        for (index, found) in self.diagnostics.iter().enumerate().filter(|(_, found)| found.position.is_none()) {
            if !found.source.is_empty() {
                if self.overlay.is_some_and(|overlay| overlay.name() == found.source) {
                    in_overlay.push((index, found.at.clone()));
                }
                continue;
            }
            // An overlay reaches the document only.
            if let Some((file, at)) = found.at.in_file() {
                in_files.entry(file).or_default().push((index, at));
                continue;
            }
            match self.edits.origin(&found.at) {
                Origin::Document(at) => in_document.push((index, at)),
                Origin::Overlay(at) => in_overlay.push((index, at)),
            }
        }
        for (index, _) in &in_document {
            if let Some(found) = self.diagnostics.get_mut(*index) {
                found.actions.retain_mut(|action| action.locate(&self.value));
            }
        }
        for index in in_overlay.iter().chain(in_files.values().flatten()).map(|(index, _)| *index) {
            if let Some(found) = self.diagnostics.get_mut(index) {
                found.actions.clear();
            }
        }
        fill(&mut self.diagnostics, self.document, &in_document);
        if let Some(overlay) = self.overlay {
            fill(&mut self.diagnostics, overlay, &in_overlay);
        }
        for (file, places) in in_files {
            if let Some(source) = self.files.sources.get(&file) {
                fill(&mut self.diagnostics, source, &places);
            }
            for (index, at) in places {
                if let Some(found) = self.diagnostics.get_mut(index) {
                    found.at = at;
                }
            }
        }
    }
}

fn fill(diagnostics: &mut [Diagnostic], source: &Source, places: &[(usize, Pointer)]) {
    if places.is_empty() {
        return;
    }
    let positions = source.positions(places.iter().map(|(_, at)| at));
    for ((index, _), position) in places.iter().zip(positions) {
        if let Some(found) = diagnostics.get_mut(*index) {
            source.name().clone_into(&mut found.source);
            found.position = position;
        }
    }
}
