//! Which overlay a command applies: the one that is named, or the one beside the document.

use std::path::{Path, PathBuf};

/// What an overlay is called that lies beside its document.
const OVERLAY: &str = "overlay.yaml";

/// The options of commands that read a document with its overlay.
#[derive(clap::Args, Default)]
pub struct OverlayArgs {
    /// An OpenAPI Overlay to apply first; by default the `overlay.yaml` beside the document, if there is one.
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Option<PathBuf>,
    /// Applies no overlay.
    #[arg(long, conflicts_with = "overlay", requires = "spec")]
    no_overlay: bool,
}

impl OverlayArgs {
    /// The overlay to apply. One that was not asked for is named.
    pub fn for_document(&self, spec: &Path) -> Option<PathBuf> {
        if self.no_overlay || self.overlay.is_some() {
            return self.overlay.clone();
        }
        let beside = spec.with_file_name(OVERLAY);
        let found = beside != spec && beside.is_file();
        if found {
            eprintln!("with {}, which lies beside the document (`--no-overlay` leaves it out)", beside.display());
        }
        found.then_some(beside)
    }
}
