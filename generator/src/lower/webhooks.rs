//! The requests that the API sends: a union over the payloads of all webhooks, and a function for each callback.
//!
//! They are a module of their own, whose name and feature are `webhook`. What only they need is compiled with that feature.

mod callbacks;
mod event;
mod event_tags;
mod payload;

use std::collections::BTreeMap;

use self::event::event;
use self::payload::Payload;
use crate::hints::{Hints, Webhook};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::operation::{Op, Tagged};
use crate::lower::types::draft::TypeUse;
use crate::names::{Case, NameScope, Reserved};
use crate::pointer::Pointer;

/// What was decided of the requests that the API sends.
#[derive(Debug)]
pub(in crate::lower) struct LoweredWebhooks {
    pub event: Option<ir::Event>,
    pub callbacks: Vec<ir::Callback>,
    /// What the documentation of operations says, by their places.
    pub docs: BTreeMap<Pointer, Vec<ir::CallbackDoc>>,
}

/// Their module among those of operations. None where the document has none.
pub(in crate::lower) fn module<'a>(hints: &Hints) -> Option<Tagged<'a>> {
    if hints.webhooks.is_empty() {
        return None;
    }
    Some(Tagged {
        name: NameScope::default().claim(ir::WEBHOOK, Case::Snake),
        handle: NameScope::default().claim(ir::WEBHOOK, Case::Camel),
        feature: ir::WEBHOOK.to_owned(),
        tag: String::new(),
        doc: ir::Doc::default(),
        resource: Vec::new(),
        ops: Vec::new(),
    })
}

/// Makes their types. `module` is the place of their module, which comes after those of operations.
pub(in crate::lower) fn lower<'a>(lowering: &mut OperationLowering<'a>, ops: &[Op<'a>], module: usize) -> LoweredWebhooks {
    let space = module + 1;
    let mut scope = NameScope::new(Reserved::ModuleTypes);
    // What the module has of the runtime.
    scope.claim("InvalidPayload", Case::Camel);
    let name = scope.claim("Event", Case::Camel);
    lowering.types.spaces.push(scope);
    let hints = lowering.hints;
    let mut webhooks: Vec<&'a Webhook> = hints.webhooks.iter().collect();
    webhooks.sort_by_key(|webhook| (&webhook.name, &webhook.at));
    let (callbacks, webhooks): (Vec<&Webhook>, Vec<&Webhook>) = webhooks.into_iter().partition(|webhook| webhook.callback.is_some());
    let payloads: Vec<Payload<'a>> =
        webhooks.into_iter().filter_map(|webhook| Payload::of(lowering, webhook, &webhook.name, space)).collect();
    let event = event(lowering, name, &payloads, space);
    let (callbacks, docs) = callbacks::callbacks(lowering, ops, &callbacks, space);
    let used = payloads.iter().map(|payload| &payload.ty).chain(callbacks.iter().map(|callback| &callback.ty));
    let drafts: Vec<usize> = used.filter_map(|ty| lowering.types.draft(ty.innermost(), space)).collect();
    let of_event = event.iter().filter_map(|event| {
        let ty = ir::Type::Named { name: event.name.clone(), home: ir::Home::Here };
        lowering.types.draft(&ty, space)
    });
    let drafts: Vec<usize> = of_event.chain(drafts).collect();
    lowering.uses.extend(drafts.into_iter().map(|draft| TypeUse { draft, module, sent: false }));
    LoweredWebhooks { event, callbacks, docs }
}

impl LoweredWebhooks {
    /// The module, with the types that lie in it, once operations have their names.
    pub(in crate::lower) fn finish(self, module: Tagged<'_>, types: Vec<ir::TypeDef>, modules: &mut [ir::Module]) -> ir::Webhooks {
        let endpoints = modules.iter_mut().flat_map(|module| &mut module.endpoints);
        for endpoint in endpoints {
            endpoint.callbacks = self.docs.get(&endpoint.at).cloned().unwrap_or_default();
        }
        ir::Webhooks { name: module.name, feature: module.feature, event: self.event, callbacks: self.callbacks, types }
    }
}
