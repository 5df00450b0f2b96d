use crate::harness::Run;

const SUBSCRIPTION: &str = "1234-5678-9012-3456";
const VERSION: &str = "2015-07-01-preview";
const REQUEST_ID: &str = "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0";

pub async fn run(run: &mut Run) {
    // The server wants an id of every request that has a subscription.
    let client = client!(run, azure_special_properties, |builder| builder.header("x-ms-client-request-id", REQUEST_ID));
    let given = client.subscription_in_credentials_operations();
    scenario!(run, "AzureSubscriptionMethodGlobalValid", {
        given.subscription_in_credentials_post_method_global_valid(SUBSCRIPTION).await?;
    });
    scenario!(run, "AzureSubscriptionMethodGlobalNotProvidedValid", {
        given.subscription_in_credentials_post_method_global_not_provided_valid(SUBSCRIPTION, VERSION).await?;
    });
    scenario!(run, "AzureSubscriptionPathGlobalValid", {
        given.subscription_in_credentials_post_path_global_valid(SUBSCRIPTION).await?;
    });
    scenario!(run, "AzureSubscriptionSwaggerGlobalValid", {
        given.subscription_in_credentials_post_swagger_global_valid(SUBSCRIPTION).await?;
    });
    let local = client.subscription_in_method_operations();
    scenario!(run, "AzureSubscriptionMethodLocalValid", {
        local.subscription_in_method_post_method_local_valid(SUBSCRIPTION).await?;
    });
    scenario!(run, "AzureSubscriptionPathLocalValid", local.subscription_in_method_post_path_local_valid(SUBSCRIPTION).await?);
    scenario!(run, "AzureSubscriptionSwaggerLocalValid", {
        local.subscription_in_method_post_swagger_local_valid(SUBSCRIPTION).await?;
    });
    versions(run, &client).await;
    encodings(run, &client).await;
    request_ids(run).await;
    scenario!(run, "AzureODataFilter", {
        let call = client.odata_operations().odata_get_with_filter();
        call.filter("id gt 5 and name eq 'foo'").top(10).orderby("id").await?;
    });
}

async fn versions(run: &mut Run, client: &azure_special_properties::Client) {
    let global = client.api_version_default_operations();
    scenario!(run, "AzureApiVersionMethodGlobalValid", global.api_version_default_get_method_global_valid(VERSION).await?);
    scenario!(run, "AzureApiVersionMethodGlobalNotProvidedValid", {
        global.api_version_default_get_method_global_not_provided_valid(VERSION).await?;
    });
    scenario!(run, "AzureApiVersionPathGlobalValid", global.api_version_default_get_path_global_valid(VERSION).await?);
    scenario!(run, "AzureApiVersionSwaggerGlobalValid", global.api_version_default_get_swagger_global_valid(VERSION).await?);
    let local = client.api_version_local_operations();
    scenario!(run, "AzureApiVersionMethodLocalNull", local.api_version_local_get_method_local_null().await?);
    scenario!(run, "AzureApiVersionMethodLocalValid", local.api_version_local_get_method_local_valid().await?);
    scenario!(run, "AzureApiVersionPathLocalValid", local.api_version_local_get_path_local_valid().await?);
    scenario!(run, "AzureApiVersionSwaggerLocalValid", local.api_version_local_get_swagger_local_valid().await?);
}

async fn encodings(run: &mut Run, client: &azure_special_properties::Client) {
    let raw = client.skip_url_encoding_operations();
    const PATH: &str = "path1/path2/path3";
    const QUERY: &str = "value1&q2=value2&q3=value3";
    scenario!(run, "AzureMethodPathUrlEncoding", raw.skip_url_encoding_get_method_path_valid(PATH).await?);
    scenario!(run, "AzurePathPathUrlEncoding", raw.skip_url_encoding_get_path_path_valid(PATH).await?);
    scenario!(run, "AzureSwaggerPathUrlEncoding", raw.skip_url_encoding_get_swagger_path_valid().await?);
    scenario!(run, "AzureMethodQueryUrlEncoding", raw.skip_url_encoding_get_method_query_valid(QUERY).await?);
    scenario!(run, "AzurePathQueryUrlEncoding", raw.skip_url_encoding_get_path_query_valid(QUERY).await?);
    scenario!(run, "AzureSwaggerQueryUrlEncoding", raw.skip_url_encoding_get_swagger_query_valid().await?);
    scenario!(run, "AzureMethodQueryUrlEncodingNull", raw.skip_url_encoding_get_method_query_null().await?);
}

async fn request_ids(run: &mut Run) {
    let client = client!(run, azure_special_properties);
    let header = client.header_operations();
    scenario!(run, "AzureXmsCustomNamedRequestId", {
        let response = header.header_custom_named_request_id(REQUEST_ID).with_response().await?;
        assert_eq!(response.headers["foo-request-id"], "123");
        header.header_custom_named_request_id_head(REQUEST_ID).await?;
    });
    scenario!(run, "AzureXmsCustomNamedRequestIdParameterGroup", {
        header.header_custom_named_request_id_param_grouping(REQUEST_ID).await?;
    });
    let overwrite = client.subscription_in_credentials_operations();
    scenario!(run, "AzureXmsRequestClientIdNull", {
        assert_eq!(overwrite.x_ms_client_request_id_get().with_response().await?.headers["x-ms-request-id"], "123");
    });
    scenario!(run, "AzureRequestClientIdInError", {
        let error = overwrite.x_ms_client_request_id_get().header("x-ms-client-request-id", "other").await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        assert_eq!(error.headers().map(|headers| &headers["x-ms-request-id"] == "123"), Some(true));
    });
    scenario!(run, "AzureXmsRequestClientOverwrite", {
        overwrite.x_ms_client_request_id_get().header("x-ms-client-request-id", REQUEST_ID).await?;
    });
    scenario!(run, "AzureXmsRequestClientOverwriteViaParameter", {
        overwrite.x_ms_client_request_id_param_get(REQUEST_ID).await?;
    });
}
