//! The modules of a crate, and the names that each of them binds.

use std::path::{Path, PathBuf};

use syn::{Attribute, Item, Meta, UseTree, Visibility};

use crate::sources::{Sources, normal};

/// A module by its index in [`Tree::modules`].
pub type Id = usize;

/// The modules of a crate, or of a part of one.
pub struct Tree {
    pub modules: Vec<Module>,
    /// The path of the first module below the root of its crate: empty for a whole crate.
    pub prefix: Vec<String>,
}

/// A module that is not only there for tests.
#[derive(Debug)]
pub struct Module {
    pub name: String,
    pub file: PathBuf,
    /// `mod name { … }` in the file of another.
    pub inline: bool,
    pub parent: Option<Id>,
    pub bindings: Vec<Binding>,
    /// What `use path::*` brings in.
    pub globs: Vec<Import>,
}

/// A name and what it stands for.
#[derive(Debug)]
pub struct Binding {
    pub name: String,
    pub reach: Reach,
    pub means: Means,
}

/// What a name stands for.
#[derive(Debug)]
pub enum Means {
    /// An item of the module itself.
    Item,
    /// A macro by example of the module itself.
    Macro,
    Module(Id),
    /// What a `use` of the module names.
    Import(Vec<String>),
}

/// An imported path, and who can see it.
#[derive(Debug)]
pub struct Import {
    pub path: Vec<String>,
    pub reach: Reach,
}

/// Who can see a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// The module and those in it.
    Private,
    /// The parent of the module and those in it.
    Parent,
    Anyone,
}

impl Tree {
    /// Reads the modules from a file on. `mounted` adds modules that lie elsewhere to the first one.
    pub fn read(sources: &Sources, root: &str, prefix: &[&str], mounted: &[(&str, &str)]) -> Result<Self, String> {
        let mut tree = Self { modules: Vec::new(), prefix: prefix.iter().map(|name| (*name).to_owned()).collect() };
        tree.file(sources, "crate", Path::new(root), None)?;
        for (name, file) in mounted {
            let id = tree.file(sources, name, Path::new(file), Some(0))?;
            tree.bind(0, name, Reach::Private, Means::Module(id));
        }
        Ok(tree)
    }

    /// The names of the modules that lead to a module, without the first. Modules inside the file of another are part of it.
    pub fn place(&self, mut id: Id) -> Vec<&str> {
        let mut place = Vec::new();
        while let Some(parent) = self.modules[id].parent {
            if !self.modules[id].inline {
                place.push(self.modules[id].name.as_str());
            }
            id = parent;
        }
        place.reverse();
        place
    }

    /// Tells whether a module is another, or lies in it.
    pub fn is_within(&self, mut id: Id, outer: Id) -> bool {
        loop {
            if id == outer {
                return true;
            }
            match self.modules[id].parent {
                Some(parent) => id = parent,
                None => return false,
            }
        }
    }

