//! Alternatives that hold together with the properties of an object, beside them or as a part of an `allOf`. One struct has the
//! properties of all of them: which of them are there, only the value says.

use std::collections::HashSet;

use openapiv3::Schema;

use crate::diagnostic::Diagnostic;
use crate::hints::values::EnumHints;
use crate::ir;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::Types;
use crate::lower::types::draft::{DraftShape, LateProperties, NamePath, Property};
use crate::lower::types::enums;
use crate::lower::types::structs::Properties;

impl<'a> Types<'a> {
    /// Takes over the properties of alternatives: any of them may be there.
    pub(super) fn choices(
        &mut self,
        schema: &'a Schema,
        alternatives: Vec<SchemaRef<'a>>,
        name_path: &NamePath,
        into: &mut Properties,
        late: &mut Vec<LateProperties>,
    ) {
        let mut all = Vec::with_capacity(alternatives.len());
        for choice in alternatives {
            if matches!(choice, SchemaRef::Inline(schema) if matches!(SchemaView::of(schema).kind, ViewKind::Any)) {
                continue;
            }
            if !self.definitions.is_object(choice) {
                self.warn(schema, "an alternative that is not an object is left out: there are properties beside it");
                continue;
            }
            let (mut found, mut later) = (Properties::default(), Vec::new());
            self.inherit(choice, name_path, &mut found, &mut later);
            late.extend(later.into_iter().map(|late| LateProperties { is_choice: true, ..late }));
            all.push(found.list);
        }
        self.put_choices(all, name_path, into);
    }

    /// Adds the properties of alternatives, each of which has a list of them.
    pub(super) fn put_choices(&mut self, all: Vec<Vec<Property>>, name_path: &NamePath, into: &mut Properties) {
        // Where an alternative lists no values, any string may come.
        let lists = |property: &Property| self.narrows(&property.ty, &ir::Type::String, name_path.space);
        let is_listed = |name: &str| all.iter().all(|one| one.iter().any(|property| property.wire == name && lists(property)));
        let listed: HashSet<String> = all.iter().flatten().map(|one| &one.wire).filter(|name| is_listed(name)).cloned().collect();
        for property in all.into_iter().flatten() {
            let is_listed = listed.contains(&property.wire);
            self.put_choice(property.of_choice(), is_listed, name_path, into);
        }
    }

    /// Adds a property of an alternative. One that is there already stays as it is, unless both list strings, or all alternatives do.
    fn put_choice(&mut self, property: Property, is_listed: bool, name_path: &NamePath, into: &mut Properties) {
        let is_joined = into.joined.contains(&property.wire);
        let Some(known) = into.get_mut(&property.wire) else {
            into.put(property);
            return;
        };
        if known.ty == property.ty || known.ty == ir::Type::Json || property.ty == ir::Type::Json {
            return;
        }
        if known.ty == ir::Type::String && !is_listed && self.narrows(&property.ty, &known.ty, name_path.space) {
            return;
        }
        if let Some(joined) = self.joined(&known.ty, &property, is_joined, name_path) {
            if joined != known.ty {
                known.ty = joined;
                into.joined.insert(property.wire);
            }
            return;
        }
        let message = format!("`{}` has another type elsewhere in the same object; that one is used", property.wire);
        let found = Diagnostic::warning(property.at, message).help(format!("see {}", known.at));
        self.diagnostics.push(found);
    }

    /// The enum of the strings that a property and one of the same name list. A string beside them allows others, as each enum that
    /// is open does.
    fn joined(&mut self, known: &ir::Type, property: &Property, is_joined: bool, name_path: &NamePath) -> Option<ir::Type> {
        let strings = |shape: Option<&DraftShape>| match shape {
            Some(DraftShape::Other(ir::Shape::StringEnum { variants, open: true })) => {
                Some(variants.iter().map(|variant| variant.wire.clone()).collect::<Vec<_>>())
            }
            _ => None,
        };
        let added = strings(self.shape_of(&property.ty, name_path.space))?;
        let mut values = match known {
            ir::Type::String => Vec::new(),
            _ => strings(self.shape_of(known, name_path.space))?,
        };
        if added.iter().all(|value| values.contains(value)) {
            return Some(known.clone());
        }
        let is_new = |value: &String| !values.contains(value);
        let added: Vec<String> = added.into_iter().filter(is_new).collect();
        values.extend(added);
        let shape = DraftShape::Other(enums::of_strings(&EnumHints::default(), &values));
        if is_joined {
            let draft = self.draft(known, name_path.space)?;
            self.drafts.get_mut(draft)?.shape = shape;
            return Some(known.clone());
        }
        let name_path = name_path.child(&property.name).child("choice");
        let name = self.claim(&name_path, &property.at);
        let home = if name_path.space == 0 { ir::Home::Types } else { ir::Home::Here };
        let example = values.first().map(|value| serde_json::Value::from(value.as_str()).to_string().into());
        let draft = self.push_without_example(name.clone(), &name_path, SchemaRef::Reference(""), property.at.clone(), shape);
        self.drafts.get_mut(draft)?.example = example;
        Some(ir::Type::Named { name, home })
    }
}
