//! Unions of the alternatives beside the properties of an object: each has these properties and its own.

use openapiv3::Schema;

use crate::ir;
use crate::lower::schema::distinguished::Distinguished;
use crate::lower::schema::tags::Tag;
use crate::lower::schema::view::{SchemaRef, SchemaView, at};
use crate::lower::types::Types;
use crate::lower::types::draft::{DraftShape, NamePath, Property};
use crate::lower::types::examples::ExampleOf;
use crate::lower::types::structs::Properties;
use crate::lower::types::unions::{TaggedAlternative, tagged};

/// What a definition consists of that is a union of alternatives beside properties.
pub(super) struct UnionMembers {
    name_path: NamePath,
    /// The properties that all alternatives have.
    common: Properties,
    /// Those of each alternative.
    alternatives: Vec<Vec<Property>>,
    /// All of them in one, once something has taken them over.
    joined: Option<Properties>,
}

impl<'a> Types<'a> {
    /// The union of alternatives that a property chooses among, each with the properties beside which they stand.
    pub(super) fn distinguished(
        &mut self,
        schema: &'a Schema,
        view: &SchemaView<'a>,
        found: Distinguished<'a>,
        name_path: &NamePath,
    ) -> DraftShape {
        let mut common = Properties::apart(found.at);
        let mut late = Vec::new();
        self.gather(schema, view, name_path, &mut common, &mut late);
        let mut members = UnionMembers { name_path: name_path.clone(), common: common.clone(), alternatives: Vec::new(), joined: None };
        let is_settled = common.get(found.property).is_some_and(|property| property.ty != ir::Type::Json);
        common.settled = is_settled.then(|| found.property.to_owned());
        let mut tags = Vec::with_capacity(found.alternatives.len());
        for (place, (part, tag)) in found.alternatives.into_iter().enumerate() {
            let word = self.word_of(part, &tag);
            let name_path = name_path.child(&word);
            let (mut properties, mut late) = (common.clone(), late.clone());
            self.inherit(part, &name_path, &mut properties, &mut late);
            members.alternatives.push(properties.list.clone());
            let mut shape = properties.into_shape();
            // One that is chosen where there is no value need not send any.
            if found.otherwise != Some(place) {
                fix(&mut shape, found.property, &tag);
            }
            let documented = match part {
                SchemaRef::Reference(reference) => self.definitions.find(reference).map_or(part, |index| self.definitions.all[index].slot),
                SchemaRef::Inline(_) => part,
            };
            let stands_at = match documented {
                SchemaRef::Inline(part) => at(part),
                SchemaRef::Reference(_) => at(schema),
            };
            let name = self.claim(&name_path, &stands_at);
            let home = if name_path.space == 0 { ir::Home::Types } else { ir::Home::Here };
            let draft = self.push_without_example(name.clone(), &name_path, documented, stands_at, shape);
            self.examples.ask(draft, name.as_str(), ExampleOf::Alternative(SchemaRef::Inline(schema), part));
            self.late.extend(late.into_iter().map(|late| (draft, late)));
            let (ty, constraints) = (ir::Type::Named { name, home }, self.definitions.constraints(part));
            tags.push(TaggedAlternative { name: word, wire: tag.read, listed: Vec::new(), ty, constraints });
        }
        if let Some(definition) = found.definition {
            self.unions.insert(definition, members);
        }
        let mut shape = tagged(found.property, tags);
        if let (DraftShape::Other(ir::Shape::Tagged { variants, otherwise, .. }), Some(place)) = (&mut shape, found.otherwise) {
            *otherwise = variants.get(place).map(|variant| variant.name.clone());
        }
        shape
    }

    /// The properties of a definition that is such a union, as what extends it has them: any alternative may be there.
    pub(super) fn members_of_union(&mut self, index: usize) -> Option<Properties> {
        let members = self.unions.get_mut(&index)?;
        if let Some(joined) = &members.joined {
            return Some(joined.clone());
        }
        let (mut joined, alternatives, name_path) =
            (members.common.clone().together(), std::mem::take(&mut members.alternatives), members.name_path.clone());
        self.put_choices(alternatives, &name_path, &mut joined);
        self.unions.get_mut(&index)?.joined = Some(joined.clone());
        Some(joined)
    }

    /// What an alternative is called: as the document calls it, or by the value that chooses it.
    fn word_of(&self, part: SchemaRef<'a>, tag: &Tag) -> String {
        let definition = match part {
            SchemaRef::Reference(reference) => self.definitions.find(reference).map(|index| &self.definitions.all[index]),
            SchemaRef::Inline(_) => None,
        };
        let named = definition.map(|definition| definition.preferred_name.to_string()).or_else(|| self.declared_name(part));
        named.or_else(|| tag.sent.clone()).filter(|word| !word.is_empty()).unwrap_or_else(|| "object".to_owned())
    }
}

/// Gives an alternative the value of the property that chooses it.
fn fix(shape: &mut DraftShape, name: &str, tag: &Tag) {
    let DraftShape::Struct { properties, .. } = shape else { return };
    for property in properties.iter_mut().filter(|property| property.wire == name) {
        property.required = true;
        property.is_tag = tag.sent.is_some();
        property.fixed.clone_from(&tag.sent);
    }
}