    /// The module of a name that is declared in a module.
    pub fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.modules[id].bindings.iter().find_map(|binding| match binding.means {
            Means::Module(child) if binding.name == name => Some(child),
            _ => None,
        })
    }

    fn bind(&mut self, id: Id, name: &str, reach: Reach, means: Means) {
        self.modules[id].bindings.push(Binding { name: name.to_owned(), reach, means });
    }

    fn module(&mut self, name: &str, file: &Path, parent: Option<Id>, inline: bool) -> Id {
        let (bindings, globs) = (Vec::new(), Vec::new());
        self.modules.push(Module { name: name.to_owned(), file: file.to_owned(), inline, parent, bindings, globs });
        self.modules.len() - 1
    }

    fn file(&mut self, sources: &Sources, name: &str, path: &Path, parent: Option<Id>) -> Result<Id, String> {
        let text = sources.get(path).ok_or_else(|| format!("{}: there is no such file", path.display()))?;
        let file = syn::parse_file(text).map_err(|error| format!("{}: {error}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let owns_folder = parent.is_none() || matches!(stem, "mod" | "lib" | "main");
        let beside = if owns_folder { folder.to_owned() } else { folder.join(stem) };
        let id = self.module(name, path, parent, false);
        self.items(sources, id, &beside, file.items)?;
        Ok(id)
    }

    /// Reads the items of a module whose files lie in the folder.
    fn items(&mut self, sources: &Sources, id: Id, folder: &Path, items: Vec<Item>) -> Result<(), String> {
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let child = match item.content {
                        Some((_, items)) => {
                            let file = self.modules[id].file.clone();
                            let child = self.module(&name, &file, Some(id), true);
                            self.items(sources, child, &folder.join(&name), items)?;
                            child
                        }
                        None => {
                            let file = file_of(sources, folder, &name, &self.modules[id].file, &item.attrs)?;
                            self.file(sources, &name, &file, Some(id))?
                        }
                    };
                    self.bind(id, &name, reach(&item.vis), Means::Module(child));
                }
                Item::Use(item) => self.imports(id, reach(&item.vis), &mut Vec::new(), &item.tree, item.leading_colon.is_some()),
                Item::Macro(item) => {
                    if let Some(name) = item.ident {
                        self.bind(id, &name.to_string(), Reach::Anyone, Means::Macro);
                    }
                }
                item => {
                    if let Some((name, visibility)) = defined(&item) {
                        self.bind(id, &name, reach(visibility), Means::Item);
                    }
                }
            }
        }
        Ok(())
    }

    fn imports(&mut self, id: Id, reach: Reach, before: &mut Vec<String>, tree: &UseTree, external: bool) {
        if external {
            return;
        }
        let depth = before.len();
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.imports(id, reach, before, &path.tree, false);
            }
            UseTree::Name(name) if name.ident == "self" => {
                let name = before.last().cloned().unwrap_or_default();
                self.bind(id, &name, reach, Means::Import(before.clone()));
            }
            UseTree::Name(name) => {
                before.push(name.ident.to_string());
                self.bind(id, &name.ident.to_string(), reach, Means::Import(before.clone()));
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    before.push(rename.ident.to_string());
                }
                self.bind(id, &rename.rename.to_string(), reach, Means::Import(before.clone()));
            }
            UseTree::Glob(_) => self.modules[id].globs.push(Import { path: before.clone(), reach }),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imports(id, reach, before, tree, false)),
        }
        before.truncate(depth);
    }
}

/// The file of a module that is declared in another.
fn file_of(sources: &Sources, folder: &Path, name: &str, declared_in: &Path, attributes: &[Attribute]) -> Result<PathBuf, String> {
    let elsewhere = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("path") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    });
    let candidates = match elsewhere {
        Some(path) => vec![normal(&declared_in.parent().unwrap_or(Path::new("")).join(path))],
        None => vec![folder.join(name).with_extension("rs"), folder.join(name).join("mod.rs")],
    };
    let found = candidates.iter().find(|path| sources.get(path).is_some());
    found.cloned().ok_or_else(|| format!("{}: the file of `mod {name}` is not there", declared_in.display()))
}

/// Whether `#[cfg(test)]`, or a `cfg` that needs it, stands on an item.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.parse_args::<Meta>().is_ok_and(|condition| needs_test(&condition)),
        _ => false,
    })
}

pub fn needs_test(condition: &Meta) -> bool {
    let parts = |list: &syn::MetaList| {
        let parts = list.parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated);
        parts.map(|parts| parts.into_iter().collect::<Vec<_>>()).unwrap_or_default()
    };
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => parts(list).iter().any(needs_test),
        Meta::List(list) if list.path.is_ident("any") => parts(list).iter().all(needs_test),
        _ => false,
    }
}

fn reach(visibility: &Visibility) -> Reach {
    match visibility {
        Visibility::Inherited => Reach::Private,
        Visibility::Restricted(restricted) if restricted.path.is_ident("self") => Reach::Private,
        Visibility::Restricted(restricted) if restricted.path.is_ident("super") => Reach::Parent,
        _ => Reach::Anyone,
    }
}

fn defined(item: &Item) -> Option<(String, &Visibility)> {
    let (name, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::TraitAlias(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        Item::Union(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((name.to_string(), visibility))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
