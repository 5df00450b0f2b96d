//! Responses by their status: which one is the success, and successes that differ.

use openapiv3::Response;

use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::response::ResponsePart;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Choice, ContentKind, Media, choose};
use crate::lower::schema::operation::{DeclaredSuccess, Op, successes};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::SchemaRef;
use crate::lower::types::draft::{Draft, DraftShape, NamePath};
use crate::names::{Case, NameScope, Reserved};

/// Those that say what their body is, each with its schema.
pub(in crate::lower) fn bodies<'a>(found: &[DeclaredSuccess<'a>]) -> Vec<(DeclaredSuccess<'a>, SchemaRef<'a>)> {
    found.iter().filter_map(|success| Some((*success, choose(&success.response.content)?.slot?))).collect()
}

impl<'a> OperationLowering<'a> {
    /// The type of a response whose successes carry different JSON, and the property that all of it is wrapped in.
    /// None where one type does for all, or where what they carry is more than JSON.
    pub(in crate::lower) fn by_status(
        &mut self,
        op: &Op<'a>,
        envelope: Option<&str>,
        name_path: &NamePath,
    ) -> Option<(ir::Type, Option<String>)> {
        let found = successes(op);
        let described = bodies(&found);
        let (_, first) = *described.first()?;
        if described.iter().skip(1).all(|(.., slot)| same_body(first, *slot))
            || !found.iter().all(|success| is_json_or_empty(success.response))
        {
            return None;
        }
        let envelope =
            envelope.filter(|name| described.iter().all(|(.., slot)| self.property(&ResponsePart::SchemaRef(*slot), name).is_some()));
        let names: Vec<String> = found.iter().map(reason).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let idents = NameScope::new(Reserved::Variants).claim_all(&names, Case::Camel);
        let name = self.types.claim(name_path, &op.at().push("responses"));
        let mut variants = Vec::new();
        for ((DeclaredSuccess { status, is_range, response }, ident), word) in found.into_iter().zip(idents).zip(names) {
            let slot = choose(&response.content).and_then(|choice| choice.slot);
            let ty = slot.map(|slot| {
                let whole = ResponsePart::SchemaRef(slot);
                let payload = envelope.and_then(|name| self.property(&whole, name));
                self.finish(payload.unwrap_or(whole), &name_path.part(self.types.definitions.hinted(slot), word))
            });
            variants.push(ir::StatusVariant { name: ident, status, is_range, doc: docs::of_text(Some(&response.description)), ty });
        }
        let doc = ir::Doc(format!("What `{}` gives, by the status of the response.", op.id()));
        let shape = DraftShape::Other(ir::Shape::ByStatus(variants));
        let draft = Draft {
            name: name.clone(),
            space: name_path.space,
            doc,
            deprecated: false,
            changes: None,
            constraints: ir::Constraints::default(),
            derives: Vec::new(),
            attributes: Vec::new(),
            example: None,
            at: op.at().push("responses"),
            shape,
        };
        self.types.add(draft);
        Some((ir::Type::Named { name, home: ir::Home::Here }, envelope.map(str::to_owned)))
    }
}

fn is_json_or_empty(response: &Response) -> bool {
    let json = |choice: Choice<'_>| choice.media == Media::Json && ContentKind::of(choice.slot) != ContentKind::Binary;
    choose(&response.content).is_none_or(json)
}

/// The name of a status, in words.
fn reason(success: &DeclaredSuccess<'_>) -> String {
    let status = success.status;
    if success.is_range {
        return format!("status {}xx", status / 100);
    }
    let known = match status {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        208 => "already reported",
        226 => "im used",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        307 => "temporary redirect",
        308 => "permanent redirect",
        _ => return format!("status {status}"),
    };
    known.to_owned()
}
