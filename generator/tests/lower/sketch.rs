//! The intermediate representation as a few lines that a test can compare.

use std::fmt::Write as _;

use generator::ir;
use generator::names::{Case, NameScope};

/// The methods of all modules, and the types that stand inside them.
pub fn modules(api: &ir::Api) -> String {
    let mut text = String::new();
    for module in &api.modules {
        let _ = writeln!(text, "mod {}: {}", module.name.as_str(), module.handle.as_str());
        for endpoint in &module.endpoints {
            let _ = writeln!(text, "  {}", method(endpoint));
            for option in &endpoint.options {
                let _ = writeln!(text, "    .{}", arg(option));
            }
        }
        module.types.iter().for_each(|def| text.push_str(&define(def)));
    }
    text
}

/// The types of `types`, without their groups.
pub fn types(api: &ir::Api) -> String {
    let mut defs: Vec<&ir::TypeDef> = api.types.iter().flat_map(|group| &group.types).collect();
    defs.sort_by(|a, b| a.name.cmp(&b.name));
    defs.into_iter().map(define).collect()
}

/// The groups of `types`.
pub fn groups(api: &ir::Api) -> String {
    let line = |group: &ir::TypeGroup| {
        let names: Vec<&str> = group.types.iter().map(|def| def.name.as_str()).collect();
        format!("{} for {}: {}\n", group.name.as_str(), group.features.join("+"), names.join(" "))
    };
    api.types.iter().map(line).collect()
}

fn method(endpoint: &ir::Endpoint) -> String {
    let mut args: Vec<String> = endpoint.args.iter().map(arg).collect();
    let mut notes = String::new();
    if let Some(body) = &endpoint.body {
        let text = format!("{}: {}", body.name.as_str(), body_kind(&body.kind));
        if body.required {
            args.push(text);
        } else {
            let _ = write!(notes, " .{text}");
        }
    }
    if let Some(form) = endpoint.form {
        let _ = write!(notes, " {form:?}");
    }
    let natural = NameScope::default().claim(endpoint.name.as_str(), Case::Camel);
    if endpoint.marker != natural {
        let _ = write!(notes, " operation {}", endpoint.marker.as_str());
    }
    if endpoint.call.as_str() != format!("{}Call", natural.as_str()) {
        let _ = write!(notes, " call {}", endpoint.call.as_str());
    }
    if let Some(accept) = &endpoint.accept {
        let _ = write!(notes, " accept {accept}");
    }
    if let Some(auth) = &endpoint.auth {
        let _ = write!(notes, " auth {auth:?}");
    }
    if let Some(retry) = endpoint.retry {
        let _ = write!(notes, " retry {retry:?}");
    }
    if let Some(header) = &endpoint.idempotency_key {
        let _ = write!(notes, " key in {header}");
    }
    if let Some(server) = &endpoint.server {
        let _ = write!(notes, " on {server}");
    }
    let response = match &endpoint.response.kind {
        ir::ResponseKind::Json(ty) | ir::ResponseKind::ByStatus(ty) => show(ty),
        ir::ResponseKind::Page { item, paging } => format!("Page<{}> by {paging}", show(item)),
        kind => format!("{kind:?}"),
    };
    let envelope = endpoint.response.envelope.as_ref().map_or(String::new(), |name| format!(" in {name}"));
    format!("{}({}) -> {response}{envelope}{notes}", endpoint.name.as_str(), args.join(", "))
}

fn arg(arg: &ir::Arg) -> String {
    let mut text = format!("{}: {}", arg.name.as_str(), show(&arg.ty));
    if arg.name.as_str() != arg.wire {
        let _ = write!(text, " {:?}", arg.wire);
    }
    if arg.place != ir::ParamLocation::Path {
        let _ = write!(text, " {:?}", arg.place);
    }
    if matches!(arg.ty, ir::Type::List(_)) {
        let _ = write!(text, " {:?}", arg.list);
        arg.inner.iter().for_each(|style| {
            let _ = write!(text, " of {style:?}");
        });
    }
    text
}

fn body_kind(kind: &ir::BodyKind) -> String {
    match kind {
        ir::BodyKind::Json { ty, media: None } => show(ty),
        ir::BodyKind::Json { ty, media: Some(media) } => format!("{} as {media}", show(ty)),
        ir::BodyKind::UrlEncoded { ty, media } => format!("{} as {media}", show(ty)),
        ir::BodyKind::Xml { ty, media, .. } | ir::BodyKind::JsonLines { ty, media, .. } => format!("{} as {media}", show(ty)),
        ir::BodyKind::Text { media } => format!("text as {media}"),
        ir::BodyKind::Bytes { media } => format!("bytes as {media}"),
    }
}

