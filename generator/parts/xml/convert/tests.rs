use serde_json::{Value, json};

use super::*;

static SLIDE: Object = Object {
    properties: &[
        Property::attribute("type", Name::of("type"), Content::Text),
        Property::element("title", Name::of("title"), Content::Text),
        Property::items("items", Name::of("item"), Content::Text),
        Property::element("shown", Name::of("shown"), Content::Boolean),
        Property::element("seconds", Name::of("seconds"), Content::Number),
        Property::element("until", Name::of("until"), Content::Token),
        Property::all_items("inner", Name::of("slide"), Content::Object(&SLIDE)),
    ],
    rest: None,
};
static SLIDE_ELEMENT: Element = Element { name: Name::of("slide"), content: Content::Object(&SLIDE) };
static TAG: Element = Element { name: Name::of("tag"), content: Content::Text };
static TAGS: Element = Element { name: Name::of("tags"), content: Content::List(&TAG) };
static ANY: Element = Element { name: Name::of("any"), content: Content::Any };
static NUMBERS: Map = Map { values: Content::Number, repeated: false };
static LISTS: Map = Map { values: Content::Text, repeated: true };
static COUNTS: Element = Element { name: Name::of("counts"), content: Content::Map(&NUMBERS) };
static MANY: Element = Element { name: Name::of("many"), content: Content::Map(&LISTS) };

const SMP: &str = "http://example.com/schema";
const OTHER: &str = "http://example.com/other";
static BOOK: Object = Object {
    properties: &[
        Property::attribute("lang", Name::within(OTHER, "o", "lang"), Content::Text),
        Property::element("title", Name::of("title"), Content::Text),
        Property::element("author", Name::within(SMP, "smp", "author"), Content::Text),
        Property::element("names", Name::of("Names"), Content::List(&TAG)),
        Property::text("summary", Content::Text),
    ],
    rest: Some(&NUMBERS),
};
static BOOK_ELEMENT: Element = Element { name: Name::within(SMP, "smp", "book"), content: Content::Object(&BOOK) };

static CAT: Object = Object {
    properties: &[
        Property::attribute("kind", Name::of("kind"), Content::Token),
        Property::element("lives", Name::of("lives"), Content::Number),
    ],
    rest: None,
};
static PET: Tagged = Tagged { tag: "kind", variants: &[(&["cat", "Cat"], &CAT)], otherwise: None };
static ANY_CAT: Tagged = Tagged { tag: "kind", variants: &[], otherwise: Some(&CAT) };
static ANY_CAT_ELEMENT: Element = Element { name: Name::of("pet"), content: Content::Tagged(&ANY_CAT) };
static PET_ELEMENT: Element = Element { name: Name::of("pet"), content: Content::Tagged(&PET) };

#[track_caller]
fn reads(element: &Element, xml: &str, expected: Value) {
    assert_eq!(read(xml.as_bytes(), element), Ok(Some(expected)), "{xml}");
}

#[track_caller]
fn refuses(xml: &str, problem: &str) {
    let error = read(xml.as_bytes(), &ANY).expect_err(xml);
    assert!(error.contains(problem), "{error}");
}

