use multiapi_v3::types::{ModelThree, SourcePath};

use crate::harness::Run;

const VERSION: &str = "3.0.0";

fn texts(paged: &[ModelThree]) -> Vec<Option<&str>> {
    paged.iter().map(|model| model.optional_property.as_deref()).collect()
}

pub async fn run(run: &mut Run) {
    let client = client!(run, multiapi_v3);
    let api = client.api();
    scenario!(run, "MultiapiPaging", {
        let paged = api.test_paging(VERSION).stream().collect().await?;
        assert_eq!(texts(&paged), [Some("paged"), Some("paged")]);
    });
    scenario!(run, "MultiapiOperationGroupPaging", {
        let paged = api.operation_group_one_test_operation_group_paging(VERSION).stream().collect().await?;
        assert_eq!(texts(&paged), [Some("paged"), Some("paged")]);
    });
    scenario!(run, "MultiapiGetTestTwoApiVersionThree", {
        let three = api.operation_group_one_test_two(VERSION).body(&ModelThree::new().optional_property("hello")).await?;
        assert_eq!(three.optional_property.as_deref(), Some("This was called with api-version 3.0.0"));
    });
    scenario!(run, "MultiapiPostTestFourApiVersionThreeJSON", {
        api.operation_group_two_test_four(VERSION).body(&SourcePath::new().source("foo")).await?;
    });
    scenario!(run, "MultiapiPostTestFourApiVersionThreePDF", {
        api.operation_group_two_test_four_pdf(VERSION, b"PDF").await?;
    });
    scenario!(run, "MultiapiPutTestFiveApiVersionThree", api.operation_group_two_test_five(VERSION).await?);
    scenario!(run, "MultiapiDifferentCallsApiVersionThree", {
        api.test_different_calls(VERSION, "hello").greeting_in_chinese("nihao").greeting_in_french("bonjour").await?;
    });
}