fn define(def: &ir::TypeDef) -> String {
    let name = def.name.as_str();
    let sent = if def.sent { "sent " } else { "" };
    match &def.shape {
        ir::Shape::Struct(object) => {
            let mut text = format!("  {sent}struct {name}\n");
            object.fields.iter().for_each(|one| text.push_str(&field(one)));
            match &object.rest {
                ir::Rest::Extra { name } if name.as_str() == "extra" => {}
                ir::Rest::Extra { name } => {
                    let _ = writeln!(text, "    ..{}", name.as_str());
                }
                ir::Rest::Typed { name, ty, extra } => {
                    let _ = writeln!(text, "    ..{}: {} {}", name.as_str(), show(ty), extra.as_str());
                }
            }
            text
        }
        ir::Shape::StringEnum { variants, open } => {
            let variants: Vec<_> = variants.iter().map(|one| format!("{}={}", one.name.as_str(), one.wire)).collect();
            format!("  {sent}{}enum {name} {}\n", if *open { "" } else { "closed " }, variants.join(" "))
        }
        ir::Shape::IntegerEnum { variants, open } => {
            let variants: Vec<_> = variants.iter().map(|one| format!("{}={}", one.name.as_str(), one.wire)).collect();
            format!("  {sent}{}enum {name} {}\n", if *open { "" } else { "closed " }, variants.join(" "))
        }
        ir::Shape::Union(variants) => {
            let variants: Vec<_> = variants.iter().map(|one| format!("{}({})", one.name.as_str(), show(&one.ty))).collect();
            format!("  {sent}union {name} {}\n", variants.join(" "))
        }
        ir::Shape::Tagged { tag, variants, otherwise } => {
            let variant = |one: &ir::TaggedVariant| format!("{}={}({})", one.name.as_str(), one.wire.join("|"), show(&one.ty));
            let variants: Vec<_> = variants.iter().map(variant).collect();
            let otherwise = otherwise.as_ref().map_or_else(String::new, |name| format!(" else {}", name.as_str()));
            format!("  {sent}union {name} by {tag} {}{otherwise}\n", variants.join(" "))
        }
        ir::Shape::ByStatus(variants) => {
            let variant = |one: &ir::StatusVariant| {
                format!(
                    "{}={}({})",
                    one.name.as_str(),
                    if one.is_range { format!("{}XX", one.status / 100) } else { one.status.to_string() },
                    one.ty.as_ref().map_or(String::new(), show)
                )
            };
            let variants: Vec<_> = variants.iter().map(variant).collect();
            format!("  statuses {name} {}\n", variants.join(" "))
        }
        ir::Shape::Errors { variants, rows } => {
            let name_of = |index: &usize| variants[*index].name.as_str();
            let row = |(status, chosen): &(ir::StatusPattern, Vec<usize>)| {
                format!("{status}={}", chosen.iter().map(name_of).collect::<Vec<_>>().join("|"))
            };
            format!("  errors {name} {}\n", rows.iter().map(row).collect::<Vec<_>>().join(" "))
        }
        ir::Shape::Headers(headers) => {
            let header = |one: &ir::Header| {
                let list = one.list.map_or(String::new(), |style| format!(" by {style:?}"));
                let list = if one.is_structured { " as structured".to_owned() } else { list };
                format!("    {}: {}{list} {:?}\n", one.name.as_str(), show(&one.ty), one.wire)
            };
            format!("  headers {name}\n{}", headers.iter().map(header).collect::<String>())
        }
        ir::Shape::Newtype(base) => format!("  newtype {name} = {}\n", show(base)),
        ir::Shape::Alias(ty) => format!("  type {name} = {}\n", show(ty)),
        ir::Shape::Tuple(items) => format!("  type {name} = ({})\n", items.iter().map(show).collect::<Vec<_>>().join(", ")),
    }
}

fn field(field: &ir::Field) -> String {
    let mut text = format!("    {}: {}", field.name.as_str(), show(&field.ty));
    text.push_str(match field.presence {
        ir::Presence::Required => "",
        ir::Presence::Tag => " as tag",
        ir::Presence::RequiredNullable => " or null",
        ir::Presence::Optional => "?",
        ir::Presence::OptionalNullable => "? or null",
        ir::Presence::ReadOnly => "? read-only",
        ir::Presence::WriteOnly => "? write-only",
    });
    if let Some(value) = &field.fixed {
        let _ = write!(text, " = {value}");
    }
    if field.name.as_str() != field.wire {
        let _ = write!(text, " {:?}", field.wire);
    }
    if let Some(envelope) = &field.envelope {
        let _ = write!(text, " in {envelope}");
    }
    text.push('\n');
    text
}

fn show(ty: &ir::Type) -> String {
    match ty {
        ir::Type::List(item) => format!("Vec<{}>", show(item)),
        ir::Type::Map(value) => format!("Map<{}>", show(value)),
        ir::Type::Boxed(inner) => format!("Box<{}>", show(inner)),
        ir::Type::Nullable(inner) => format!("Option<{}>", show(inner)),
        ir::Type::Named { name, home: ir::Home::Here } => format!("self::{}", name.as_str()),
        ir::Type::Named { name, home: ir::Home::Types } => name.as_str().to_owned(),
        ir::Type::Own(own) => own.path.clone(),
        ty => format!("{ty:?}"),
    }
}
