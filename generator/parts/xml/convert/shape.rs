//! The shapes of values in XML: plain constants, which a generated crate has for its types.

/// An element.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    /// Its name.
    pub name: Name,
    /// Its content.
    pub content: Content,
}

/// The name of an element or an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub local: &'static str,
    /// The prefix; empty without one.
    pub prefix: &'static str,
    /// The namespace; empty without one.
    pub namespace: &'static str,
}

/// The content of an element or an attribute.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A string, with all white space.
    Text,
    /// A string with a format, such as a date: surrounding white space is ignored.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any content.
    Any,
    /// Items: each element is an item, and is written with this name.
    List(&'static Element),
    /// The entries of a map.
    Map(&'static Map),
    /// Fields.
    Object(&'static Object),
    /// The fields of one of several objects.
    Tagged(&'static Tagged),
}

/// The entries of a map.
#[derive(Debug)]
pub struct Map {
    /// The content of each entry.
    pub values: Content,
    /// Whether each value is an array, whose items have its name.
    pub repeated: bool,
}

/// An element with fields.
#[derive(Debug)]
pub struct Object {
    /// In the order in which they are written.
    pub properties: &'static [Property],
    /// The additional properties.
    pub rest: Option<&'static Map>,
}

/// One of several objects, selected by a discriminator.
#[derive(Debug)]
pub struct Tagged {
    /// The discriminator, by its name in JSON.
    pub tag: &'static str,
    /// The values that select each object.
    pub variants: &'static [(&'static [&'static str], &'static Object)],
    /// The object for another value or none. Without it, such an element has no shape.
    pub otherwise: Option<&'static Object>,
}

/// A field of an object.
#[derive(Debug)]
pub struct Property {
    /// Its name in JSON.
    pub json: &'static str,
    /// Its name in XML.
    pub name: Name,
    /// Its content.
    pub content: Content,
    /// Where it is.
    pub place: Place,
}

/// The position of a field in its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// The text.
    Text,
    /// One element.
    Element,
    /// An element per item of an array.
    Items {
        /// Whether the array exists even without items.
        required: bool,
    },
}

impl Name {
    /// Returns a name without a namespace.
    pub const fn of(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// Returns a name in a namespace, with a prefix that may be empty.
    pub const fn within(namespace: &'static str, prefix: &'static str, local: &'static str) -> Self {
        Self { local, prefix, namespace }
    }
}

impl Property {
    /// Returns a field that is an attribute.
    pub const fn attribute(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Attribute }
    }

    /// Returns a field that is an element.
    pub const fn element(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Element }
    }

    /// Returns a field that is the text.
    pub const fn text(json: &'static str, content: Content) -> Self {
        Self { json, name: Name::of(""), content, place: Place::Text }
    }

    /// Returns a field that is an array of elements.
    pub const fn items(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Items { required: false } }
    }

    /// Returns a field that is an array of elements, and exists even without any.
    pub const fn all_items(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Items { required: true } }
    }
}

impl Object {
    /// Returns the field that is the text.
    pub(super) fn text(&self) -> Option<&Property> {
        self.properties.iter().find(|property| property.place == Place::Text)
    }
}
