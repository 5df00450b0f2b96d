//! What schemas become: enums, alternatives, parts, and what may be null.

use generator::ir::{self, Shape, Type};

use super::{def, lower, lower_model};

/// The type of a property with this schema, and what was said of it.
fn property(schema: &str) -> (Type, Vec<String>) {
    let (api, found) = lower(&format!("definitions:\n  T: {{type: object, properties: {{a: {schema}}}}}\n"));
    let def = api.types.iter().flat_map(|group| &group.types).find(|def| def.name.as_str() == "T").expect("the type");
    match &def.shape {
        Shape::Struct(object) => (object.fields[0].ty.clone(), found),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_schema_without_a_type_is_what_its_keywords_describe() {
    let quiet = |ty| (ty, Vec::<String>::new());
    assert_eq!(property("{items: {type: string}}"), quiet(Type::List(Box::new(Type::String))));
    assert_eq!(property("{enum: [true, false]}"), quiet(Type::Bool));
    assert!(matches!(property("{additionalProperties: {type: string}}").0, Type::Map(_)));
    let (ty, found) = property("{enum: [1.5, 2]}");
    assert_eq!(ty, Type::F64);
    assert!(found.iter().any(|one| one.contains("enum of numbers")), "{found:?}");
    let (ty, found) = property("{type: string, enum: [a, {b: 1}]}");
    assert_eq!(ty, Type::Json);
    assert!(found.iter().any(|one| one.contains("an enum of strings with other values")), "{found:?}");
}

#[test]
fn what_an_all_of_requires_makes_it_a_type_of_its_own() {
    let (api, found) = lower(
        "definitions:\n  A: {type: object, properties: {a: {type: string}}}\n  \
         B: {allOf: [{$ref: '#/definitions/A'}, {type: object, required: [a]}]}\n  C: {required: [a], allOf: [{$ref: '#/definitions/A'}]}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    for name in ["B", "C"] {
        match &def(&api, name).shape {
            Shape::Struct(object) => assert_eq!(object.fields[0].presence, ir::Presence::Required, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn an_alternative_that_nobody_named_is_called_by_its_kind() {
    let (api, found) = lower(
        "definitions:\n  T: {x-one-of: [{type: integer, enum: [1, 2]}, {type: string, enum: [a, b]}, {type: object, properties: {a: {type: string}}}]}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    match &def(&api, "T").shape {
        Shape::Union(variants) => {
            assert_eq!(variants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Integer", "String", "Object"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_subtype_has_the_only_value_that_it_allows() {
    let (api, _) = lower(
        "definitions:\n  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}\n  \
         Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, properties: {kind: {type: string, enum: [feline]}, a: {type: string}}}]}\n",
    );
    match &def(&api, "Pet").shape {
        Shape::Tagged { variants, .. } => {
            let wires: Vec<_> = variants.iter().flat_map(|one| &one.wire).map(String::as_str).collect();
            assert!(wires.contains(&"feline"), "{wires:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_there_is_more_to_read_is_said_in_the_words_of_the_definition() {
    let (api, _) = lower(
        "definitions:\n  A: {type: object, description: One., externalDocs: {url: 'https://h.example/a', description: Guide}}\n  \
         B: {type: object, externalDocs: {url: 'https://h.example/b'}}\n",
    );
    assert_eq!(def(&api, "A").doc.0, "One.\n\nGuide: https://h.example/a");
    assert_eq!(def(&api, "B").doc.0, "More: https://h.example/b");
}

#[test]
fn alternatives_beside_properties_add_theirs() {
    let beside = |alternatives: serde_json::Value| {
        let (api, found) = lower_model(|document| {
            let schema = serde_json::json!({"properties": {"b": {"type": "string"}}, "anyOf": alternatives});
            document.components.get_or_insert_default().schemas.insert("T".to_owned(), serde_json::from_value(schema).expect("a schema"));
        });
        let Shape::Struct(object) = &def(&api, "T").shape else { panic!("{:?}", def(&api, "T")) };
        let fields: Vec<String> = object.fields.iter().map(|field| format!("{} {:?}", field.wire, field.presence)).collect();
        (fields.join(", "), found)
    };
    let required = serde_json::json!({"required": ["b"]});
    for (other, fields) in [
        (serde_json::json!({}), "b Optional"),
        (serde_json::json!({"properties": {"c": {"type": "string"}}, "required": ["c"]}), "b Optional, c Optional"),
        (serde_json::json!({"additionalProperties": {"type": "string"}}), "b Optional"),
    ] {
        let found = beside(serde_json::json!([required, other]));
        assert_eq!(found, (fields.to_owned(), Vec::new()), "{other}");
    }
    let (fields, found) = beside(serde_json::json!([required, {"type": "string"}]));
    assert_eq!(fields, "b Optional");
    assert!(found.iter().any(|one| one.contains("an alternative that is not an object is left out")), "{found:?}");
}

#[test]
fn null_may_be_said_outside_or_inside_of_an_all_of() {
    let presence = |schema: &str| {
        let (api, found) = lower(&format!("definitions:\n  T: {{type: object, required: [a], properties: {{a: {schema}}}}}\n"));
        assert_eq!(found, Vec::<String>::new(), "{schema}");
        match &def(&api, "T").shape {
            Shape::Struct(object) => object.fields[0].presence,
            other => panic!("{other:?}"),
        }
    };
    for inner in ["type: string", "type: object, properties: {b: {type: string}}"] {
        assert_eq!(presence(&format!("{{allOf: [{{{inner}}}]}}")), ir::Presence::Required, "{inner}");
        for nullable in [
            format!("{{{inner}, x-nullable: true}}"),
            format!("{{x-nullable: true, allOf: [{{{inner}}}]}}"),
            format!("{{allOf: [{{{inner}, x-nullable: true}}]}}"),
        ] {
            assert_eq!(presence(&nullable), ir::Presence::RequiredNullable, "{nullable}");
        }
    }
}

#[test]
fn an_enum_is_of_the_kind_that_all_of_its_values_have() {
    let with = |schema: &str, ty: Type, complaint: &str| {
        let (found, said) = property(schema);
        assert_eq!(found, ty, "{schema}");
        assert!(said.iter().any(|one| one.contains(complaint)), "{schema}: {said:?}");
    };
    with("{enum: [1.5, 2.5]}", Type::F64, "an enum of numbers: treated as any number");
    with("{type: integer, enum: [1, x]}", Type::I64, "an enum of integers with other values: treated as any integer");
    with("{enum: [1, [a]]}", Type::Json, "an enum of several kinds of values: treated as free-form JSON");
    let (api, found) = lower("definitions:\n  T: {type: integer, enum: ['1', '2']}\n");
    assert_eq!(found, Vec::<String>::new());
    assert!(matches!(&def(&api, "T").shape, Shape::IntegerEnum { .. }), "{:?}", def(&api, "T").shape);
}

/// What may be anything may be null as well, and is not null alone.
#[test]
fn anything_is_no_null() {
    let null = property("{x-one-of: [{type: string}, {enum: [null]}]}").0;
    assert_eq!(null, Type::String);
    for other in ["{}", "{description: Anything.}"] {
        assert_ne!(property(&format!("{{x-one-of: [{{type: string}}, {other}]}}")).0, Type::String, "{other}");
    }
}

#[test]
fn a_title_that_is_a_name_names_an_alternative() {
    let names = |title: &str| {
        let (api, found) = lower(&format!(
            "definitions:\n  T: {{x-one-of: [{{type: object, title: '{title}', properties: {{a: {{type: string}}}}}}, {{type: integer}}]}}\n"
        ));
        assert_eq!(found, Vec::<String>::new());
        match &def(&api, "T").shape {
            Shape::Union(variants) => variants[0].name.as_str().to_owned(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(names("A pet"), "APet");
    assert_eq!(names("Red 3 pet"), "Red3Pet");
    for sentence in ["Pet, if any", "One of the pets", "Pets!"] {
        assert_eq!(names(sentence), "Object", "{sentence}");
    }
}

#[test]
fn what_a_mapping_says_is_the_value_of_a_discriminator() {
    let (api, _) = lower_model(|document| {
        let schemas = &mut document.components.get_or_insert_default().schemas;
        let object = serde_json::json!({"type": "object", "properties": {"kind": {"type": "string"}, "a": {"type": "string"}}});
        for name in ["A", "B"] {
            schemas.insert(name.to_owned(), serde_json::from_value(object.clone()).expect("a schema"));
        }
        let union = serde_json::json!({
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {"propertyName": "kind", "mapping": {"first": "#/components/schemas/A", "one": "#/components/schemas/A"}}
        });
        schemas.insert("T".to_owned(), serde_json::from_value(union).expect("a schema"));
    });
    match &def(&api, "T").shape {
        Shape::Tagged { variants, .. } => {
            let wires: Vec<Vec<&str>> = variants.iter().map(|one| one.wire.iter().map(String::as_str).collect()).collect();
            assert_eq!(wires, [vec!["first", "one", "A"], vec!["B"]]);
        }
        other => panic!("{other:?}"),
    }
}

/// What says nothing is any JSON, in a place and as a definition: no type of its own.
#[test]
fn parts_and_alternatives_that_say_nothing_make_no_type() {
    for nothing in ["{allOf: [{description: d}]}", "{allOf: [{}, {title: t}]}", "{x-one-of: [{enum: [null]}]}"] {
        let (api, found) = lower(&format!("definitions:\n  T: {nothing}\n"));
        assert_eq!(found, Vec::<String>::new(), "{nothing}");
        assert!(matches!(def(&api, "T").shape, Shape::Alias(Type::Json)), "{nothing}: {:?}", def(&api, "T").shape);
    }
}

/// Another name for a type is the type; one of the values of a discriminator is not, even without properties of its own.
#[test]
fn a_subtype_without_properties_of_its_own_is_a_type_of_its_own() {
    let (api, found) = lower(
        "definitions:\n  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}, name: {type: string}}}\n  \
         Cat: {allOf: [{$ref: '#/definitions/Pet'}]}\n  \
         Kitten: {allOf: [{$ref: '#/definitions/Cat'}, {type: object, properties: {weeks: {type: integer}}}]}\n",
    );
    assert_eq!(found, Vec::<String>::new());
    let variants = match &def(&api, "Pet").shape {
        Shape::Tagged { variants, .. } => variants.iter().map(|one| one.ty.clone()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(variants.len(), 3, "{variants:?}");
    for name in ["PetBase", "CatBase", "Kitten"] {
        match &def(&api, name).shape {
            Shape::Struct(object) => assert!(object.fields.iter().any(|field| field.wire == "name"), "{name}: {object:?}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// The shape of a definition whose keywords are those of no single type, which only other dialects can say.
fn of_keywords(change: impl FnOnce(&mut openapiv3::AnySchema)) -> Shape {
    // A keyword of strings: the model takes none of the kinds that it has for a single type.
    let mut any = openapiv3::AnySchema { min_length: Some(1), ..Default::default() };
    change(&mut any);
    let (api, _) = lower_model(|document| {
        let schema = openapiv3::Schema { schema_data: Default::default(), schema_kind: openapiv3::SchemaKind::Any(any) };
        document.components.get_or_insert_default().schemas.insert("T".to_owned(), openapiv3::ReferenceOr::Item(schema));
    });
    def(&api, "T").shape.clone()
}

#[test]
fn the_type_decides_among_keywords_of_several() {
    let alias = |typ: &str, format: &str| match of_keywords(|any| {
        (any.typ, any.format) = (Some(typ.to_owned()), Some(format.to_owned()));
    }) {
        Shape::Alias(ty) => ty,
        other => panic!("{typ}: {other:?}"),
    };
    let table = [
        ("array", "", Type::List(Box::new(Type::Json))),
        ("string", "", Type::String),
        ("string", "date-time", Type::Timestamp),
        ("integer", "", Type::I64),
        ("integer", "int32", Type::I32),
        ("number", "", Type::F64),
        ("number", "int64", Type::I64),
        ("boolean", "", Type::Bool),
        ("other", "", Type::Json),
    ];
    for (typ, format, expected) in table {
        assert_eq!(alias(typ, format), expected, "{typ} {format}");
    }
    let string = || openapiv3::ReferenceOr::Item(Box::new(serde_json::from_str(r#"{"type": "string"}"#).expect("a schema")));
    let values = |any: &mut openapiv3::AnySchema| any.additional_properties = Some(openapiv3::AdditionalProperties::Any(true));
    assert!(matches!(of_keywords(|any| any.items = Some(string())), Shape::Alias(Type::List(item)) if *item == Type::String));
    assert!(matches!(of_keywords(values), Shape::Alias(Type::Map(_))));
    assert!(matches!(of_keywords(|any| any.typ = Some("object".to_owned())), Shape::Alias(Type::Map(_) | Type::Json)));
    assert!(matches!(of_keywords(|any| drop(any.properties.insert("a".to_owned(), string()))), Shape::Struct(_)));
}

#[test]
fn the_values_of_an_enum_decide_what_it_is_where_no_type_does() {
    let listed = |typ: Option<&str>, values: serde_json::Value| {
        of_keywords(|any| {
            any.typ = typ.map(str::to_owned);
            any.enumeration = values.as_array().expect("a list").clone();
        })
    };
    let strings = |shape: Shape| match shape {
        Shape::StringEnum { variants, .. } => variants.into_iter().map(|one| one.wire).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let integers = |shape: Shape| match shape {
        Shape::IntegerEnum { variants, .. } => variants.into_iter().map(|one| one.wire).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let json = |text: &str| serde_json::from_str(text).expect("JSON");
    assert_eq!(strings(listed(None, json(r#"["a", "b"]"#))), ["a", "b"]);
    assert_eq!(strings(listed(Some("string"), json(r#"["a", 1, true]"#))), ["a", "1", "true"]);
    assert_eq!(integers(listed(None, json("[1, 2]"))), [1, 2]);
    assert_eq!(integers(listed(Some("integer"), json(r#"["1", 2.0, 3]"#))), [1, 2, 3]);
    assert_eq!(integers(listed(Some("number"), json("[1, 2.0]"))), [1, 2]);
    assert_eq!(integers(listed(None, json("[1, 2.0]"))), [1, 2]);
    for (typ, values, expected) in [
        (None, "[true]", Type::Bool),
        (Some("boolean"), r#"["true", "false"]"#, Type::Bool),
        (None, "[1, 2.5]", Type::F64),
        (Some("number"), "[1, 2.5]", Type::F64),
        (Some("integer"), r#"[1, "a"]"#, Type::I64),
        (Some("string"), r#"["a", {}]"#, Type::Json),
        (None, r#"["a", 1]"#, Type::Json),
        (Some("array"), "[[1], [2]]", Type::List(Box::new(Type::Json))),
    ] {
        assert!(matches!(listed(typ, json(values)), Shape::Alias(ty) if ty == expected), "{typ:?} {values}");
    }
}

/// What stands beside an `allOf` is a part of it, whichever keyword it is.
#[test]
fn keywords_beside_an_all_of_make_a_type_of_their_own() {
    let beside = |change: fn(&mut openapiv3::AnySchema)| {
        let part: openapiv3::Schema =
            serde_json::from_str(r#"{"type": "object", "additionalProperties": {"type": "string"}}"#).expect("a schema");
        of_keywords(|any| {
            any.all_of.push(openapiv3::ReferenceOr::Item(part));
            change(any);
        })
    };
    assert!(matches!(beside(|_| {}), Shape::Alias(Type::Map(_))));
    assert!(matches!(beside(|any| any.required.push("a".to_owned())), Shape::Struct(_)));
    let values = |any: &mut openapiv3::AnySchema| {
        let value = serde_json::from_str(r#"{"type": "string"}"#).expect("a schema");
        any.additional_properties = Some(openapiv3::AdditionalProperties::Schema(Box::new(openapiv3::ReferenceOr::Item(value))));
    };
    assert!(matches!(beside(values), Shape::Struct(_)));
    let properties = |any: &mut openapiv3::AnySchema| {
        let value = serde_json::from_str(r#"{"type": "string"}"#).expect("a schema");
        any.properties.insert("a".to_owned(), openapiv3::ReferenceOr::Item(Box::new(value)));
    };
    assert!(matches!(beside(properties), Shape::Struct(_)));
}
