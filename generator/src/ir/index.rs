//! The types of a crate by name, for those who look behind one.

use std::collections::HashMap;

use super::{Api, Home, Module, Shape, Type, TypeDef, Webhooks};

/// Every type that a crate defines, by where it lives and its name.
#[derive(Debug)]
pub struct TypeIndex<'a> {
    shared: HashMap<&'a str, &'a TypeDef>,
    inline: HashMap<(&'a str, &'a str), &'a TypeDef>,
}

/// Where a type is written, which decides what [`Home::Here`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace<'m> {
    /// In `types`.
    Types,
    /// In the file of the module of this name.
    Module(&'m str),
}

impl Api {
    /// Returns every type that the crate defines, and where each is written: in the order of [`Self::all_types_mut`].
    pub fn all_types(&self) -> impl Iterator<Item = (&TypeDef, Namespace<'_>)> {
        let shared = self.types.iter().flat_map(|group| &group.types).map(|def| (def, Namespace::Types));
        let inline = self.modules.iter().flat_map(|module| module.types.iter().map(|def| (def, module.namespace())));
        let sent = self.webhooks.iter().flat_map(|webhooks| webhooks.types.iter().map(|def| (def, webhooks.namespace())));
        shared.chain(inline).chain(sent)
    }

    /// Returns every type that the crate defines, to be changed.
    pub fn all_types_mut(&mut self) -> impl Iterator<Item = &mut TypeDef> {
        let shared = self.types.iter_mut().flat_map(|group| &mut group.types);
        let inline = self.modules.iter_mut().flat_map(|module| &mut module.types);
        shared.chain(inline).chain(self.webhooks.iter_mut().flat_map(|webhooks| &mut webhooks.types))
    }
}

impl Module {
    /// Returns where the types of its operations are written.
    pub fn namespace(&self) -> Namespace<'_> {
        Namespace::Module(self.name.as_str())
    }
}

impl Webhooks {
    /// Returns where the types of its payloads are written.
    pub fn namespace(&self) -> Namespace<'_> {
        Namespace::Module(self.name.as_str())
    }
}

impl<'a> TypeIndex<'a> {
    /// Finds the types of a crate.
    pub fn new(api: &'a Api) -> Self {
        let (mut shared, mut inline) = (HashMap::new(), HashMap::new());
        for (def, written) in api.all_types() {
            match written {
                Namespace::Types => shared.insert(def.name.as_str(), def),
                Namespace::Module(module) => inline.insert((module, def.name.as_str()), def),
            };
        }
        Self { shared, inline }
    }

    /// Returns the definition of a named type that is written in a namespace, and where that is.
    pub fn definition<'m>(&self, ty: &Type, written: Namespace<'m>) -> Option<(&'a TypeDef, Namespace<'m>)> {
        let Type::Named { name, home } = ty else {
            return None;
        };
        match (home, written) {
            (Home::Here, Namespace::Module(module)) => Some((self.inline.get(&(module, name.as_str()))?, written)),
            _ => Some((self.shared.get(name.as_str())?, Namespace::Types)),
        }
    }

    /// Returns a type behind its other names, and where that is written.
    pub fn resolve<'t, 'm>(&self, ty: &'t Type, written: Namespace<'m>) -> (&'t Type, Namespace<'m>)
    where
        'a: 't,
    {
        let (mut ty, mut written) = (ty, written);
        // Aliases of aliases end; the bound only keeps a wrong definition from hanging us.
        for _ in 0..64 {
            match self.definition(ty, written) {
                Some((TypeDef { shape: Shape::Alias(target), .. }, home)) => (ty, written) = (target, home),
                _ => break,
            }
        }
        (ty, written)
    }

    /// Returns a type without the other names in it: what Rust compares.
    pub fn expand(&self, ty: &Type, written: Namespace<'_>) -> Type {
        let (ty, written) = self.resolve(ty, written);
        let inner = |ty: &Type| Box::new(self.expand(ty, written));
        match ty {
            Type::List(item) => Type::List(inner(item)),
            Type::Map(value) => Type::Map(inner(value)),
            Type::Boxed(ty) => Type::Boxed(inner(ty)),
            Type::Nullable(ty) => Type::Nullable(inner(ty)),
            Type::Named { name, .. } if written == Namespace::Types => Type::Named { name: name.clone(), home: Home::Types },
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Client, Doc, TypeGroup, xml::Xml};
    use crate::names::{Case, Ident, NameScope};

    fn name(text: &str) -> Ident {
        NameScope::default().claim(text, Case::Camel)
    }

    fn named(text: &str, home: Home) -> Type {
        Type::Named { name: name(text), home }
    }

    fn alias(text: &str, of: Type) -> TypeDef {
        TypeDef::new(name(text), Shape::Alias(of))
    }

    /// `Name` is a string in `types`, and a list of those in the module, where `Names` leads to it by another name.
    fn api() -> Api {
        let here = vec![
            alias("Name", Type::List(Box::new(named("Name", Home::Types)))),
            alias("Names", named("Name", Home::Here)),
            alias("Endless", named("Endless", Home::Here)),
        ];
        let (feature, tag, doc) = (String::new(), String::new(), Doc::default());
        let module = Module { name: name("m"), feature, handle: name("M"), tag, doc, endpoints: Vec::new(), types: here };
        let shared = TypeGroup { name: name("g"), features: Vec::new(), types: vec![alias("Name", Type::String)] };
        let (title, version, doc) = (String::new(), String::new(), Doc::default());
        let (types, modules) = (vec![shared], vec![module]);
        let (own_types, webhooks) = (Vec::new(), None);
        Api {
            title,
            version,
            doc,
            client: Client::default(),
            pagings: Vec::new(),
            types,
            modules,
            webhooks,
            own_types,
            xml: Xml::default(),
            free: Vec::new(),
        }
    }

    #[test]
    fn names_are_looked_for_where_they_are_written() {
        let api = api();
        let index = TypeIndex::new(&api);
        let module = api.modules[0].namespace();
        assert_eq!(index.resolve(&named("Name", Home::Here), Namespace::Types), (&Type::String, Namespace::Types));
        assert_eq!(index.resolve(&named("Name", Home::Types), module), (&Type::String, Namespace::Types));
        let list = Type::List(Box::new(named("Name", Home::Types)));
        assert_eq!(index.resolve(&named("Names", Home::Here), module), (&list, module));
        assert_eq!(index.expand(&named("Names", Home::Here), module), Type::List(Box::new(Type::String)));
        assert_eq!(index.resolve(&named("Other", Home::Here), module), (&named("Other", Home::Here), module));
        assert_eq!(index.resolve(&named("Endless", Home::Here), module).0, &named("Endless", Home::Here), "it ends");
    }
}
