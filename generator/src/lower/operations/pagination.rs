//! Lists that come in pages: how the next one is asked for.

use std::collections::BTreeSet;

use crate::hints::values::{PaginationHint, PaginationStyle, Switch};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::response::ResponsePart;
use crate::lower::schema::operation::{Op, Tagged, path_of};
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::NamePath;
use crate::names::Case;
use crate::request::placeholders;

impl<'a> OperationLowering<'a> {
    /// The items of a list that comes in pages, and the paging.
    pub(in crate::lower) fn page(
        &mut self,
        op: &Op<'a>,
        whole: &ResponsePart<'a>,
        envelope: Option<&str>,
        name_path: &NamePath,
    ) -> Option<(ir::Type, usize)> {
        let (declared, explicit) = match &self.hints.operations.of(&op.operation.extensions).pagination {
            Switch::Off => return None,
            Switch::Unset => (self.hints.document.pagination.clone()?, false),
            Switch::On(own) => (own.clone().over(self.hints.document.pagination.as_ref()), true),
        };
        let name = if explicit { format!("paging {}", name_path.name) } else { "paging".to_owned() };
        let found = self.try_page(op, whole, envelope, name_path, &declared);
        let page = found.map(|(item, paging)| (item, self.paging(paging, &name)));
        if page.is_none() && explicit {
            let message = "nothing to page through: the response has no list there, or the parameter is not declared";
            self.warn(op.at().push(declared.word.unwrap_or(crate::hints::PAGINATION)), message);
        }
        page
    }

    fn try_page(
        &mut self,
        op: &Op<'a>,
        whole: &ResponsePart<'a>,
        envelope: Option<&str>,
        name_path: &NamePath,
        declared: &PaginationHint,
    ) -> Option<(ir::Type, ir::PagingSpec)> {
        let style = match declared.style? {
            PaginationStyle::Page => ir::PagingStyle::Page { param: declared.page.clone()?, first: declared.first.unwrap_or(1) },
            PaginationStyle::Offset => ir::PagingStyle::Offset { param: declared.offset.clone()? },
            PaginationStyle::Cursor => ir::PagingStyle::Cursor { param: declared.cursor.clone()? },
            PaginationStyle::NextLink => self.links(op, declared),
            PaginationStyle::LinkHeader => ir::PagingStyle::LinkHeader,
        };
        let applies = match &style {
            ir::PagingStyle::Page { param, .. } | ir::PagingStyle::Offset { param } | ir::PagingStyle::Cursor { param } => {
                has_query(op, param)
            }
            ir::PagingStyle::NextLink { .. } => self.follow(whole, declared.next.as_deref()?).is_some(),
            ir::PagingStyle::LinkHeader => true,
        };
        let items = declared.items.clone().unwrap_or_else(|| envelope.map_or(String::new(), |name| format!("/{name}")));
        let list = self.follow(whole, &items).filter(|_| applies)?;
        if let ResponsePart::SchemaRef(SchemaRef::Inline(schema)) = &list
            && !matches!(SchemaView::of(schema).kind, ViewKind::List(_))
        {
            return None;
        }
        let ir::Type::List(item) = self.finish(list, name_path) else {
            return None;
        };
        let spec = ir::PagingSpec {
            style,
            size: declared.size.clone(),
            items,
            total: declared.total.clone(),
            current: declared.current.clone(),
            last: declared.last.clone(),
            next: declared.next.clone(),
        };
        Some((*item, spec))
    }

    /// The paging of this kind, made if it is the first.
    fn paging(&mut self, spec: ir::PagingSpec, name: &str) -> usize {
        if let Some(index) = self.pagings.iter().position(|known| known.spec == spec) {
            return index;
        }
        let name = self.paging_names.claim(name, Case::Constant);
        self.pagings.push(ir::Paging { name, spec, features: Vec::new() });
        self.pagings.len() - 1
    }

    /// How an address leads to the next page. Where another operation gives the further pages, its path says how, and
    /// what both have in the query stays what the caller has said.
    fn links(&mut self, op: &Op<'a>, declared: &PaginationHint) -> ir::PagingStyle {
        let mut keep: BTreeSet<String> = declared.keep.iter().flatten().cloned().collect();
        for name in keep.iter().filter(|name| !has_query(op, name)) {
            self.warn(op.at().push(crate::hints::PAGINATION), format!("there is no parameter `{name}` in the query to keep"));
        }
        let path = declared.operation.as_ref().and_then(|id| {
            let Some(next) = self.by_id.get(id.as_str()).copied() else {
                self.warn(
                    op.at(),
                    format!("further pages come from an operation `{id}` that is not there: their addresses are used as they are"),
                );
                return None;
            };
            keep.extend(next.queries().filter(|name| has_query(op, name)).map(str::to_owned));
            let known = placeholders(op.path);
            let mut open =
                placeholders(next.path).into_iter().filter(|name| !known.contains(name) && !self.is_bound(name, ir::ParamLocation::Path));
            let (link, others) = (open.next()?, open.count());
            if others > 0 {
                self.warn(op.at(), format!("the path of `{id}` has more than the address to fill in: addresses are used as they are"));
                return None;
            }
            Some((path_of(&next), link.to_owned()))
        });
        ir::PagingStyle::NextLink { keep: keep.into_iter().collect(), path }
    }
}

/// Notes which modules need which paging.
pub(in crate::lower) fn note_features(pagings: &mut [ir::Paging], modules: &[Tagged<'_>], endpoints: &[Vec<ir::Endpoint>]) {
    for (module, endpoints) in modules.iter().zip(endpoints) {
        for endpoint in endpoints {
            if let ir::ResponseKind::Page { paging, .. } = &endpoint.response.kind
                && let Some(paging) = pagings.get_mut(*paging)
                && !paging.features.contains(&module.feature)
            {
                paging.features.push(module.feature.clone());
            }
        }
    }
}

/// Whether an operation has the query parameter.
fn has_query(op: &Op<'_>, name: &str) -> bool {
    op.queries().any(|known| known == name)
}
