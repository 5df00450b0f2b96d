use crate::harness::Run;

const VERSION: &str = "1.0.0";

pub async fn run(run: &mut Run) {
    let client = client!(run, multiapi_v1);
    let api = client.api();
    scenario!(run, "MultiapiPutTestOneApiVersionOne", api.test_one(1, VERSION).message("hello").await?);
    scenario!(run, "MultiapiGetTestTwoApiVersionOne", api.operation_group_one_test_two(VERSION).await?);
    scenario!(run, "MultiapiDifferentCallsApiVersionOne", api.test_different_calls(VERSION, "hello").await?);
    // Both are over with their first response, so nothing of a long-running operation is needed.
    scenario!(run, "MultiapiLRO", assert_eq!(client.lro_operations().test_lro().await?.and_then(|product| product.id), Some(100)));
    scenario!(run, "MultiapiLROAndPaging", {
        let products = api.test_lro_and_paging().stream().collect().await?;
        assert_eq!(products.iter().map(|product| product.id).collect::<Vec<_>>(), [Some(100)]);
    });
}
