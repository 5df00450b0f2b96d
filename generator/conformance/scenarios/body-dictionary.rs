use std::collections::BTreeMap;
use std::fmt::Debug;

use body_dictionary::types::Widget;
use body_dictionary::{Date, HttpDate, IsoDuration, Timestamp};

use crate::harness::Run;

const HTTP_DATES: [&str; 3] = ["Fri, 01 Dec 2000 00:00:01 GMT", "Wed, 02 Jan 1980 00:11:35 GMT", "Wed, 12 Oct 1492 10:15:01 GMT"];
const NUMBERS: [f64; 3] = [0.0, -0.01, -1.2e20];

/// The map that the server makes of a list: its keys count from 0.
fn counted<T>(values: impl IntoIterator<Item = T>) -> BTreeMap<String, T> {
    values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
}

fn texts<const N: usize>(texts: [&str; N]) -> BTreeMap<String, String> {
    counted(texts.map(str::to_owned))
}

fn map<const N: usize>(entries: [(&str, &str); N]) -> BTreeMap<String, String> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn widget(integer: i64, string: &str) -> Widget {
    Widget::new().integer(integer).string(string)
}

/// A map with a value that cannot be one is an error that names the property.
fn refused_property<T: Debug>(response: Result<T, body_dictionary::Error>, key: &str) {
    let error = response.unwrap_err().to_string();
    assert!(error.contains(key), "{error}");
}

