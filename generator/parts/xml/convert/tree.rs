//! Parses a document into a tree. What could be used to attack a parser is refused: a document type, and with it all
//! entities, and unlimited nesting.

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

/// The maximum nesting of elements. The JSON is at most twice as deep, which serde_json accepts.
const DEEPEST: usize = 60;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub name: Qualified,
    /// The attributes, without those that declare namespaces.
    pub attributes: Vec<(Qualified, String)>,
    pub children: Vec<Node>,
    /// The text of the element itself.
    pub text: String,
}

/// A name as it was received.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Qualified {
    pub prefix: String,
    pub local: String,
    /// Empty without one.
    pub namespace: String,
}

/// Parses a document. Returns `None` for an empty one.
pub(super) fn parse(text: &str) -> Result<Option<Node>, String> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let start = reader.buffer_position();
        let located = |problem: String, at: u64| format!("{problem} {}", place(text, at));
        let event = reader.read_event().map_err(|error| located(error.to_string(), reader.error_position()))?;
        let outside = open.is_empty();
        match event {
            Event::Start(_) if outside && root.is_some() => return Err(located("a second root element".to_owned(), start)),
            Event::Start(_) if open.len() == DEEPEST => {
                return Err(located(format!("elements nested more than {DEEPEST} deep"), start));
            }
            Event::Start(tag) => open.push(node(&reader, &tag).map_err(|problem| located(problem, start))?),
            Event::End(_) => {
                let Some(node) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None => root = Some(node),
                }
            }
            Event::Text(part) => {
                let part = part.xml_content().map_err(|error| located(error.to_string(), start))?;
                match open.last_mut() {
                    Some(node) => node.text.push_str(&part),
                    None if part.trim_ascii().is_empty() => {}
                    None => return Err(located("text outside of any element".to_owned(), start)),
                }
            }
            Event::CData(part) => match open.last_mut() {
                Some(node) => node.text.push_str(&part.xml_content().map_err(|error| located(error.to_string(), start))?),
                None => return Err(located("text outside of any element".to_owned(), start)),
            },
            Event::GeneralRef(reference) => match open.last_mut() {
                Some(node) => node.text.push(letter(&reference).map_err(|problem| located(problem, start))?),
                None => return Err(located("text outside of any element".to_owned(), start)),
            },
            Event::DocType(_) => return Err(located("a document type, which is not supported".to_owned(), start)),
            Event::Eof if outside => return Ok(root),
            Event::Eof => return Err(located("the document ends inside an element".to_owned(), start)),
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn node(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<Node, String> {
    let (namespace, _) = reader.resolve_element(tag.name());
    let mut node = Node { name: qualified(tag.name(), namespace), ..Node::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, _) = reader.resolve_attribute(attribute.key);
        // A line break in an attribute is a space, unless it is a character reference.
        let raw = String::from_utf8_lossy(&attribute.value).replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let value = quick_xml::escape::unescape(&raw).map_err(|error| error.to_string())?.into_owned();
        node.attributes.push((qualified(attribute.key, namespace), value));
    }
    Ok(node)
}

fn qualified(name: QName<'_>, namespace: ResolveResult<'_>) -> Qualified {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (local, prefix) = name.decompose();
    Qualified {
        prefix: prefix.map(|prefix| text(prefix.as_ref())).unwrap_or_default(),
        local: text(local.as_ref()),
        namespace: match namespace {
            ResolveResult::Bound(namespace) => text(namespace.as_ref()),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
        },
    }
}

/// Returns the character of a reference. Entities other than the five of XML would need a document type.
fn letter(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(letter);
    }
    let name = reference.decode().map_err(|error| error.to_string())?;
    match name.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        name => Err(format!("the unknown entity `&{name};`")),
    }
}

/// Returns the line and the column of a byte, both from 1.
fn place(text: &str, at: u64) -> String {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let before = String::from_utf8_lossy(text.as_bytes().get(..at).unwrap_or_default());
    let (line, last) = before.split('\n').enumerate().last().unwrap_or_default();
    format!("at line {}, column {}", line + 1, last.chars().count() + 1)
}
