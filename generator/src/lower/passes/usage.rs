//! Who uses which type: what is sent, and which features need it.

use crate::ir;
use crate::lower::types::Types;
use crate::lower::types::draft::{Draft, DraftShape, TypeUse};

/// What is known of each draft's use, by its index.
#[derive(Debug)]
pub(in crate::lower) struct Usage {
    pub sent: Vec<bool>,
    /// The modules that need it, ascending; the number of modules stands for [`ir::UNUSED`].
    pub modules: Vec<Vec<usize>>,
}

impl Usage {
    /// Follows the uses from the operations of `modules` modules, whose namespaces come after `types`.
    pub(in crate::lower) fn new(types: &Types<'_>, by_operations: &[TypeUse], modules: usize) -> Self {
        let uses: Vec<Vec<usize>> = types.drafts.iter().map(|draft| uses(types, draft)).collect();
        let mut this = Self { sent: vec![false; uses.len()], modules: vec![Vec::new(); uses.len()] };
        let mut queue: Vec<usize> = by_operations.iter().filter(|one| one.sent).map(|one| one.draft).collect();
        while let Some(draft) = queue.pop() {
            if !std::mem::replace(&mut this.sent[draft], true) {
                queue.extend(&uses[draft]);
            }
        }
        // Who writes changes to a type needs that type, and does not send it.
        let mut uses = uses;
        for (uses, draft) in uses.iter_mut().zip(&types.drafts) {
            uses.extend(draft.changes.as_ref().and_then(|changes| types.draft(&changes.of, draft.space)));
        }
        let mut by_module = vec![Vec::new(); modules];
        for one in by_operations {
            by_module[one.module].push(one.draft);
        }
        for (module, queue) in by_module.into_iter().enumerate() {
            this.mark(module, queue, &uses);
        }
        let unused = types
            .drafts
            .iter()
            .enumerate()
            .filter(|(index, draft)| draft.space == 0 && this.modules[*index].is_empty() && !is_alias(draft));
        let unused = unused.map(|(index, _)| index).collect();
        this.mark(modules, unused, &uses);
        this.mark_aliases(types, &uses);
        this
    }

    fn mark(&mut self, module: usize, mut queue: Vec<usize>, uses: &[Vec<usize>]) {
        while let Some(draft) = queue.pop() {
            if self.modules[draft].last() != Some(&module) {
                self.modules[draft].push(module);
                queue.extend(&uses[draft]);
            }
        }
    }

    /// Nothing needs an alias, since its uses see through it: it is there when its type is.
    fn mark_aliases(&mut self, types: &Types<'_>, uses: &[Vec<usize>]) {
        for (index, draft) in types.drafts.iter().enumerate() {
            if let (true, [target, ..]) = (is_alias(draft), uses[index].as_slice()) {
                self.modules[index] = self.modules[*target].clone();
            }
        }
    }
}

fn is_alias(draft: &Draft) -> bool {
    matches!(draft.shape, DraftShape::Other(ir::Shape::Alias(_)))
}

/// The drafts that one names.
fn uses(types: &Types<'_>, draft: &Draft) -> Vec<usize> {
    let mut found: Vec<usize> = draft.shape.all_types().into_iter().filter_map(|ty| types.draft(ty.innermost(), draft.space)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