pub async fn run(run: &mut Run) {
    let client = client!(run, body_dictionary);
    let (api, odd) = (client.dictionary_operations(), client.api());
    scenario!(run, "putDictionaryEmpty", api.dictionary_put_empty(&BTreeMap::new()).await?);
    scenario!(run, "getDictionaryEmpty", assert!(api.dictionary_get_empty().await?.is_empty()));
    scenario!(run, "getDictionaryNull", assert!(api.dictionary_get_null().await?.is_empty()));
    scenario!(run, "getDictionaryInvalid", assert!(odd.dictionary_get_invalid().await.is_err()));
    scenario!(run, "getDictionaryNullValue", {
        let value = odd.dictionary_get_null_value().await;
        refused_property(value, "key1");
    });
    scenario!(run, "getDictionaryNullkey", assert!(odd.dictionary_get_null_key().await.is_err()));
    scenario!(run, "getDictionaryKeyEmptyString", assert_eq!(odd.dictionary_get_empty_string_key().await?, map([("", "val1")])));

    let booleans = counted([true, false, false, true]);
    scenario!(run, "getDictionaryBooleanValid", assert_eq!(api.dictionary_get_boolean_tfft().await?, booleans));
    scenario!(run, "putDictionaryBooleanValid", api.dictionary_put_boolean_tfft(&booleans).await?);
    scenario!(run, "getDictionaryBooleanWithNull", refused_property(api.dictionary_get_boolean_invalid_null().await, "1"));
    scenario!(run, "getDictionaryBooleanWithString", refused_property(api.dictionary_get_boolean_invalid_string().await, "1"));
    let integers = counted([1, -1, 3, 300]);
    scenario!(run, "getDictionaryIntegerValid", assert_eq!(api.dictionary_get_integer_valid().await?, integers));
    scenario!(run, "putDictionaryIntegerValid", api.dictionary_put_integer_valid(&integers).await?);
    scenario!(run, "getDictionaryIntegerWithNull", refused_property(api.dictionary_get_int_invalid_null().await, "1"));
    scenario!(run, "getDictionaryIntegerWithString", refused_property(api.dictionary_get_int_invalid_string().await, "1"));
    scenario!(run, "getDictionaryLongValid", assert_eq!(api.dictionary_get_long_valid().await?, integers));
    scenario!(run, "putDictionaryLongValid", api.dictionary_put_long_valid(&integers).await?);
    scenario!(run, "getDictionaryLongWithNull", refused_property(api.dictionary_get_long_invalid_null().await, "1"));
    scenario!(run, "getDictionaryLongWithString", refused_property(api.dictionary_get_long_invalid_string().await, "1"));
    let numbers = counted(NUMBERS);
    scenario!(run, "getDictionaryFloatValid", assert_eq!(api.dictionary_get_float_valid().await?, numbers));
    scenario!(run, "putDictionaryFloatValid", api.dictionary_put_float_valid(&numbers).await?);
    scenario!(run, "getDictionaryFloatWithNull", refused_property(api.dictionary_get_float_invalid_null().await, "1"));
    scenario!(run, "getDictionaryFloatWithString", refused_property(api.dictionary_get_float_invalid_string().await, "1"));
    scenario!(run, "getDictionaryDoubleValid", assert_eq!(api.dictionary_get_double_valid().await?, numbers));
    scenario!(run, "putDictionaryDoubleValid", api.dictionary_put_double_valid(&numbers).await?);
    scenario!(run, "getDictionaryDoubleWithNull", refused_property(api.dictionary_get_double_invalid_null().await, "1"));
    scenario!(run, "getDictionaryDoubleWithString", refused_property(api.dictionary_get_double_invalid_string().await, "1"));
    let strings = texts(["foo1", "foo2", "foo3"]);
    scenario!(run, "getDictionaryStringValid", assert_eq!(api.dictionary_get_string_valid().await?, strings));
    scenario!(run, "putDictionaryStringValid", api.dictionary_put_string_valid(&strings).await?);
    scenario!(run, "getDictionaryStringWithNull", refused_property(api.dictionary_get_string_with_null().await, "1"));
    scenario!(run, "getDictionaryStringWithNumber", {
        assert_eq!(api.dictionary_get_string_with_invalid().await?, texts(["foo", "123", "foo2"]));
    });

    let dates = counted(["2000-12-01", "1980-01-02", "1492-10-12"].map(Date::from));
    scenario!(run, "getDictionaryDateValid", assert_eq!(api.dictionary_get_date_valid().await?, dates));
    scenario!(run, "putDictionaryDateValid", api.dictionary_put_date_valid(&dates).await?);
    scenario!(run, "getDictionaryDateWithNull", refused_property(api.dictionary_get_date_invalid_null().await, "1"));
    // Dates that make no sense are kept, and have no meaning.
    scenario!(run, "getDictionaryDateWithInvalidChars", {
        let dates = api.dictionary_get_date_invalid_chars().await?;
        assert_eq!((dates["0"].days(), dates["1"].days()), (Some(15_055), None));
    });
    let moments = counted(["2000-12-01T00:00:01Z", "1980-01-01T23:11:35Z", "1492-10-12T18:15:01Z"].map(Timestamp::from));
    scenario!(run, "getDictionaryDateTimeValid", assert_eq!(api.dictionary_get_date_time_valid().await?, moments));
    scenario!(run, "putDictionaryDateTimeValid", api.dictionary_put_date_time_valid(&moments).await?);
    scenario!(run, "getDictionaryDateTimeWithNull", refused_property(api.dictionary_get_date_time_invalid_null().await, "1"));
    scenario!(run, "getDictionaryDateTimeWithInvalidChars", {
        let moments = api.dictionary_get_date_time_invalid_chars().await?;
        assert_eq!((moments["0"].unix_seconds(), moments["1"].unix_seconds()), (Some(975_628_801), None));
    });
    let http_dates = counted(HTTP_DATES.map(HttpDate::from));
    scenario!(run, "getDictionaryDateTimeRfc1123Valid", assert_eq!(api.dictionary_get_date_time_rfc1123_valid().await?, http_dates));
    scenario!(run, "putDictionaryDateTimeRfc1123Valid", api.dictionary_put_date_time_rfc1123_valid(&http_dates).await?);
    let durations = counted(["P123DT22H14M12.011S", "P5DT1H"].map(IsoDuration::from));
    scenario!(run, "getDictionaryDurationValid", assert_eq!(api.dictionary_get_duration_valid().await?, durations));
    scenario!(run, "putDictionaryDurationValid", api.dictionary_put_duration_valid(&durations).await?);
    let bytes = counted([vec![255, 255, 255, 250], vec![1, 2, 3], vec![37, 41, 67]].map(Into::into));
    scenario!(run, "getDictionaryByteValid", assert_eq!(api.dictionary_get_byte_valid().await?, bytes));
    scenario!(run, "putDictionaryByteValid", api.dictionary_put_byte_valid(&bytes).await?);
    scenario!(run, "getDictionaryByteWithNull", refused_property(api.dictionary_get_byte_invalid_null().await, "1"));
    let decoded = ["a string that gets encoded with base64url", "test string", "Lorem ipsum"].map(Into::into);
    scenario!(run, "getDictionaryBase64Url", assert_eq!(api.dictionary_get_base64_url().await?, counted(decoded)));

    let widgets = counted([widget(1, "2"), widget(3, "4"), widget(5, "6")]);
    scenario!(run, "getDictionaryComplexNull", assert_eq!(api.dictionary_get_complex_null().await?, None));
    scenario!(run, "getDictionaryComplexEmpty", assert!(api.dictionary_get_complex_empty().await?.is_empty()));
    scenario!(run, "getDictionaryComplexItemNull", {
        assert_eq!(api.dictionary_get_complex_item_null().await?, counted([Some(widget(1, "2")), None, Some(widget(5, "6"))]));
    });
    scenario!(run, "getDictionaryComplexItemEmpty", {
        assert_eq!(api.dictionary_get_complex_item_empty().await?, counted([widget(1, "2"), Widget::new(), widget(5, "6")]));
    });
    scenario!(run, "getDictionaryComplexValid", assert_eq!(api.dictionary_get_complex_valid().await?, widgets));
    scenario!(run, "putDictionaryComplexValid", api.dictionary_put_complex_valid(&widgets).await?);

    let [first, second, last] = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].map(|list| list.map(str::to_owned).to_vec());
    let lists = counted([first.clone(), second, last.clone()]);
    scenario!(run, "getDictionaryArrayNull", assert_eq!(api.dictionary_get_array_null().await?, None));
    scenario!(run, "getDictionaryArrayEmpty", assert!(api.dictionary_get_array_empty().await?.is_empty()));
    scenario!(run, "getDictionaryArrayItemNull", {
        assert_eq!(api.dictionary_get_array_item_null().await?, counted([Some(first.clone()), None, Some(last.clone())]));
    });
    scenario!(run, "getDictionaryArrayItemEmpty", {
        assert_eq!(api.dictionary_get_array_item_empty().await?, counted([first, vec![], last]));
    });
    scenario!(run, "getDictionaryArrayValid", assert_eq!(api.dictionary_get_array_valid().await?, lists));
    scenario!(run, "putDictionaryArrayValid", api.dictionary_put_array_valid(&lists).await?);

    let first = map([("1", "one"), ("2", "two"), ("3", "three")]);
    let last = map([("7", "seven"), ("8", "eight"), ("9", "nine")]);
    let maps = counted([first.clone(), map([("4", "four"), ("5", "five"), ("6", "six")]), last.clone()]);
    scenario!(run, "getDictionaryDictionaryNull", assert!(api.dictionary_get_dictionary_null().await?.is_empty()));
    scenario!(run, "getDictionaryDictionaryEmpty", assert!(api.dictionary_get_dictionary_empty().await?.is_empty()));
    scenario!(run, "getDictionaryDictionaryItemNull", {
        assert_eq!(api.dictionary_get_dictionary_item_null().await?, counted([Some(first.clone()), None, Some(last.clone())]));
    });
    scenario!(run, "getDictionaryDictionaryItemEmpty", {
        assert_eq!(api.dictionary_get_dictionary_item_empty().await?, counted([first, BTreeMap::new(), last]));
    });
    scenario!(run, "getDictionaryDictionaryValid", assert_eq!(api.dictionary_get_dictionary_valid().await?, maps));
    scenario!(run, "putDictionaryDictionaryValid", api.dictionary_put_dictionary_valid(&maps).await?);
}
