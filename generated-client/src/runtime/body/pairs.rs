//! Lists of names and values, in the order in which they were set.

use std::borrow::Cow;

use crate::runtime::api::InputPlace;

/// A name from the definition, or from the application.
pub(crate) type Name = Cow<'static, str>;

/// Sets the items of a list under a name: joined by the separator, or one by one without it.
pub(crate) fn put_list<T: From<String>>(list: &mut Vec<(Name, T)>, name: Name, separator: Option<&str>, items: Vec<String>) {
    match separator {
        Some(separator) => put(list, name, items.join(separator).into()),
        None => put_all(list, name, items.into_iter().map(T::from).collect()),
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

/// The names under which the members of objects travel that are the values of parameters.
#[derive(Clone, Default)]
pub(crate) struct MemberNames(Vec<MemberName>);

#[derive(Clone)]
struct MemberName {
    place: InputPlace,
    parameter: Name,
    member: Name,
}

impl MemberNames {
    /// Sets the pairs of a parameter, in place of those that it had.
    pub(crate) fn put<T>(&mut self, list: &mut Vec<(Name, T)>, place: InputPlace, parameter: Name, pairs: Vec<(String, T)>) {
        let (before, others): (Vec<MemberName>, _) =
            std::mem::take(&mut self.0).into_iter().partition(|known| known.place == place && known.parameter == parameter);
        self.0 = others;
        list.retain(|(known, _)| *known != parameter && before.iter().all(|before| before.member != *known));
        for (name, value) in pairs {
            let name = Name::from(name);
            if name != parameter {
                self.0.push(MemberName { place, parameter: parameter.clone(), member: name.clone() });
            }
            list.push((name, value));
        }
    }
}
