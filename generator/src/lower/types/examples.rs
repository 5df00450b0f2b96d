//! The examples of types. Making them takes as long as making the types, and nothing of a type depends on its example: another thread
//! does it meanwhile.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;

use crate::lower::example_values;
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::view::SchemaRef;
use crate::lower::types::draft::Draft;

/// The stack of the other thread, in bytes: as much as a program usually begins with, since schemas lie in one another.
const STACK: usize = 8 << 20;

/// What an example is one of.
pub(in crate::lower) enum ExampleOf<'a> {
    Schema(SchemaRef<'a>),
    /// A definition, by its index: of one with subtypes, one of those.
    Definition(usize),
    /// What a definition with subtypes is by itself.
    Base(usize),
    /// A schema with alternatives, and the one of these that is chosen.
    Alternative(SchemaRef<'a>, SchemaRef<'a>),
}

/// An example that is to be made.
struct Request<'a> {
    draft: usize,
    /// The name of the type.
    name: String,
    of: ExampleOf<'a>,
}

/// The example of a draft, as JSON.
type MadeExample = (usize, Arc<str>);

/// The examples that are to be made.
pub(in crate::lower) struct ExampleQueue<'a> {
    requests: Sender<Request<'a>>,
    pending: Arc<PendingExamples<'a>>,
    made: Receiver<MadeExample>,
}

/// Makes examples, on any thread.
struct PendingExamples<'a> {
    definitions: Arc<Definitions<'a>>,
    requests: Mutex<Receiver<Request<'a>>>,
}

/// Does some work, with a queue of examples that are made beside it.
pub(in crate::lower) fn beside<'a, R>(definitions: &Arc<Definitions<'a>>, work: impl FnOnce(ExampleQueue<'a>) -> R) -> R {
    let (requests, open) = channel();
    let (done, made) = channel();
    let pending = Arc::new(PendingExamples { definitions: Arc::clone(definitions), requests: Mutex::new(open) });
    let queue = ExampleQueue { requests, pending: Arc::clone(&pending), made };
    thread::scope(|scope| {
        // Nobody waits for more where the work has panicked.
        let make = move || pending.run(|made| drop(done.send(made)));
        // Without the thread, all of them are made when they are waited for.
        drop(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, make));
        work(queue)
    })
}

impl<'a> ExampleQueue<'a> {
    /// Asks for the example of a draft.
    pub(in crate::lower) fn ask(&self, draft: usize, name: &str, of: ExampleOf<'a>) {
        // There is a receiver as long as there is a queue.
        let _ = self.requests.send(Request { draft, name: name.to_owned(), of });
    }

    /// Waits for all of them, and makes some of them itself.
    pub(in crate::lower) fn finish(self, drafts: &mut [Draft]) {
        let Self { requests, pending, made } = self;
        drop(requests);
        let mut add = |(draft, example): MadeExample| {
            if let Some(draft) = drafts.get_mut(draft) {
                draft.example = Some(example);
            }
        };
        pending.run(&mut add);
        made.into_iter().for_each(add);
    }
}

impl<'a> PendingExamples<'a> {
    /// Makes what is asked for, until nobody can ask any more.
    fn run(&self, mut add: impl FnMut(MadeExample)) {
        loop {
            let request = self.requests.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Request { draft, name, of }) = request else { return };
            if let Some(value) = self.value(of, &name) {
                add((draft, value.to_string().into()));
            }
        }
    }

    fn value(&self, of: ExampleOf<'a>, name: &str) -> Option<Value> {
        let definitions = &self.definitions;
        match of {
            ExampleOf::Schema(slot) => example_values::of_type(definitions, slot, name),
            ExampleOf::Definition(index) => example_values::of_definition(definitions, index, name),
            ExampleOf::Base(index) => example_values::of_base(definitions, index, name),
            ExampleOf::Alternative(slot, part) => example_values::of_alternative(definitions, slot, part, name),
        }
    }
}
