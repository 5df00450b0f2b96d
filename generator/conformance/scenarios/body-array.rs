use std::collections::BTreeMap;

use body_array::types::{FooEnum, Product};
use body_array::{Date, HttpDate, IsoDuration, Timestamp};

use crate::harness::Run;

const UUIDS: [&str; 3] =
    ["6dcc7237-45fe-45c4-8a6b-3a8a3f625652", "d1399005-30f7-40d6-8da6-dd7c89ad34db", "f42f6aa1-a5bc-4ddf-907e-5f915de43205"];
const HTTP_DATES: [&str; 3] = ["Fri, 01 Dec 2000 00:00:01 GMT", "Wed, 02 Jan 1980 00:11:35 GMT", "Wed, 12 Oct 1492 10:15:01 GMT"];
const NUMBERS: [f64; 3] = [0.0, -0.01, -1.2e20];

fn strings<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn product(integer: i64, string: &str) -> Product {
    Product::new().integer(integer).string(string)
}

fn map<const N: usize>(entries: [(&str, &str); N]) -> BTreeMap<String, String> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

pub async fn run(run: &mut Run) {
    let client = client!(run, body_array);
    let api = client.array_operations();
    scenario!(run, "putArrayEmpty", api.array_put_empty(&[]).await?);
    scenario!(run, "getArrayEmpty", assert!(api.array_get_empty().await?.is_empty()));
    scenario!(run, "getArrayNull", assert!(api.array_get_null().await?.is_empty()));
    scenario!(run, "getArrayInvalid", assert!(api.array_get_invalid().await.is_err()));

    scenario!(run, "getArrayBooleanValid", assert_eq!(api.array_get_boolean_tfft().await?, [true, false, false, true]));
    scenario!(run, "putArrayBooleanValid", api.array_put_boolean_tfft(&[true, false, false, true]).await?);
    scenario!(run, "getArrayBooleanWithNull", refused_item(api.array_get_boolean_invalid_null().await, 1));
    scenario!(run, "getArrayBooleanWithString", refused_item(api.array_get_boolean_invalid_string().await, 1));
    scenario!(run, "getArrayIntegerValid", assert_eq!(api.array_get_integer_valid().await?, [1, -1, 3, 300]));
    scenario!(run, "putArrayIntegerValid", api.array_put_integer_valid(&[1, -1, 3, 300]).await?);
    scenario!(run, "getArrayIntegerWithNull", refused_item(api.array_get_int_invalid_null().await, 1));
    scenario!(run, "getArrayIntegerWithString", refused_item(api.array_get_int_invalid_string().await, 1));
    scenario!(run, "getArrayLongValid", assert_eq!(api.array_get_long_valid().await?, [1, -1, 3, 300]));
    scenario!(run, "putArrayLongValid", api.array_put_long_valid(&[1, -1, 3, 300]).await?);
    scenario!(run, "getArrayLongWithNull", refused_item(api.array_get_long_invalid_null().await, 1));
    scenario!(run, "getArrayLongWithString", refused_item(api.array_get_long_invalid_string().await, 1));
    scenario!(run, "getArrayFloatValid", assert_eq!(api.array_get_float_valid().await?, NUMBERS));
    scenario!(run, "putArrayFloatValid", api.array_put_float_valid(&NUMBERS).await?);
    scenario!(run, "getArrayFloatWithNull", refused_item(api.array_get_float_invalid_null().await, 1));
    scenario!(run, "getArrayFloatWithString", refused_item(api.array_get_float_invalid_string().await, 1));
    scenario!(run, "getArrayDoubleValid", assert_eq!(api.array_get_double_valid().await?, NUMBERS));
    scenario!(run, "putArrayDoubleValid", api.array_put_double_valid(&NUMBERS).await?);
    scenario!(run, "getArrayDoubleWithNull", refused_item(api.array_get_double_invalid_null().await, 1));
    scenario!(run, "getArrayDoubleWithString", refused_item(api.array_get_double_invalid_string().await, 1));

    scenario!(run, "getArrayStringValid", assert_eq!(api.array_get_string_valid().await?, ["foo1", "foo2", "foo3"]));
    scenario!(run, "putArrayStringValid", api.array_put_string_valid(&strings(["foo1", "foo2", "foo3"])).await?);
    let with_null = [Some("foo".to_owned()), None, Some("foo2".to_owned())];
    scenario!(run, "getArrayStringWithNull", assert_eq!(api.array_get_string_with_null().await?, with_null));
    scenario!(run, "getArrayStringWithNumber", assert_eq!(api.array_get_string_with_invalid().await?, ["foo", "123", "foo2"]));
    scenario!(run, "getArrayEnumValid", {
        let texts: Vec<_> = api.array_get_enum_valid().await?.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["foo1", "foo2", "foo3"]);
    });
    scenario!(run, "putArrayEnumValid", api.array_put_enum_valid(&[FooEnum::Foo1, FooEnum::Foo2, FooEnum::Foo3]).await?);
    scenario!(run, "getArrayStringEnumValid", {
        let texts: Vec<_> = api.array_get_string_enum_valid().await?.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["foo1", "foo2", "foo3"]);
    });
    scenario!(run, "putArrayStringEnumValid", api.array_put_string_enum_valid(&["foo1".into(), "foo2".into(), "foo3".into()]).await?);
    scenario!(run, "getArrayUuidValid", assert_eq!(api.array_get_uuid_valid().await?, UUIDS));
    scenario!(run, "putArrayUuidValid", api.array_put_uuid_valid(&strings(UUIDS)).await?);
    // An identifier is a string: what is in it is for its server to judge.
    scenario!(run, "getArrayUuidWithInvalidChars", assert_eq!(api.array_get_uuid_invalid_chars().await?, [UUIDS[0], "foo"]));

    let dates = ["2000-12-01", "1980-01-02", "1492-10-12"].map(Date::from);
    scenario!(run, "getArrayDateValid", assert_eq!(api.array_get_date_valid().await?, dates));
    scenario!(run, "putArrayDateValid", api.array_put_date_valid(&dates).await?);
    scenario!(run, "getArrayDateWithNull", refused_item(api.array_get_date_invalid_null().await, 1));
    // Dates that make no sense are kept, and have no meaning.
    scenario!(run, "getArrayDateWithInvalidChars", {
        let dates = api.array_get_date_invalid_chars().await?;
        assert_eq!((dates[0].days(), dates[1].days()), (Some(15_055), None));
    });
    scenario!(run, "getArrayDateTimeValid", {
        let moments = api.array_get_date_time_valid().await?;
        let seconds: Vec<_> = moments.iter().map(Timestamp::unix_seconds).collect();
        assert_eq!(seconds, [Some(975_628_801), Some(315_616_295), Some(-15_059_540_699)]);
    });
    let moments = ["2000-12-01T00:00:01Z", "1980-01-02T00:11:35Z", "1492-10-12T10:15:01Z"].map(Timestamp::from);
    scenario!(run, "putArrayDateTimeValid", api.array_put_date_time_valid(&moments).await?);
    scenario!(run, "getArrayDateTimeWithNull", refused_item(api.array_get_date_time_invalid_null().await, 1));
    scenario!(run, "getArrayDateTimeWithInvalidChars", {
        let moments = api.array_get_date_time_invalid_chars().await?;
        assert_eq!((moments[0].unix_seconds(), moments[1].unix_seconds()), (Some(975_628_801), None));
    });
    scenario!(run, "getArrayDateTimeRfc1123Valid", {
        assert_eq!(api.array_get_date_time_rfc1123_valid().await?, HTTP_DATES.map(HttpDate::from));
    });
    // The same moments, not in the form that the definition wants yet.
    let http_dates = moments.map(HttpDate::from);
    scenario!(run, "putArrayDateTimeRfc1123Valid", api.array_put_date_time_rfc1123_valid(&http_dates).await?);
    let durations = ["P123DT22H14M12.011S", "P5DT1H"].map(IsoDuration::from);
    scenario!(run, "getArrayDurationValid", assert_eq!(api.array_get_duration_valid().await?, durations));
    scenario!(run, "putArrayDurationValid", api.array_put_duration_valid(&durations).await?);

    let bytes = [vec![255, 255, 255, 250], vec![1, 2, 3], vec![37, 41, 67]].map(Into::into);
    scenario!(run, "getArrayByteValid", assert_eq!(api.array_get_byte_valid().await?, bytes));
    scenario!(run, "putArrayByteValid", api.array_put_byte_valid(&bytes).await?);
    scenario!(run, "getArrayByteWithNull", refused_item(api.array_get_byte_invalid_null().await, 1));
    let texts = ["a string that gets encoded with base64url", "test string", "Lorem ipsum"].map(Into::into);
    scenario!(run, "getArrayBase64Url", assert_eq!(api.array_get_base64_url().await?, texts));

    let products = [product(1, "2"), product(3, "4"), product(5, "6")];
    scenario!(run, "getArrayComplexNull", assert!(api.array_get_complex_null().await?.is_empty()));
    scenario!(run, "getArrayComplexEmpty", assert!(api.array_get_complex_empty().await?.is_empty()));
    scenario!(run, "getArrayComplexItemNull", {
        assert_eq!(api.array_get_complex_item_null().await?, [Some(product(1, "2")), None, Some(product(5, "6"))]);
    });
    scenario!(run, "getArrayComplexItemEmpty", {
        assert_eq!(api.array_get_complex_item_empty().await?, [product(1, "2"), Product::new(), product(5, "6")]);
    });
    scenario!(run, "getArrayComplexValid", assert_eq!(api.array_get_complex_valid().await?, products));
    scenario!(run, "putArrayComplexValid", api.array_put_complex_valid(&products).await?);

    let lists = [strings(["1", "2", "3"]), strings(["4", "5", "6"]), strings(["7", "8", "9"])];
    let [first, _, last] = lists.clone();
    scenario!(run, "getArrayArrayNull", assert!(api.array_get_array_null().await?.is_empty()));
    scenario!(run, "getArrayArrayEmpty", assert!(api.array_get_array_empty().await?.is_empty()));
    scenario!(run, "getArrayArrayItemNull", {
        assert_eq!(api.array_get_array_item_null().await?, [Some(first.clone()), None, Some(last.clone())]);
    });
    scenario!(run, "getArrayArrayItemEmpty", assert_eq!(api.array_get_array_item_empty().await?, [first, vec![], last]));
    scenario!(run, "getArrayArrayValid", assert_eq!(api.array_get_array_valid().await?, lists));
    scenario!(run, "putArrayArrayValid", api.array_put_array_valid(&lists).await?);

    let maps = [
        map([("1", "one"), ("2", "two"), ("3", "three")]),
        map([("4", "four"), ("5", "five"), ("6", "six")]),
        map([("7", "seven"), ("8", "eight"), ("9", "nine")]),
    ];
    let [first, _, last] = maps.clone();
    scenario!(run, "getArrayDictionaryNull", assert!(api.array_get_dictionary_null().await?.is_empty()));
    scenario!(run, "getArrayDictionaryEmpty", assert!(api.array_get_dictionary_empty().await?.is_empty()));
    scenario!(run, "getArrayDictionaryItemNull", {
        assert_eq!(api.array_get_dictionary_item_null().await?, [Some(first.clone()), None, Some(last.clone())]);
    });
    scenario!(run, "getArrayDictionaryItemEmpty", {
        assert_eq!(api.array_get_dictionary_item_empty().await?, [first, BTreeMap::new(), last]);
    });
    scenario!(run, "getArrayDictionaryValid", assert_eq!(api.array_get_dictionary_valid().await?, maps));
    scenario!(run, "putArrayDictionaryValid", api.array_put_dictionary_valid(&maps).await?);
}

/// A list with an item that cannot be one is an error that names the item.
fn refused_item<T: std::fmt::Debug>(response: Result<Vec<T>, body_array::Error>, at: usize) {
    let error = response.unwrap_err().to_string();
    assert!(error.contains(&format!("[{at}]")), "{error}");
}
