use super::*;

fn claim(wire: &str, case: Case) -> String {
    NameScope::default().claim(wire, case).as_str().to_owned()
}

fn claim_all(reserved: Reserved, wires: &[&str], case: Case) -> Vec<String> {
    let idents = NameScope::new(reserved).claim_all(wires, case);
    idents.iter().map(|ident| ident.as_str().to_owned()).collect()
}

#[test]
fn a_wire_name_has_one_natural_name() {
    let table = [
        ("createGroup", "create_group", "CreateGroup"),
        ("created_at", "created_at", "CreatedAt"),
        ("X-Request-ID", "x_request_id", "XRequestId"),
        ("userIDs", "user_ids", "UserIds"),
        ("IDs of users", "ids_of_users", "IdsOfUsers"),
        ("asIs", "as_is", "AsIs"),
        ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
        ("HTTPServer", "http_server", "HttpServer"),
        ("-created", "minus_created", "MinusCreated"),
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("1st", "n1st", "N1st"),
        ("1.2", "n1_2", "N1_2"),
        ("12", "n12", "N12"),
        ("", "value", "Value"),
        (" ", "space", "Space"),
        ("*", "star", "Star"),
        (">=", "greater_equal", "GreaterEqual"),
        ("type", "type_", "Type"),
        ("self", "self_", "Self_"),
        ("Self", "self_", "Self_"),
        ("async", "async_", "Async"),
        ("_id", "id", "Id"),
        ("$ref", "ref_", "Ref"),
        ("@type", "type_", "Type"),
        ("Foo[Bar]", "foo_bar", "FooBar"),
        ("a.b.C", "a_b_c", "ABC"),
        ("Page«User»", "page_user", "PageUser"),
        ("größe", "größe", "Größe"),
        ("名前", "名前", "名前"),
        ("x²", "x", "X"),
        ("①", "value", "Value"),
        ("\u{301}a", "a", "A"),
        ("🦀", "value", "Value"),
        ("__proto__", "proto", "Proto"),
    ];
    for (wire, snake, camel) in table {
        assert_eq!(claim(wire, Case::Snake), snake, "{wire:?}");
        assert_eq!(claim(wire, Case::Camel), camel, "{wire:?}");
    }
    assert_eq!(claim("paging of tags", Case::Constant), "PAGING_OF_TAGS");
}

#[test]
fn a_name_of_symbols_is_what_they_are_called() {
    let table = [
        ('!', "not"),
        ('"', "quote"),
        ('\'', "quote"),
        ('`', "quote"),
        ('#', "hash"),
        ('$', "dollar"),
        ('%', "percent"),
        ('&', "and"),
        ('(', "bracket"),
        (']', "bracket"),
        ('}', "bracket"),
        ('*', "star"),
        ('+', "plus"),
        (',', "comma"),
        ('-', "minus"),
        ('.', "dot"),
        ('/', "slash"),
        (':', "colon"),
        (';', "semicolon"),
        ('<', "less"),
        ('=', "equal"),
        ('>', "greater"),
        ('?', "question"),
        ('@', "at"),
        ('\\', "backslash"),
        ('^', "caret"),
        ('_', "underscore"),
        ('|', "or"),
        ('~', "tilde"),
        (' ', "space"),
        (')', "bracket"),
        ('[', "bracket"),
        ('{', "bracket"),
    ];
    for (symbol, name) in table {
        assert_eq!(claim(&symbol.to_string(), Case::Snake), name, "{symbol}");
    }
}

#[test]
fn names_are_spelled_alike_when_they_have_the_same_marks() {
    let styles = Styles::of(["one", "two", "three.four", "five-six", "seven-eight", "nine_ten", "Eleven", "TWELVE"]);
    let table = [("a", 2), ("a.b", 1), ("a-b", 2), ("a_b", 1), ("Ab", 1), ("AB", 1), ("a b-c", 0), ("a_b.c", 0)];
    for (name, count) in table {
        assert_eq!(styles.popularity(name), count, "{name}");
    }
}

#[test]
fn every_name_is_an_identifier() {
    let wires = ["", "ª", "1²", "٣", "a\u{200d}b", "\u{0}", "_", "__", "r#type", "'static", "ǅ", "ß", "ͅ"];
    for wire in wires {
        for case in [Case::Snake, Case::Camel, Case::Constant] {
            let name = claim(wire, case);
            assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{wire:?} became {name:?}");
        }
    }
}

#[test]
fn a_name_that_is_its_own_identifier_wins_whatever_the_order() {
    for wires in [["_id", "id"], ["id", "_id"]] {
        let names = claim_all(Reserved::Fields, &wires, Case::Snake);
        for (wire, name) in wires.iter().zip(&names) {
            assert_eq!(name, if *wire == "id" { "id" } else { "underscore_id" });
        }
    }
    assert_eq!(claim_all(Reserved::Variants, &["active", "ACTIVE", "Active"], Case::Camel), ["Active3", "Active2", "Active"]);
    assert_eq!(claim_all(Reserved::Variants, &["<5", ">5", "5"], Case::Camel), ["Less5", "Greater5", "N5"]);
    assert_eq!(claim_all(Reserved::Fields, &["foo2", "foo", "Foo"], Case::Snake), ["foo2", "foo", "foo3"]);
    assert_eq!(claim_all(Reserved::Fields, &["v1", "V1"], Case::Snake), ["v1", "v1_2"]);
    assert_eq!(claim_all(Reserved::Fields, &["a", "a"], Case::Snake), ["a", "a2"]);
}

