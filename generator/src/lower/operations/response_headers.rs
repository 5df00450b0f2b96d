//! The headers that responses promise.

use std::collections::HashSet;

use openapiv3::{Header, ParameterSchemaOrContent, Response};

use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::errors::is_here;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Media, choose};
use crate::lower::schema::operation::{Op, success_by_default, successes};
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;
use crate::names::{Case, Ident, NameScope, Reserved};
use crate::request::ListStyle;

/// A set of more headers than this is named by its first one.
const NAMED: usize = 3;

impl<'a> OperationLowering<'a> {
    /// The type of the headers that the successes of an operation promise, each once. Operations share it where they
    /// promise the same.
    pub(in crate::lower) fn headers(&mut self, op: &Op<'a>, name_path: &NamePath) -> Option<ir::Type> {
        let found: Vec<&'a Response> = successes(op).into_iter().map(|success| success.response).collect();
        let found = if found.is_empty() { success_by_default(op).into_iter().collect() } else { found };
        let mut known = HashSet::new();
        let headers = found.into_iter().flat_map(|response| &response.headers);
        let headers = headers.filter_map(|(name, header)| Some((name.as_str(), header.as_item()?)));
        let mut headers: Vec<_> = headers.filter(|(name, _)| known.insert(name.to_ascii_lowercase())).collect();
        if headers.is_empty() {
            return None;
        }
        headers.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let idents = NameScope::new(Reserved::Nothing).claim_all(&names, Case::Snake);
        let headers: Vec<ir::Header> =
            idents.into_iter().zip(&headers).map(|(ident, (wire, header))| self.header(ident, wire, header, name_path)).collect();

        let own = headers.iter().any(|header| is_here(&header.ty));
        let same = |known: &&(Vec<ir::Header>, ir::Type)| known.0.iter().map(facts).eq(headers.iter().map(facts));
        if let Some((_, ty)) = self.headers.iter().filter(|_| !own).find(same) {
            return Some(ty.clone());
        }
        // Of sets with the same names, the first has them as its name, and the others are their operations'.
        let own = own || self.headers.iter().any(|(known, _)| known.iter().map(wire).eq(headers.iter().map(wire)));
        let (name_path, home) =
            if own { (name_path.child("headers"), ir::Home::Here) } else { (NamePath::new(0, set_name(&names)), ir::Home::Types) };
        let doc = "The headers of a response. A header that is missing or cannot be parsed is `None`.".to_owned();
        let draft = self.add_type(op, &name_path, doc, ir::Shape::Headers(headers.clone()));
        let ty = self.type_of(draft, home);
        if !own {
            self.headers.push((headers, ty.clone()));
        }
        Some(ty)
    }

    fn header(&mut self, name: Ident, wire: &str, header: &'a Header, name_path: &NamePath) -> ir::Header {
        let (slot, is_json) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => (Some(SchemaRef::from(schema)), false),
            ParameterSchemaOrContent::Content(content) => {
                let choice = choose(content);
                (choice.as_ref().and_then(|choice| choice.slot), choice.is_some_and(|choice| choice.media == Media::Json))
            }
        };
        let name_path = name_path.child(wire);
        let (mut list, mut is_structured) = (None, false);
        let ty = match slot.map(|slot| (slot, self.types.definitions.resolved(slot, 0))) {
            Some((slot, _)) if is_json => {
                is_structured = true;
                self.types.lower(slot, &name_path).inside()
            }
            Some((slot, Some(schema))) => match SchemaView::of(schema).kind {
                ViewKind::List(items) => {
                    list = Some(self.types.definitions.hints_of(schema).list.unwrap_or_default());
                    items.map_or(ir::Type::String, |items| self.header_text(items, &name_path, header))
                }
                ViewKind::Object(_) if self.hints.document.is_by_media => {
                    is_structured = true;
                    self.types.lower(slot, &name_path).inside()
                }
                _ => self.header_text(slot, &name_path, header),
            },
            _ => ir::Type::String,
        };
        ir::Header { name, wire: wire.to_owned(), doc: docs::of_text(header.description.as_deref()), ty, list, is_structured }
    }

    /// What the text of a header, or of an item in one, reads as.
    fn header_text(&mut self, slot: SchemaRef<'a>, name_path: &NamePath, header: &Header) -> ir::Type {
        let schema = self.types.definitions.resolved(slot, 0);
        match schema.map_or(ViewKind::Any, |schema| SchemaView::of(schema).kind) {
            ViewKind::Scalar(ir::Type::File) | ViewKind::Any => ir::Type::String,
            ViewKind::Scalar(plain) => match self.types.lower(slot, name_path).ty {
                // Types of one's own are read from JSON.
                ir::Type::Own(_) => {
                    if schema.is_some_and(|schema| self.types.definitions.hints_of(schema).own_type.is_some()) {
                        self.warn(hints::at(&header.extensions), "`x-rust-type` has no effect in a header of a response");
                    }
                    plain
                }
                ty => ty,
            },
            ViewKind::StringEnum(_) | ViewKind::IntegerEnum(_) => self.types.lower(slot, name_path).ty,
            ViewKind::List(_) | ViewKind::Object(_) | ViewKind::AllOf(..) | ViewKind::OneOf(_) => {
                self.warn(hints::at(&header.extensions), "a header inside which there is more than a list: it is left as a string");
                ir::Type::String
            }
        }
    }
}

/// What tells headers apart: all but what is said of them.
fn facts(header: &ir::Header) -> (&str, &ir::Type, Option<ListStyle>, bool) {
    (&header.wire, &header.ty, header.list, header.is_structured)
}

fn wire(header: &ir::Header) -> &str {
    &header.wire
}

/// The name of a set of headers that no operation owns.
fn set_name(names: &[&str]) -> String {
    match names.split_first() {
        Some((first, others)) if names.len() > NAMED => format!("{first} and {} more headers", others.len()),
        _ => format!("{} headers", names.join(" and ")),
    }
}
