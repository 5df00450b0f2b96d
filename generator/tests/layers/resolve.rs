//! Which module defines what a path names.

use std::collections::BTreeSet;

use crate::scan::{Found, Kind};
use crate::tree::{Binding, Id, Import, Means, Reach, Tree};

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Module(Id),
    /// Something that the module defines.
    Item(Id),
    /// Something of the crate that is not in the tree.
    Outside(String),
    /// Another crate.
    Package(String),
}

/// An import: the module that names something, the line, the path as it is written, and what it leads to.
#[derive(Debug)]
pub struct Edge {
    pub module: Id,
    pub line: usize,
    pub path: String,
    pub target: Target,
}

/// Resolves all paths of a crate.
pub fn edges(tree: &mut Tree, found: &[Found]) -> Vec<Edge> {
    add_imports_of_blocks(tree, found);
    let resolver = Resolver { tree };
    let mut edges = Vec::new();
    for found in found {
        for target in resolver.targets(found) {
            edges.push(Edge { module: found.module, line: found.line, path: found.path.join("::"), target });
        }
    }
    edges
}

/// A `use` in a block binds its name for the paths behind it.
fn add_imports_of_blocks(tree: &mut Tree, found: &[Found]) {
    for found in found {
        let module = &mut tree.modules[found.module];
        if let Kind::Import(name) = &found.kind
            && name != "_"
            && !module.bindings.iter().any(|binding| binding.name == *name)
        {
            module.bindings.push(Binding { name: name.clone(), reach: Reach::Private, means: Means::Import(found.path.clone()) });
        }
        if found.kind == Kind::Glob && !module.globs.iter().any(|glob| glob.path == found.path) {
            module.globs.push(Import { path: found.path.clone(), reach: Reach::Private });
        }
    }
}

struct Resolver<'a> {
    tree: &'a Tree,
}

/// The names that are being looked up, so that circles end.
type Seen = Vec<(Id, String, bool)>;

