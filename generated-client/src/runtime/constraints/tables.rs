//! The constraints of types and operations as generated code has them, and how a type announces its own.

use std::cell::{Cell, RefCell};

use super::constraint::Constraint;
use crate::runtime::api::InputPlace;

/// The constraints of a value, then those of its items or of the values of its map, and so on.
pub type Levels = &'static [&'static [Constraint]];

/// The constraints of a generated struct.
#[derive(Debug)]
pub struct ObjectConstraints {
    /// Those of the object itself, for a check of the value alone: elsewhere, the place where it stands has them.
    pub own: Levels,
    /// Those of fields, by the names on the wire.
    pub fields: &'static [(&'static str, Levels)],
    /// Those of fields that the definition does not name.
    pub additional: Levels,
}

impl ObjectConstraints {
    /// Of a type that has none.
    pub const NONE: &'static Self = &Self { own: &[], fields: &[], additional: &[] };

    /// Returns the constraints of a field.
    pub(super) fn of(&self, name: &str) -> Levels {
        self.fields.iter().find(|(known, _)| *known == name).map_or(self.additional, |(_, levels)| levels)
    }
}

/// The constraints of a parameter or of a body.
#[derive(Debug)]
pub struct InputConstraints {
    /// Where it is sent.
    pub place: InputPlace,
    /// The name of the parameter; empty for a body.
    pub name: &'static str,
    /// Whether the value may be left empty, whatever the constraints say.
    pub may_be_empty: bool,
    /// Its constraints.
    pub levels: Levels,
}

thread_local! {
    /// Whether this thread checks a value.
    static IS_CHECKING: Cell<bool> = const { Cell::new(false) };
    /// What types have announced for the value that is written next.
    static ANNOUNCED: RefCell<Announced> = const { RefCell::new(Announced { object: None, variants: Vec::new() }) };
}

/// What a type demands of the value that it is about to write. A serializer has no parameter for it.
struct Announced {
    object: Option<&'static ObjectConstraints>,
    variants: Vec<Levels>,
}

/// Runs a closure, with or without checking what it writes.
pub(super) fn checking<R>(checks: bool, write: impl FnOnce() -> R) -> R {
    if checks {
        // A check that panicked may have left something.
        take_object();
        take_variants();
    }
    let _before = CheckedBefore(IS_CHECKING.replace(checks));
    write()
}

/// What was before. It is restored at the end, after a panic too.
struct CheckedBefore(bool);

impl Drop for CheckedBefore {
    fn drop(&mut self) {
        IS_CHECKING.set(self.0);
    }
}

/// Announces the constraints of an object that is about to be written.
pub(crate) fn announce_object(constraints: &'static ObjectConstraints) {
    if IS_CHECKING.get() {
        ANNOUNCED.with_borrow_mut(|announced| announced.object = Some(constraints));
    }
}

/// Announces the constraints of the variant that is about to be written.
pub(crate) fn announce_variant(constraints: Levels) {
    if IS_CHECKING.get() && !constraints.is_empty() {
        ANNOUNCED.with_borrow_mut(|announced| announced.variants.push(constraints));
    }
}

/// Forgets what was announced, if nothing has taken it.
pub(crate) fn forget_announced() {
    if IS_CHECKING.get() {
        take_object();
        take_variants();
    }
}

/// Takes the constraints of the object that is being written.
pub(super) fn take_object() -> Option<&'static ObjectConstraints> {
    ANNOUNCED.with_borrow_mut(|announced| announced.object.take())
}

/// Takes the constraints of the variant that is being written.
pub(super) fn take_variants() -> Vec<Levels> {
    ANNOUNCED.with_borrow_mut(|announced| std::mem::take(&mut announced.variants))
}

/// Makes tables of constraints.
///
/// ```text
/// constraints!(object own => [MinProperties(1)]; "name" => [MaxLength(3)]; "tags" => [] [MaxLength(3)]; .. => [MaxLength(3)];)
/// constraints!(input Query "page" => [Minimum("1")]; Query "size" or_empty => [Minimum("1")]; Body "" => [];)
/// constraints!(levels [MaxItems(2)] [MaxLength(3)])
/// ```
macro_rules! constraints {
    (
        object
        $(own => $([$($own:expr),*])+;)?
        $($name:literal => $([$($field:expr),*])+;)*
        $(.. => $([$($additional:expr),*])+;)?
    ) => {{
        #[allow(unused_imports)]
        use $crate::runtime::Constraint::*;
        &$crate::runtime::ObjectConstraints {
            own: &[$($(&[$($own),*]),+)?],
            fields: &[$(($name, &[$(&[$($field),*]),+])),*],
            additional: &[$($(&[$($additional),*]),+)?],
        }
    }};
    (input $($place:ident $name:literal $($or_empty:ident)? => $([$($rule:expr),*])+;)*) => {{
        #[allow(unused_imports)]
        use $crate::runtime::Constraint::*;
        &[$($crate::runtime::InputConstraints {
            place: $crate::runtime::InputPlace::$place,
            name: $name,
            may_be_empty: $crate::runtime::constraints!(@flag $($or_empty)?),
            levels: &[$(&[$($rule),*]),+],
        }),*]
    }};
    (levels $([$($rule:expr),*])*) => {{
        #[allow(unused_imports)]
        use $crate::runtime::Constraint::*;
        &[$(&[$($rule),*]),*]
    }};
    (@flag) => { false };
    (@flag or_empty) => { true };
}
pub(crate) use constraints;
