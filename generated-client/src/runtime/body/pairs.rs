//! Names with their values, in the order in which they were given.

use std::borrow::Cow;

/// A name out of the definition, or out of a program.
pub(crate) type Name = Cow<'static, str>;

/// Sets a list under a name: joined, or one by one where nothing separates them.
pub(crate) fn put_list(list: &mut Vec<(Name, String)>, name: Name, separator: Option<&str>, items: Vec<String>) {
    match separator {
        Some(separator) => put(list, name, items.join(separator)),
        None => put_all(list, name, items),
    }
}

/// Sets the one value under a name.
pub(crate) fn put<T>(list: &mut Vec<(Name, T)>, name: Name, value: T) {
    match list.iter_mut().find(|(known, _)| *known == name) {
        Some((_, old)) => *old = value,
        None => list.push((name, value)),
    }
}

/// Sets all values under a name.
pub(crate) fn put_all<T>(list: &mut Vec<(Name, T)>, name: Name, values: Vec<T>) {
    list.retain(|(known, _)| *known != name);
    list.extend(values.into_iter().map(|value| (name.clone(), value)));
}
