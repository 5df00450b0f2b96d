//! How values look in XML: plain constants, which a generated crate has of its types.

/// An element.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    /// What it is called.
    pub name: Name,
    /// What it holds.
    pub content: Content,
}

/// The name of an element or an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub local: &'static str,
    /// What stands before it; empty where nothing does.
    pub prefix: &'static str,
    /// The namespace; empty where there is none of its own.
    pub namespace: &'static str,
}

/// What an element or an attribute holds.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A text, to the last blank.
    Text,
    /// A text of some form, such as a date: blanks around it say nothing.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whatever comes.
    Any,
    /// Items: each element in it is one, and is called like this one when it is written.
    List(&'static Element),
    /// Elements whose names are data.
    Map(&'static Map),
    /// Members.
    Object(&'static Object),
    /// Members of one of several objects.
    Tagged(&'static Tagged),
}

/// Elements whose names are data.
#[derive(Debug)]
pub struct Map {
    /// What each holds.
    pub values: Content,
    /// Whether each value is a list, whose items have its name.
    pub repeated: bool,
}

/// An element with members.
#[derive(Debug)]
pub struct Object {
    /// In the order in which they are written.
    pub members: &'static [Member],
    /// What else may be in it.
    pub rest: Option<&'static Map>,
}

/// One of several objects, told apart by the text of a member.
#[derive(Debug)]
pub struct Tagged {
    /// The member, by its name in JSON.
    pub tag: &'static str,
    /// The texts that choose each of them.
    pub variants: &'static [(&'static [&'static str], &'static Object)],
    /// What another text or none chooses; without it nothing is known of such an element.
    pub otherwise: Option<&'static Object>,
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name in JSON.
    pub json: &'static str,
    /// Its name in XML.
    pub name: Name,
    /// What it holds.
    pub content: Content,
    /// Where it is.
    pub place: Place,
}

/// Where a member is in its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// The text.
    Text,
    /// One element.
    Element,
    /// An element per item of a list.
    Items {
        /// Whether the list is there even without items.
        required: bool,
    },
}

impl Name {
    /// A name of no namespace of its own.
    pub const fn of(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// A name of a namespace, with a prefix that is not empty or none.
    pub const fn within(namespace: &'static str, prefix: &'static str, local: &'static str) -> Self {
        Self { local, prefix, namespace }
    }
}

impl Member {
    /// A member that is an attribute.
    pub const fn attribute(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Attribute }
    }

    /// A member that is an element.
    pub const fn element(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Element }
    }

    /// A member that is the text.
    pub const fn text(json: &'static str, content: Content) -> Self {
        Self { json, name: Name::of(""), content, place: Place::Text }
    }

    /// A member that is a list of elements.
    pub const fn items(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Items { required: false } }
    }

    /// A member that is a list of elements, and is there even without any.
    pub const fn all_items(json: &'static str, name: Name, content: Content) -> Self {
        Self { json, name, content, place: Place::Items { required: true } }
    }
}

impl Object {
    /// Returns the member that is the text.
    pub(super) fn text(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.place == Place::Text)
    }
}
