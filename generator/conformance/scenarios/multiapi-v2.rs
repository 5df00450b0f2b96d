use crate::harness::Run;

const VERSION: &str = "2.0.0";

pub async fn run(run: &mut Run) {
    let client = client!(run, multiapi_v2);
    let api = client.api();
    scenario!(run, "MultiapiPutTestOneApiVersionTwo", {
        let two = api.test_one(1, VERSION).message("hello").await?;
        assert_eq!((two.id, two.message.as_deref()), (1, Some("This was called with api-version 2.0.0")));
    });
    scenario!(run, "MultiapiGetTestTwoApiVersionTwo", {
        let two = multiapi_v2::types::ModelTwo::new(1).message("hello");
        assert_eq!(api.operation_group_one_test_two(VERSION).body(&two).await?.id, 1);
    });
    scenario!(run, "MultiapiPutTestThreeApiVersionTwo", api.operation_group_one_test_three(VERSION).await?);
    scenario!(run, "MultiapiPostTestFourApiVersionTwo", api.operation_group_two_test_four(true, VERSION).await?);
    scenario!(run, "MultiapiDifferentCallsApiVersionTwo", {
        api.test_different_calls(VERSION, "hello").greeting_in_chinese("nihao").await?;
    });
}