#[test]
fn a_reserved_name_gets_the_suffix_of_its_scope() {
    assert_eq!(claim_all(Reserved::Types, &["Result", "vec", "Error", "Self"], Case::Camel), ["ResultModel", "VecModel", "Error", "Self_"]);
    assert_eq!(claim_all(Reserved::Handles, &["File"], Case::Camel), ["FileApi"]);
    assert_eq!(claim_all(Reserved::Setters, &["timeout", "header", "q"], Case::Snake), ["timeout_", "header_", "q"]);
    assert_eq!(claim_all(Reserved::Variants, &["other", "none"], Case::Camel), ["OtherValue", "None"]);
    assert_eq!(claim_all(Reserved::Fields, &["new", "new_"], Case::Snake), ["new_2", "new_"]);
}

#[test]
fn modules_are_files_and_so_have_plain_letters() {
    let scope = NameScope::new(Reserved::Modules);
    assert_eq!(scope.natural("Größe", Case::Snake), "gruf6udfe");
    assert_eq!(scope.natural("名", Case::Snake), "u540d");
    assert_eq!(scope.natural("types", Case::Snake), "types_");
    assert_eq!(NameScope::new(Reserved::Modules).claim("名", Case::Snake).as_str(), "u540d");
}

#[test]
fn many_equal_names_take_linear_time() {
    let wires = vec!["same"; 20_000];
    let names = claim_all(Reserved::Nothing, &wires, Case::Snake);
    assert_eq!(names.last().map(String::as_str), Some("same20000"));
}

#[test]
fn words_and_their_plurals() {
    assert_eq!(words("getOrganizationUsersByID"), ["get", "organization", "users", "by", "id"]);
    for (a, b) in [("group", "groups"), ("process", "processes"), ("category", "categories"), ("tag", "tag")] {
        assert!(is_singular_or_plural_of(a, b) && is_singular_or_plural_of(b, a), "{a} {b}");
    }
    assert!(!is_plural_of("group", "groups") && !is_singular_or_plural_of("task", "tag"));
}

#[test]
fn definitions_named_like_types_of_other_languages_are_called_as_people_say_it() {
    let cases = [
        ("Foo[]", "FooList"),
        ("Foo[][]", "FooListList"),
        ("[Foo]", "FooList"),
        ("[]Foo", "FooList"),
        ("[]Foo<Bar>", "FooOfBarList"),
        ("List<Foo>", "FooList"),
        ("List«Foo»", "FooList"),
        ("Set[Foo]", "FooSet"),
        ("IEnumerable<Foo>", "FooList"),
        ("System.Collections.Generic.List`1[[Acme.Foo, Acme, Version=1.0.0.0]]", "AcmeFooList"),
        ("Foo<Bar>", "FooOfBar"),
        ("Foo«Bar»", "FooOfBar"),
        ("Foo[Bar]", "FooOfBar"),
        ("Foo`1[Bar]", "FooOfBar"),
        ("Foo<Bar>[]", "FooOfBarList"),
        ("Foo<Bar, Baz>", "FooOfBarAndBaz"),
        ("Page«List«Foo»»", "PageOfFooList"),
        ("Map<string,Foo>", "FooMap"),
        ("Map«string,List«Foo»»", "FooListMap"),
        ("map[string]Foo", "FooMap"),
        ("map[string][]Foo", "FooListMap"),
        ("Map<Key,Foo>", "MapOfKeyAndFoo"),
        // What is no such name is read as before: symbols divide words.
        ("Foo<Bar", "FooBar"),
        ("Foo]Bar[", "FooBar"),
        ("Foo<>", "Foo"),
        ("Foo[Bar]Baz", "FooBarBaz"),
        ("a.b.C", "ABC"),
        ("Foo,Bar", "FooBar"),
    ];
    for (wire, expected) in cases {
        assert_eq!(claim(&of_definition(wire), Case::Camel), expected, "{wire}");
    }
    let deep = "Foo<".repeat(10_000) + &">".repeat(10_000);
    assert_eq!(of_definition(&deep), deep);
}

#[test]
fn files_have_no_names_that_windows_keeps_for_devices() {
    for name in ["con", "CON", "aux", "nul", "prn", "com1", "Com9", "lpt0"] {
        let claimed = NameScope::new(Reserved::Modules).claim(name, Case::Snake);
        assert_eq!(claimed.as_str(), format!("{}_", name.to_lowercase()));
        assert_eq!(package(name), format!("{}-client", name.to_lowercase()));
    }
    for name in ["console", "com", "com10", "lpt", "auxiliary"] {
        assert_eq!(NameScope::new(Reserved::Modules).claim(name, Case::Snake).as_str(), name);
    }
}

#[test]
fn plain_words_are_spelled_as_others_are() {
    use heck::ToUpperCamelCase as _;
    let words = ["check", "CheckRun", "checkRun", "v2", "2fa", "a", "A", "ItemA", "x1y2", "HTTP", "aHTTPServer", "A1b", "v2B", "é", ""];
    for word in words.into_iter().filter(|word| words::is_camel(word)) {
        assert_eq!(capitalized(String::new(), word), word.to_upper_camel_case(), "{word}");
    }
    let plain = words.into_iter().filter(|word| words::is_camel(word)).collect::<Vec<_>>();
    assert_eq!(plain, ["check", "CheckRun", "checkRun", "v2", "2fa", "a", "A", "ItemA", "x1y2", ""]);
}
