//! The order of the modules, and what offends against it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::resolve::{Edge, Target, edges};
use crate::scan::scan;
use crate::sources::Sources;
use crate::tree::{Id, Tree};

/// How many files a folder may hold.
const FILES: usize = 20;

/// The file of a folder itself (`mod.rs`, or `name.rs` beside it). It is the last of its table where the table does not name it.
pub const ITSELF: &str = "mod";

/// A module or folder in the table of its parent: it imports only from those before it.
#[derive(Debug, Clone, Copy)]
pub struct Layer {
    name: &'static str,
    inside: Inside,
    /// Of those before it, the ones that it may import from.
    only: Option<&'static [&'static str]>,
}

/// What is said of the inside of a folder.
#[derive(Debug, Clone, Copy)]
pub enum Inside {
    /// Files that may know each other, and no folders.
    Files,
    Ordered(&'static [Layer]),
    /// Not ordered yet: nothing inside is checked.
    Pending,
}

/// A module or a folder of files.
pub const fn layer(name: &'static str) -> Layer {
    Layer { name, inside: Inside::Files, only: None }
}

/// A folder whose inside has an order of its own.
pub const fn folder(name: &'static str, layers: &'static [Layer]) -> Layer {
    Layer { name, inside: Inside::Ordered(layers), only: None }
}

/// A folder whose inside is still to be ordered.
#[allow(dead_code, reason = "for the time of a move")]
pub const fn pending(name: &'static str) -> Layer {
    Layer { name, inside: Inside::Pending, only: None }
}

impl Layer {
    /// Allows imports from these only.
    pub const fn only(self, names: &'static [&'static str]) -> Self {
        Self { only: Some(names), ..self }
    }
}

/// A crate, or the part of one that has a table.
pub struct Checked {
    pub tree: Tree,
    pub edges: Vec<Edge>,
}

impl Checked {
    /// Reads a crate from the file on that holds its first module.
    pub fn read(sources: &Sources, root: &str, prefix: &[&str], mounted: &[(&str, &str)]) -> Result<Self, String> {
        let mut tree = Tree::read(sources, root, prefix, mounted)?;
        let found = scan(sources, &tree)?;
        let edges = edges(&mut tree, &found);
        Ok(Self { tree, edges })
    }

    /// Returns everything that offends against a table, with file and line.
    pub fn faults(&self, sources: &Sources, table: Inside) -> Vec<String> {
        let mut faults = Vec::new();
        self.listed(0, table, &mut faults);
        self.sizes(sources, table, &mut faults);
        let mut seen = BTreeSet::new();
        for edge in &self.edges {
            if let Some(fault) = self.fault(edge, table) {
                let module = &self.tree.modules[edge.module];
                let line = format!("{}:{}: {fault}", module.file.display(), edge.line);
                if seen.insert(line.clone()) {
                    faults.push(line);
                }
            }
        }
        faults
    }

    /// Compares the modules of a folder with its table.
    fn listed(&self, id: Id, inside: Inside, faults: &mut Vec<String>) {
        let children = self.children(id);
        let at = self.tree.modules[id].file.display();
        match inside {
            Inside::Pending => {}
            Inside::Files => {
                for child in children.into_iter().filter(|child| !self.children(*child).is_empty()) {
                    let module = &self.tree.modules[child];
                    faults.push(format!("{}:1: the folder `{}` is not in the table", module.file.display(), module.name));
                }
            }
            Inside::Ordered(layers) => {
                for child in &children {
                    let module = &self.tree.modules[*child];
                    match layers.iter().find(|layer| layer.name == module.name) {
                        Some(layer) => self.listed(*child, layer.inside, faults),
                        None => faults.push(format!("{}:1: `{}` is not in the table", module.file.display(), module.name)),
                    }
                }
                for layer in layers.iter().filter(|layer| layer.name != ITSELF) {
                    if !children.iter().any(|child| self.tree.modules[*child].name == layer.name) {
                        faults.push(format!("{at}:1: the table names `{}`, which is not there", layer.name));
                    }
                }
            }
        }
    }

    fn children(&self, id: Id) -> Vec<Id> {
        let modules = self.tree.modules.iter().enumerate();
        modules.filter(|(_, module)| module.parent == Some(id) && !module.inline).map(|(child, _)| child).collect()
    }

    /// No folder holds more files than a reader takes in.
    fn sizes(&self, sources: &Sources, table: Inside, faults: &mut Vec<String>) {
        let mut counts: BTreeMap<&Path, usize> = BTreeMap::new();
        for folder in sources.paths().filter_map(Path::parent) {
            *counts.entry(folder).or_default() += 1;
        }
        for (folder, count) in counts.into_iter().filter(|(_, count)| *count > FILES) {
            let mut modules = self.tree.modules.iter().enumerate();
            let is_pending = modules.any(|(id, module)| module.file.parent() == Some(folder) && is_pending(table, &self.tree.place(id)));
            if !is_pending {
                faults.push(format!("{}:1: the folder holds {count} files, more than {FILES}", folder.display()));
            }
        }
    }

    /// What is wrong with an import.
    fn fault(&self, edge: &Edge, table: Inside) -> Option<String> {
        let from = self.tree.place(edge.module);
        let to = match &edge.target {
            Target::Package(_) => return None,
            Target::Outside(path) if path == "crate" || is_pending(table, &from) => return None,
            Target::Outside(path) => {
                return Some(format!("`{}` imports `{path}` from outside", from.join("::")));
            }
            Target::Module(id) | Target::Item(id) => self.tree.place(*id),
        };
        let mut layers = table;
        let mut depth = 0;
        loop {
            let Inside::Ordered(order) = layers else { return None };
            let (mine, theirs) = (from.get(depth).copied().unwrap_or(ITSELF), to.get(depth).copied().unwrap_or(ITSELF));
            if mine != theirs {
                return refused(order, mine, theirs).map(|why| {
                    let folder = if depth == 0 { String::new() } else { format!(" in `{}`", from[..depth].join("::")) };
                    format!("`{mine}` imports `{theirs}`{folder} ({}): {why}", edge.path)
                });
            }
            layers = order.iter().find(|layer| layer.name == mine)?.inside;
            depth += 1;
        }
    }
}

fn is_pending(mut inside: Inside, place: &[&str]) -> bool {
    for name in place {
        match inside {
            Inside::Pending => return true,
            Inside::Files => return false,
            Inside::Ordered(layers) => match layers.iter().find(|layer| layer.name == *name) {
                Some(layer) => inside = layer.inside,
                None => return false,
            },
        }
    }
    matches!(inside, Inside::Pending)
}

/// Why one module of a folder may not import from another.
fn refused(order: &[Layer], mine: &str, theirs: &str) -> Option<String> {
    let rank = |name: &str| order.iter().position(|layer| layer.name == name);
    let last = |name: &str| rank(name).or((name == ITSELF).then_some(order.len()));
    // What the table does not name is a fault of its own.
    let (here, there) = (last(mine)?, last(theirs)?);
    if there > here {
        return Some(format!("`{mine}` stands before `{theirs}`"));
    }
    let only = order.get(here)?.only?;
    (!only.contains(&theirs)).then(|| format!("`{mine}` may import only from {}", shown(only)))
}

fn shown(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
