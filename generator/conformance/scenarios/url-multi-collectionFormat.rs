use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, url_multi_collectionformat);
    let api = client.query_operations();
    let texts = ["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""];
    scenario!(run, "UrlQueriesArrayMultiNull", api.queries_array_string_multi_null().await?);
    scenario!(run, "UrlQueriesArrayMultiEmpty", api.queries_array_string_multi_empty().array_query([] as [&str; 0]).await?);
    scenario!(run, "UrlQueriesArrayMultiValid", api.queries_array_string_multi_valid().array_query(texts).await?);
}