impl Resolver<'_> {
    fn targets(&self, found: &Found) -> BTreeSet<Target> {
        let (path, module) = (&found.path, found.module);
        match &found.kind {
            Kind::Import(_) => self.path(module, path, false, &mut Vec::new()),
            Kind::Glob => self.all_of(module, path),
            Kind::Macro | Kind::Path => {
                if self.is_imported(module, path) {
                    return BTreeSet::new();
                }
                let mut targets = self.path(module, path, false, &mut Vec::new());
                if found.kind == Kind::Macro
                    && let Some(defined_in) = self.macro_of(module, path, &targets)
                {
                    targets = BTreeSet::from([Target::Item(defined_in)]);
                }
                if path.len() == 1 {
                    targets.retain(|target| matches!(target, Target::Item(_)));
                }
                targets.retain(|target| !matches!(target, Target::Module(_)));
                targets
            }
        }
    }

    /// Whether the import that binds the first word of a path says all that the path says.
    fn is_imported(&self, module: Id, path: &[String]) -> bool {
        let is_bound = path.first().is_some_and(|first| self.tree.modules[module].bindings.iter().any(|binding| binding.name == *first));
        let leads_on = || self.lookup(module, &path[0], module, true, &mut Vec::new()).iter().any(|t| matches!(t, Target::Module(_)));
        is_bound && (path.len() == 1 || !leads_on())
    }

    /// A macro is known by its name alone in the modules below the one that defines it, and by `crate::name` everywhere
    /// when it is exported.
    fn macro_of(&self, module: Id, path: &[String], targets: &BTreeSet<Target>) -> Option<Id> {
        let name = path.last()?;
        let defines = |id: Id| self.tree.modules[id].bindings.iter().any(|b| b.name == *name && matches!(b.means, Means::Macro));
        let is_open = match path {
            [_] => !targets.iter().any(|target| matches!(target, Target::Item(_))),
            [first, _] => first == "crate" && !defines(0),
            _ => false,
        };
        if !is_open {
            return None;
        }
        let mut above = Some(module);
        while let Some(id) = above {
            if defines(id) {
                return Some(id);
            }
            above = self.tree.modules[id].parent;
        }
        (0..self.tree.modules.len()).find(|id| defines(*id))
    }

    /// What `use path::*` brings in: everything counts, as it could be used.
    fn all_of(&self, module: Id, path: &[String]) -> BTreeSet<Target> {
        let mut targets = BTreeSet::new();
        for target in self.path(module, path, true, &mut Vec::new()) {
            match target {
                Target::Module(id) => {
                    for name in self.names(id, module, &mut BTreeSet::new()) {
                        targets.extend(self.lookup(id, &name, module, false, &mut Vec::new()));
                    }
                }
                other => drop(targets.insert(other)),
            }
        }
        targets.retain(|target| !matches!(target, Target::Module(_)));
        targets
    }

    fn names(&self, id: Id, from: Id, seen: &mut BTreeSet<Id>) -> BTreeSet<String> {
        if !seen.insert(id) {
            return BTreeSet::new();
        }
        let module = &self.tree.modules[id];
        let visible = module.bindings.iter().filter(|binding| self.sees(from, id, binding.reach));
        let mut names: BTreeSet<String> = visible.map(|binding| binding.name.clone()).collect();
        for glob in module.globs.iter().filter(|glob| self.sees(from, id, glob.reach)) {
            for target in self.path(id, &glob.path, true, &mut Vec::new()) {
                if let Target::Module(inner) = target {
                    names.extend(self.names(inner, id, seen));
                }
            }
        }
        names
    }

    fn sees(&self, from: Id, of: Id, reach: Reach) -> bool {
        match reach {
            Reach::Anyone => true,
            Reach::Private => self.tree.is_within(from, of),
            Reach::Parent => self.tree.is_within(from, self.tree.modules[of].parent.unwrap_or(of)),
        }
    }

    /// Follows a path from a module on; `to_module` where only a module can be meant.
    fn path(&self, from: Id, path: &[String], to_module: bool, seen: &mut Seen) -> BTreeSet<Target> {
        let Some((start, mut rest)) = self.start(from, path, to_module, seen) else {
            return BTreeSet::from([Target::Outside(path.join("::"))]);
        };
        let mut targets = start;
        while let Some((name, after)) = rest.split_first() {
            let mut next = BTreeSet::new();
            for target in targets {
                let Target::Module(id) = target else {
                    next.insert(target);
                    continue;
                };
                let known = self.lookup(id, name, from, to_module || !after.is_empty(), seen);
                // A macro may define it.
                next.extend(if known.is_empty() { BTreeSet::from([Target::Item(id)]) } else { known });
            }
            targets = next;
            rest = after;
        }
        targets
    }

    /// What the first words of a path lead to, and the words behind them; nothing where that lies outside of the tree.
    fn start<'p>(&self, from: Id, path: &'p [String], to_module: bool, seen: &mut Seen) -> Option<(BTreeSet<Target>, &'p [String])> {
        let module = |id| BTreeSet::from([Target::Module(id)]);
        let path = if path.len() > 1 && path[0] == "self" && path[1] == "super" { &path[1..] } else { path };
        let first = path.first()?;
        match first.as_str() {
            "crate" => Some((module(0), path[1..].strip_prefix(self.tree.prefix.as_slice())?)),
            "self" => Some((module(from), &path[1..])),
            "super" => {
                let mut id = from;
                let count = path.iter().take_while(|name| *name == "super").count();
                for above in 1..=count {
                    match self.tree.modules[id].parent {
                        Some(parent) => id = parent,
                        // The modules above the tree are those of the prefix.
                        None => return Some((module(0), path[count..].strip_prefix(self.below(count - above + 1)?)?)),
                    }
                }
                Some((module(id), &path[count..]))
            }
            name => {
                let known = self.lookup(from, name, from, to_module || path.len() > 1, seen);
                let known = if known.is_empty() { BTreeSet::from([Target::Package(name.to_owned())]) } else { known };
                Some((known, &path[1..]))
            }
        }
    }

    /// The last names of the prefix.
    fn below(&self, count: usize) -> Option<&[String]> {
        let prefix = &self.tree.prefix;
        prefix.get(prefix.len().checked_sub(count)?..)
    }

    /// What a name stands for in a module, as far as another module sees it.
    fn lookup(&self, id: Id, name: &str, from: Id, to_module: bool, seen: &mut Seen) -> BTreeSet<Target> {
        let key = (id, name.to_owned(), to_module);
        if seen.contains(&key) {
            return BTreeSet::new();
        }
        if to_module && let Some(child) = self.tree.child(id, name) {
            return BTreeSet::from([Target::Module(child)]);
        }
        seen.push(key);
        let module = &self.tree.modules[id];
        let mut targets = BTreeSet::new();
        let mut is_bound = false;
        for binding in module.bindings.iter().filter(|binding| binding.name == name && self.sees(from, id, binding.reach)) {
            is_bound = true;
            match &binding.means {
                Means::Item | Means::Macro => drop(targets.insert(Target::Item(id))),
                Means::Module(child) => drop(targets.insert(Target::Module(*child))),
                Means::Import(path) => targets.extend(self.path(id, path, to_module, seen)),
            }
        }
        if !is_bound {
            for glob in module.globs.iter().filter(|glob| self.sees(from, id, glob.reach)) {
                for target in self.path(id, &glob.path, true, seen) {
                    if let Target::Module(inner) = target {
                        targets.extend(self.lookup(inner, name, id, to_module, seen));
                    }
                }
            }
        }
        seen.pop();
        targets
    }
}
