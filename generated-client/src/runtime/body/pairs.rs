//! Lists of names and values, in the order in which they were set.

use std::borrow::Cow;

/// A name from the definition, or from the application.
pub(crate) type Name = Cow<'static, str>;

/// Sets the items of a list under a name: joined by the separator, or one by one without it.
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
