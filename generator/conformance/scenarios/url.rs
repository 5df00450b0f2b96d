use crate::harness::Run;

const RESERVED: [&str; 4] = ["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""];
// Escaped: some of these look like others.
const MANY_BYTES: &str = "\u{554a}\u{9f44}\u{4e02}\u{72db}\u{72dc}\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}";

pub async fn run(run: &mut Run) {
    let client = client!(run, url);
    let api = client.path_operations();
    scenario!(run, "UrlPathsBoolTrue", api.paths_get_boolean_true().await?);
    scenario!(run, "UrlPathsBoolFalse", api.paths_get_boolean_false().await?);
    scenario!(run, "UrlPathsIntPositive", api.paths_get_int_one_million().await?);
    scenario!(run, "UrlPathsIntNegative", api.paths_get_int_negative_one_million().await?);
    scenario!(run, "UrlPathsIntUnixTime", api.paths_unix_time_url("2016-04-13T00:00:00Z").await?);
    scenario!(run, "UrlPathsLongPositive", api.paths_get_ten_billion().await?);
    scenario!(run, "UrlPathsLongNegative", api.paths_get_negative_ten_billion().await?);
    scenario!(run, "UrlPathsFloatPositive", api.paths_float_scientific_positive().await?);
    scenario!(run, "UrlPathsFloatNegative", api.paths_float_scientific_negative().await?);
    scenario!(run, "UrlPathsDoublePositive", api.paths_double_decimal_positive().await?);
    scenario!(run, "UrlPathsDoubleNegative", api.paths_double_decimal_negative().await?);
    scenario!(run, "UrlPathsStringEmpty", api.paths_string_empty().await?);
    scenario!(run, "UrlPathsStringUnicode", api.paths_string_unicode().await?);
    scenario!(run, "UrlPathsStringUrlEncoded", api.paths_string_url_encoded().await?);
    scenario!(run, "UrlPathsStringUrlNonEncoded", api.paths_string_url_non_encoded().await?);
    scenario!(run, "UrlPathsStringBase64Url", api.paths_base64_url("lorem").await?);
    scenario!(run, "UrlPathsByteEmpty", api.paths_byte_empty().await?);
    scenario!(run, "UrlPathsByteMultiByte", api.paths_byte_multi_byte(MANY_BYTES.as_bytes()).await?);
    scenario!(run, "UrlPathsDateValid", api.paths_date_valid().await?);
    scenario!(run, "UrlPathsDateTimeValid", api.paths_date_time_valid().await?);
    scenario!(run, "UrlPathsEnumValid", api.paths_enum_valid("green color").await?);
    // A value that would make another route of this one never leaves the program.
    let error = api.paths_string_null("").await.unwrap_err().to_string();
    assert!(error.contains("stringPath"), "{error}");
    scenario!(run, "UrlQueriesBoolTrue", api.queries_get_boolean_true().await?);
    scenario!(run, "UrlQueriesBoolFalse", api.queries_get_boolean_false().await?);

    let api = client.query_operations();
    let path = ["ArrayPath1", RESERVED[1], "", ""];
    scenario!(run, "UrlPathsArrayCSVInPath", api.paths_array_csv_in_path(path).await?);
    scenario!(run, "UrlQueriesBoolNull", api.queries_get_boolean_null().await?);
    scenario!(run, "UrlQueriesIntPositive", api.queries_get_int_one_million().await?);
    scenario!(run, "UrlQueriesIntNegative", api.queries_get_int_negative_one_million().await?);
    scenario!(run, "UrlQueriesIntNull", api.queries_get_int_null().await?);
    scenario!(run, "UrlQueriesLongPositive", api.queries_get_ten_billion().await?);
    scenario!(run, "UrlQueriesLongNegative", api.queries_get_negative_ten_billion().await?);
    scenario!(run, "UrlQueriesLongNull", api.queries_get_long_null().await?);
    scenario!(run, "UrlQueriesFloatPositive", api.queries_float_scientific_positive().await?);
    scenario!(run, "UrlQueriesFloatNegative", api.queries_float_scientific_negative().await?);
    scenario!(run, "UrlQueriesFloatNull", api.queries_float_null().await?);
    scenario!(run, "UrlQueriesDoublePositive", api.queries_double_decimal_positive().await?);
    scenario!(run, "UrlQueriesDoubleNegative", api.queries_double_decimal_negative().await?);
    scenario!(run, "UrlQueriesDoubleNull", api.queries_double_null().await?);
    scenario!(run, "UrlQueriesStringUrlEncoded", api.queries_string_url_encoded().await?);
    scenario!(run, "UrlQueriesStringEmpty", api.queries_string_empty().await?);
    scenario!(run, "UrlQueriesStringNull", api.queries_string_null().await?);
    scenario!(run, "UrlQueriesStringUnicode", api.queries_string_unicode().await?);
    scenario!(run, "UrlQueriesEnumValid", api.queries_enum_valid().enum_query("green color").await?);
    scenario!(run, "UrlQueriesEnumNull", api.queries_enum_null().await?);
    scenario!(run, "UrlQueriesByteMultiByte", api.queries_byte_multi_byte().byte_query(MANY_BYTES.as_bytes()).await?);
    scenario!(run, "UrlQueriesByteEmpty", api.queries_byte_empty().await?);
    scenario!(run, "UrlQueriesByteNull", api.queries_byte_null().await?);
    scenario!(run, "UrlQueriesDateValid", api.queries_date_valid().await?);
    scenario!(run, "UrlQueriesDateNull", api.queries_date_null().await?);
    scenario!(run, "UrlQueriesDateTimeValid", api.queries_date_time_valid().await?);
    scenario!(run, "UrlQueriesDateTimeNull", api.queries_date_time_null().await?);
    scenario!(run, "UrlQueriesArrayCsvNull", api.queries_array_string_csv_null().await?);
    scenario!(run, "UrlQueriesArrayCsvEmpty", api.queries_array_string_csv_empty().array_query([] as [&str; 0]).await?);
    scenario!(run, "UrlQueriesArrayCsvValid", api.queries_array_string_csv_valid().array_query(RESERVED).await?);
    scenario!(run, "UrlQueriesArraySsvValid", api.queries_array_string_ssv_valid().array_query(RESERVED).await?);
    scenario!(run, "UrlQueriesArrayTsvValid", api.queries_array_string_tsv_valid().array_query(RESERVED).await?);
    scenario!(run, "UrlQueriesArrayPipesValid", api.queries_array_string_pipes_valid().array_query(RESERVED).await?);
    scenario!(run, "UrlQueriesArrayNoCollectionFormatValid", {
        api.queries_array_string_no_collection_format_empty().array_query(["hello", "nihao", "bonjour"]).await?;
    });

    let (global, item, local) = ("globalStringQuery", "pathItemStringQuery", "localStringQuery");
    let api = client.query_operations();
    let paths = ("globalStringPath", "pathItemStringPath", "localStringPath");
    scenario!(run, "UrlPathItemGetAll", {
        let call = api.path_items_get_all_with_values(paths.0, paths.1, paths.2);
        call.global_string_query(global).path_item_string_query(item).local_string_query(local).await?;
    });
    scenario!(run, "UrlPathItemGetGlobalNull", {
        let call = api.path_items_get_global_query_null(paths.0, paths.1, paths.2);
        call.path_item_string_query(item).local_string_query(local).await?;
    });
    scenario!(run, "UrlPathItemGetGlobalAndLocalNull", {
        let call = api.path_items_get_global_and_local_query_null(paths.0, paths.1, paths.2);
        call.path_item_string_query(item).await?;
    });
    scenario!(run, "UrlPathItemGetPathItemAndLocalNull", {
        let call = api.path_items_get_local_path_item_query_null(paths.0, paths.1, paths.2);
        call.global_string_query(global).await?;
    });
}
