use paging::types::{BodyParam, Product};
use paging::{Call, Error, Paged};

use crate::harness::Run;

/// The ids of a list's items, page by page.
async fn all<O>(call: Call<Paged<Product>, O>) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::new();
    let mut pages = call.pages();
    while let Some(page) = pages.next().await {
        ids.extend(page?.items.iter().map(id));
    }
    Ok(ids)
}

fn id(product: &Product) -> i64 {
    product.properties.as_ref().and_then(|properties| properties.id).unwrap_or_default()
}

pub async fn run(run: &mut Run) {
    let client = client!(run, paging);
    let api = client.api();
    let ten: Vec<i64> = (1..=10).collect();
    scenario!(run, "PagingNoItemName", assert_eq!(all(api.paging_get_no_item_name_pages()).await?, [1]));
    scenario!(run, "PagingEmptyNextLink", assert_eq!(all(api.paging_get_empty_next_link_name_pages()).await?, [1]));
    scenario!(run, "PagingNextLinkNameNull", {
        let whole = api.paging_get_null_next_link_name_pages().await?;
        assert_eq!(whole.values.iter().flatten().map(id).collect::<Vec<_>>(), [1]);
    });
    scenario!(run, "PagingSingle", assert_eq!(all(api.paging_get_single_pages()).await?, [1]));
    scenario!(run, "PagingFirstResponseEmpty", assert_eq!(all(api.paging_first_response_empty()).await?.len(), 1));
    scenario!(run, "PagingMultiple", assert_eq!(all(api.paging_get_multiple_pages()).await?, ten));
    scenario!(run, "PagingOdataMultiple", assert_eq!(all(api.paging_get_odata_multiple_pages()).await?, ten));
    scenario!(run, "PagingMultiplePath", assert_eq!(all(api.paging_get_multiple_pages_with_offset(100)).await?.len(), 10));
    scenario!(run, "PagingMultipleRetryFirst", assert_eq!(all(api.paging_get_multiple_pages_retry_first()).await?, ten));
    scenario!(run, "PagingMultipleRetrySecond", {
        // The server gives its second page the id of the first.
        assert_eq!(all(api.paging_get_multiple_pages_retry_second()).await?.len(), 10);
    });
    scenario!(run, "PagingFragment", {
        let call = api.paging_get_multiple_pages_fragment_next_link("test_user", "1.6");
        assert_eq!(all(call).await?, ten);
        assert_eq!(all(api.paging_get_multiple_pages_fragment_with_grouping_next_link("test_user", "1.6")).await?, ten);
    });
    scenario!(run, "PagingMultipleWithQueryParameters", assert_eq!(all(api.paging_get_with_query_params(100)).await?, [1, 2]));
    scenario!(run, "PagingSingleWithBodyParams", {
        let body = BodyParam::new().name("body");
        assert_eq!(all(api.paging_get_single_pages_with_body_params(&body)).await?, [1]);
    });
    scenario!(run, "PagingReturnModelWithXMSClientName", {
        assert_eq!(all(api.paging_get_paging_model_with_item_name_with_xms_client_name()).await?, [1]);
    });
    scenario!(run, "PagingDuplicateParameters", assert_eq!(all(api.paging_duplicate_params().filter("foo")).await?, [1]));
    scenario!(run, "PagingWithApiVersionAppend", assert_eq!(all(api.paging_append_api_version("1.0.0")).await?, [1]));
    scenario!(run, "PagingWithApiVersionReplace", assert_eq!(all(api.paging_replace_api_version("1.0.0")).await?, [1]));
    scenario!(run, "PagingDontSendMaxPageSize", assert!(all(api.paging_page_with_max_page_size()).await?.is_empty()));
    scenario!(run, "PagingSingleFailure", {
        let error = all(api.paging_get_single_pages_failure()).await.unwrap_err();
        assert_eq!(error.message(), Some("Expected single failure test."));
    });
    scenario!(run, "PagingMultipleFailure", {
        let error = all(api.paging_get_multiple_pages_failure()).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    });
    scenario!(run, "PagingMultipleFailureUri", assert!(all(api.paging_get_multiple_pages_failure_uri()).await.is_err()));
}
