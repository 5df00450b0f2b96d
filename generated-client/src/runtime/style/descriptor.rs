//! What a definition says of how a value is written.

/// How a value is written into a parameter or a field of a form: OpenAPI's `style`, `explode` and `allowReserved`, or the media
/// type of its `content`.
///
/// | constant | `["a", "b"]` | the same, exploded | `{"x": 1, "y": 2}` | the same, exploded |
/// |---|---|---|---|---|
/// | `SIMPLE` | `a,b` | `a,b` | `x,1,y,2` | `x=1,y=2` |
/// | `LABEL` | `.a,b` | `.a.b` | `.x,1,y,2` | `.x=1.y=2` |
/// | `MATRIX` | `;p=a,b` | `;p=a;p=b` | `;p=x,1,y,2` | `;x=1;y=2` |
/// | `FORM` | `p=a,b` | `p=a&p=b` | `p=x,1,y,2` | `x=1&y=2` |
/// | `SPACES` | `p=a%20b` | `p=a&p=b` | `p=x%201%20y%202` | `x=1&y=2` |
/// | `PIPES` | `p=a%7Cb` | `p=a&p=b` | `p=x%7C1%7Cy%7C2` | `x=1&y=2` |
/// | `DEEP_OBJECT` | `p[]=a&p[]=b`, with encoded brackets | the same | `p[x]=1&p[y]=2`, with encoded brackets | the same |
/// | `COOKIE` | `p=a,b` | `p=a; p=b` | `p=x,1,y,2` | `x=1; y=2` |
/// | `JSON` | the JSON of all | the JSON of each item | the JSON of all | the JSON of all |
/// | `TEXT` | the JSON of all | the text of each item | the JSON of all | the JSON of all |
/// | `URL_ENCODED` | | | `x=1&y=2` | the same |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamStyle {
    pub(super) form: StyleForm,
    pub(super) is_exploded: bool,
    pub(super) is_reserved: bool,
}

/// The styles, and what a media type comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleForm {
    Simple,
    Label,
    Matrix,
    Form,
    Spaces,
    Pipes,
    DeepObject,
    Cookie,
    Json,
    Text,
    UrlEncoded,
}

impl ParamStyle {
    /// The values alone: in a path or a header.
    pub const SIMPLE: Self = Self::of(StyleForm::Simple);
    /// A dot before the values of a path.
    pub const LABEL: Self = Self::of(StyleForm::Label);
    /// A semicolon and the name before the values of a path.
    pub const MATRIX: Self = Self::of(StyleForm::Matrix);
    /// Names and values, as forms have them.
    pub const FORM: Self = Self::of(StyleForm::Form);
    /// The same, with spaces between values of one name.
    pub const SPACES: Self = Self::of(StyleForm::Spaces);
    /// The same, with `|` between values of one name.
    pub const PIPES: Self = Self::of(StyleForm::Pipes);
    /// The members of an object in brackets, at any depth. A list of plain values has empty brackets, any other list the numbers
    /// of its items.
    pub const DEEP_OBJECT: Self = Self::of(StyleForm::DeepObject);
    /// Names and values of cookies, as they are.
    pub const COOKIE: Self = Self::of(StyleForm::Cookie);
    /// As JSON.
    pub const JSON: Self = Self::of(StyleForm::Json);
    /// As text: a value with members or items has none, and is JSON.
    pub const TEXT: Self = Self::of(StyleForm::Text);
    /// The members of an object as a form of their own.
    pub const URL_ENCODED: Self = Self::of(StyleForm::UrlEncoded);

    const fn of(form: StyleForm) -> Self {
        Self { form, is_exploded: false, is_reserved: false }
    }

    /// Writes each item, or each member, by itself (`explode`).
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { is_exploded: true, ..self }
    }

    /// Lets reserved characters stand for themselves (`allowReserved`).
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { is_reserved: true, ..self }
    }

    /// Returns whether the style is `cookie`, whose values are not encoded.
    pub(crate) fn is_cookie(self) -> bool {
        self.form == StyleForm::Cookie
    }

    /// Returns whether values are JSON.
    pub(crate) fn is_json(self) -> bool {
        self.form == StyleForm::Json
    }

    /// Returns whether reserved characters stand for themselves.
    pub(crate) fn is_reserved(self) -> bool {
        self.is_reserved
    }
}
