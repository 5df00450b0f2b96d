//! How values look in XML.

use serde_json::{Value, json};

use crate::ir::Api;
use crate::ir::xml::{Xml, XmlContent, XmlElement, XmlMap, XmlName, XmlPosition, XmlShape, XmlShapeKind};

/// The element of a whole body.
pub(super) fn root(api: &Api, index: usize) -> Value {
    api.xml.roots.get(index).map_or(Value::Null, |root| element(&root.element))
}

/// The shapes, by their places among all.
pub(super) fn shapes(xml: &Xml) -> impl Iterator<Item = (String, Value)> {
    xml.shapes.iter().enumerate().map(|(index, it)| (index.to_string(), shape(it)))
}

fn shape(shape: &XmlShape) -> Value {
    match &shape.kind {
        XmlShapeKind::Object { properties, rest } => {
            let properties = properties.iter().map(|property| {
                let place = match property.place {
                    XmlPosition::Attribute => "attribute",
                    XmlPosition::Text => "text",
                    XmlPosition::Element => "element",
                    XmlPosition::Items | XmlPosition::AllItems => "items",
                };
                json!({"json": property.json, "name": name(&property.name), "content": content(&property.content), "place": place})
            });
            json!({"properties": properties.collect::<Vec<_>>(), "rest": rest.as_ref().map(map)})
        }
        XmlShapeKind::Tagged { tag, variants, otherwise } => json!({"tag": tag, "variants": variants, "otherwise": otherwise}),
    }
}

fn element(element: &XmlElement) -> Value {
    json!({"name": name(&element.name), "content": content(&element.content)})
}

fn name(name: &XmlName) -> Value {
    json!({"local": name.local, "prefix": name.prefix, "namespace": name.namespace})
}

fn content(of: &XmlContent) -> Value {
    match of {
        XmlContent::Text | XmlContent::Token | XmlContent::Number | XmlContent::Boolean | XmlContent::Any => json!("value"),
        XmlContent::List(item) => json!({"list": element(item)}),
        XmlContent::Map(values) => json!({"map": map(values)}),
        XmlContent::Shape(index) => json!({"shape": index}),
    }
}

fn map(map: &XmlMap) -> Value {
    json!({"values": content(&map.values), "repeated": map.repeated})
}