/// The document without its declaration.
#[track_caller]
fn writes(element: &Element, value: Value, expected: &str) {
    let written = write(&value, element).expect("it is written");
    assert_eq!(written.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#), Some(expected));
}

/// Reads to a value what is written of it.
#[track_caller]
fn both_ways(element: &Element, value: Value, xml: &str) {
    writes(element, value.clone(), xml);
    reads(element, xml, value);
}

#[test]
fn members_are_attributes_elements_and_lists() {
    let value = json!({
        "type": "all", "title": "Overview", "items": ["Why", "", "Who"], "shown": true, "seconds": 2.5, "until": "2026-01-01",
        "inner": [{"title": "A", "inner": []}, {"title": "B", "inner": []}],
    });
    let xml = "<slide type=\"all\"><title>Overview</title><item>Why</item><item/><item>Who</item><shown>true</shown>\
               <seconds>2.5</seconds><until>2026-01-01</until><slide><title>A</title></slide><slide><title>B</title></slide></slide>";
    both_ways(&SLIDE_ELEMENT, value, xml);
}

#[test]
fn blanks_count_in_texts_only() {
    let xml = "<slide>\n  <title> a </title>\n  <shown> 1 </shown><seconds>\n7\n</seconds><until> 2026-01-01\n</until></slide>";
    reads(&SLIDE_ELEMENT, xml, json!({"title": " a ", "shown": true, "seconds": 7, "until": "2026-01-01", "inner": []}));
}

#[test]
fn empty_elements_are_empty_texts_and_no_numbers() {
    let xml = "<slide><title/><shown/><seconds></seconds><until/></slide>";
    reads(&SLIDE_ELEMENT, xml, json!({"title": "", "shown": null, "seconds": null, "until": "", "inner": []}));
    reads(&SLIDE_ELEMENT, "<slide/>", json!({"inner": []}));
    assert_eq!(read(b" ", &SLIDE_ELEMENT), Ok(None));
}

#[test]
fn null_is_nil() {
    let nil = " xsi:nil=\"true\"/>";
    let xml = format!("<slide><title xmlns:xsi=\"{INSTANCE}\"{nil}</slide>");
    both_ways(&SLIDE_ELEMENT, json!({"title": null, "inner": []}), &xml);
}

#[test]
fn lists_may_be_wrapped() {
    both_ways(&TAGS, json!(["a", "b"]), "<tags><tag>a</tag><tag>b</tag></tags>");
    both_ways(&TAGS, json!([]), "<tags/>");
    reads(&TAGS, "<labels><label>a</label></labels>", json!(["a"]));
    reads(&TAGS, "<tags>a</tags>", json!("a"));
}

#[test]
fn maps_have_their_keys_for_names() {
    both_ways(&COUNTS, json!({"a": 1, "b": 2}), "<counts><a>1</a><b>2</b></counts>");
    both_ways(&MANY, json!({"a": ["1", "2"], "b": ["3"]}), "<many><a>1</a><a>2</a><b>3</b></many>");
    let error = write(&json!({"a b": 1}), &COUNTS).expect_err("a blank");
    assert!(error.contains("not a valid XML name"), "{error}");
    assert!(write(&json!({"x:a": 1}), &COUNTS).is_err());
}

#[test]
fn namespaces_are_declared_where_they_are_needed() {
    let value = json!({"lang": "en", "title": "T", "author": "A", "names": ["n"], "summary": "S", "pages": 3});
    let xml = format!(
        "<smp:book xmlns:smp=\"{SMP}\" xmlns:o=\"{OTHER}\" o:lang=\"en\">S<title>T</title><smp:author>A</smp:author>\
         <Names><tag>n</tag></Names><pages>3</pages></smp:book>"
    );
    both_ways(&BOOK_ELEMENT, value.clone(), &xml);
    // Prefixes are the server's affair, and so is where they are declared.
    let theirs = format!(
        "<book xmlns=\"{SMP}\" xmlns:q=\"{OTHER}\" q:lang=\"en\"><title>T</title><author>A</author><Names><tag>n</tag></Names><pages>3</pages>S</book>"
    );
    reads(&BOOK_ELEMENT, &theirs, value);
}

#[test]
fn a_foreign_element_is_not_taken_for_a_member() {
    let xml = format!("<slide xmlns:m=\"{OTHER}\"><title>mine</title><m:title>theirs</m:title><m:item/></slide>");
    let value = json!({
        "title": "mine",
        "m:title": {"@xmlns:m": OTHER, "#text": "theirs"},
        "m:item": {"@xmlns:m": OTHER},
        "inner": [],
    });
    reads(&SLIDE_ELEMENT, &xml, value.clone());
    let xml = format!("<slide><title>mine</title><m:item xmlns:m=\"{OTHER}\"/><m:title xmlns:m=\"{OTHER}\">theirs</m:title></slide>");
    let written = write(&value, &SLIDE_ELEMENT).expect("it is written");
    reads(&SLIDE_ELEMENT, &written, value);
    assert_eq!(written.len(), xml.len() + r#"<?xml version="1.0" encoding="UTF-8"?>"#.len(), "{written}");
}

#[test]
fn a_member_is_found_by_its_json_name_and_in_another_place() {
    reads(&BOOK_ELEMENT, "<book><names><tag>n</tag></names></book>", json!({"names": ["n"], "summary": ""}));
    reads(&SLIDE_ELEMENT, "<slide title=\"T\"><type>all</type></slide>", json!({"title": "T", "type": "all", "inner": []}));
}

#[test]
fn what_no_shape_knows_is_kept() {
    let value = json!({"@id": "7", "new": {"@a": "1", "b": ["x", "y"], "#text": "t"}, "#text": "beside", "inner": []});
    let xml = "<slide id=\"7\">beside<new a=\"1\">t<b>x</b><b>y</b></new></slide>";
    both_ways(&SLIDE_ELEMENT, value, xml);
    reads(&SLIDE_ELEMENT, "<slide xml:lang=\"en\"/>", json!({"@xml:lang": "en", "inner": []}));
}

#[test]
fn a_member_that_comes_twice_is_for_its_type_to_judge() {
    reads(&SLIDE_ELEMENT, "<slide><title>a</title><title>b</title></slide>", json!({"title": ["a", "b"], "inner": []}));
    reads(&SLIDE_ELEMENT, "<slide><title><b>a</b></title></slide>", json!({"title": {"b": "a"}, "inner": []}));
    reads(&SLIDE_ELEMENT, "<slide><seconds>soon</seconds></slide>", json!({"seconds": "soon", "inner": []}));
}

#[test]
fn a_tag_chooses_the_properties() {
    both_ways(&PET_ELEMENT, json!({"kind": "Cat", "lives": 9}), "<pet kind=\"Cat\"><lives>9</lives></pet>");
    reads(&PET_ELEMENT, "<pet kind=\"dog\"><lives>9</lives></pet>", json!({"@kind": "dog", "lives": "9"}));
    both_ways(&ANY_CAT_ELEMENT, json!({"kind": "lion", "lives": 1}), "<pet kind=\"lion\"><lives>1</lives></pet>");
    both_ways(&ANY_CAT_ELEMENT, json!({"lives": 1}), "<pet><lives>1</lives></pet>");
}

#[test]
fn markup_in_texts_is_escaped() {
    let text = "a < b && c > \"d\" ]]>\r\n\té";
    let xml = "<slide type=\"a &lt; b &amp;&amp; c &gt; &quot;d&quot; ]]&gt;&#13;&#10;&#9;é\">\
               <title>a &lt; b &amp;&amp; c &gt; \"d\" ]]&gt;&#13;\n\té</title></slide>";
    both_ways(&SLIDE_ELEMENT, json!({"type": text, "title": text, "inner": []}), xml);
}

#[test]
fn characters_that_xml_has_not_are_refused() {
    for letter in ["\0", "\u{1b}", "\u{ffff}"] {
        let error = write(&json!({"inner": [{"title": letter}]}), &SLIDE_ELEMENT).expect_err("a character");
        assert!(error.contains("cannot carry") && error.ends_with("at slide.slide.title"), "{error}");
    }
}

#[test]
fn texts_are_put_together() {
    let xml = "<?xml version='1.0'?><!-- a --><?go now?><any>a<!-- b -->&amp;<![CDATA[<c> & ]]>&#x64;&#101;\r\nf<?stop?></any><!-- g -->";
    reads(&ANY, xml, json!("a&<c> & de\nf"));
    reads(&ANY, "<any a=\"&lt;&#10;\n&quot;\"/>", json!({"@a": "<\n \""}));
}

#[test]
fn encodings_are_understood() {
    let xml = "<?xml version=\"1.0\" encoding='UTF-16'?><any>é€</any>";
    let units = |bytes: fn(u16) -> [u8; 2]| xml.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    let cases = [
        marked(b"\xEF\xBB\xBF", b"<any>\xC3\xA9\xE2\x82\xAC</any>"),
        marked(b"\xFE\xFF", &units(u16::to_be_bytes)),
        marked(b"\xFF\xFE", &units(u16::to_le_bytes)),
        units(u16::to_be_bytes),
        units(u16::to_le_bytes),
    ];
    for bytes in cases {
        assert_eq!(read(&bytes, &ANY), Ok(Some(json!("é€"))), "{bytes:?}");
    }
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><any>\xE9</any>";
    assert_eq!(read(latin, &ANY), Ok(Some(json!("é"))));
    let ascii = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><any>e</any>";
    assert_eq!(read(ascii, &ANY), Ok(Some(json!("e"))));
    let unknown = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><any>\x80</any>";
    assert!(read(unknown, &ANY).unwrap_err().contains("the encoding windows-1252"));
}

#[test]
fn a_document_type_is_refused() {
    refuses("<!DOCTYPE any [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><any>&x;</any>", "a document type");
    refuses("<any>&x;</any>", "`&x;` at line 1, column 6");
    refuses("<any a='&x;'/>", "x");
}

#[test]
fn nesting_has_an_end() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(read(nested(60).as_bytes(), &ANY).is_ok());
    refuses(&nested(61), "deep");
    refuses(&nested(100_000), "deep");
}

#[test]
fn what_is_no_document_is_refused_with_its_place() {
    refuses("<a>\n  <b></a>", "at line 2, column");
    refuses("<a><b/>", "ends inside an element");
    refuses("<a/><b/>", "a second root element at line 1, column 5");
    refuses("hello", "text outside");
    refuses("<a b='1' b='2'/>", "at line 1");
    refuses("<a", "at line 1");
}
