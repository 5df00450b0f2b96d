//! Callbacks: a function for each, which is named after the operation and the callback.

use std::collections::BTreeMap;

use super::payload::{Payload, doc};
use crate::hints::Webhook;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::facts::in_code;
use crate::lower::schema::operation::Op;
use crate::names::{Case, NameScope, Reserved};
use crate::pointer::Pointer;

/// The functions, and what the documentation of operations says of them.
type Callbacks = (Vec<ir::Callback>, BTreeMap<Pointer, Vec<ir::CallbackDoc>>);

/// Makes the functions.
pub(super) fn callbacks<'a>(lowering: &mut OperationLowering<'a>, ops: &[Op<'a>], all: &[&'a Webhook], space: usize) -> Callbacks {
    let mut scope = NameScope::new(Reserved::Nothing);
    // What the module has of the runtime.
    for taken in ["from_slice", "secrets_match"] {
        scope.claim(taken, Case::Snake);
    }
    let (mut found, mut lines): Callbacks = (Vec::new(), BTreeMap::new());
    for webhook in all {
        let Some(source) = &webhook.callback else { continue };
        let id = ops.iter().find(|op| op.at() == source.operation).map(Op::id).unwrap_or_default();
        let words = format!("{id} {}", webhook.name);
        let payload = Payload::of(lowering, webhook, &words, space);
        let reader = payload.map(|payload| {
            let name = scope.claim_first([words.clone(), format!("{words} {}", webhook.method.to_lowercase())], Case::Snake);
            let mut text = format!(
                "Reads what the callback `{}` of `{}` sends to `{}`.",
                in_code(payload.name()),
                in_code(&id),
                in_code(&source.expression)
            );
            let ir::Doc(more) = doc(webhook);
            if !more.is_empty() {
                text += &format!("\n\n{more}");
            }
            found.push(ir::Callback { name: name.clone(), ty: payload.ty, doc: ir::Doc(text) });
            name
        });
        let callback = ir::CallbackDoc { name: webhook.name.clone(), expression: source.expression.clone(), reader };
        lines.entry(source.operation.clone()).or_default().push(callback);
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    (found, lines)
}
