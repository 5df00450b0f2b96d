use std::fmt::Debug;

use httpinfrastructure::multiple_response_operations::*;
use httpinfrastructure::types::{D, MyException};
use httpinfrastructure::{Client, Error, StatusCode};

use crate::harness::Run;

/// The status of a refusal.
fn status<T: Debug>(response: Result<T, Error>) -> u16 {
    response.unwrap_err().status().map_or(0, |status| status.as_u16())
}

/// Asserts the status of a refusal.
macro_rules! refused {
    ($run:ident, $name:literal, $status:literal, $call:expr) => {
        scenario!($run, $name, assert_eq!(status($call.await), $status))
    };
}

/// Asserts the status of a success.
macro_rules! taken {
    ($run:ident, $name:literal, $status:literal, $call:expr) => {
        scenario!($run, $name, assert_eq!($call.with_response().await?.status, StatusCode::from_u16($status)?))
    };
}

pub async fn run(run: &mut Run) {
    let client = client!(run, httpinfrastructure);
    success(run, &client).await;
    redirects(run, &client).await;
    failures(run, &client).await;
    retries(run, &client).await;
    responses(run, &client).await;
}

async fn success(run: &mut Run, client: &Client) {
    let api = client.http_success_operations();
    taken!(run, "HttpSuccess200Head", 200, api.http_success_head200());
    scenario!(run, "HttpSuccess200Get", assert!(api.http_success_get200().await?));
    taken!(run, "HttpSuccess200Put", 200, api.http_success_put200().body(&true));
    taken!(run, "HttpSuccess200Post", 200, api.http_success_post200().body(&true));
    taken!(run, "HttpSuccess200Patch", 200, api.http_success_patch200().body(&true));
    taken!(run, "HttpSuccess200Delete", 200, api.http_success_delete200().body(&true));
    taken!(run, "HttpSuccess201Put", 201, api.http_success_put201().body(&true));
    taken!(run, "HttpSuccess201Post", 201, api.http_success_post201().body(&true));
    taken!(run, "HttpSuccess202Put", 202, api.http_success_put202().body(&true));
    taken!(run, "HttpSuccess202Post", 202, api.http_success_post202().body(&true));
    taken!(run, "HttpSuccess202Patch", 202, api.http_success_patch202().body(&true));
    taken!(run, "HttpSuccess202Delete", 202, api.http_success_delete202().body(&true));
    taken!(run, "HttpSuccess204Head", 204, api.http_success_head204());
    taken!(run, "HttpSuccess204Put", 204, api.http_success_put204().body(&true));
    taken!(run, "HttpSuccess204Post", 204, api.http_success_post204().body(&true));
    taken!(run, "HttpSuccess204Patch", 204, api.http_success_patch204().body(&true));
    taken!(run, "HttpSuccess204Delete", 204, api.http_success_delete204().body(&true));
    scenario!(run, "HttpSuccess404Head", assert!(api.http_success_head404().await.unwrap_err().is_not_found()));
}

async fn redirects(run: &mut Run, client: &Client) {
    let api = client.http_redirect_operations();
    // Which of several choices to take is for the caller to say.
    refused!(run, "HttpRedirect300Head", 300, api.http_redirects_head300());
    scenario!(run, "HttpRedirect300Get", {
        let error = api.http_redirects_get300().await.unwrap_err();
        assert_eq!(error.typed::<Vec<String>>(), Ok(vec!["/http/success/get/200".to_owned()]));
        assert_eq!(error.status(), Some(StatusCode::MULTIPLE_CHOICES));
    });
    taken!(run, "HttpRedirect301Head", 200, api.http_redirects_head301());
    taken!(run, "HttpRedirect302Head", 200, api.http_redirects_head302());
    // The redirect is the response that the document promises, and a write is not sent to where nobody said that it belongs.
    taken!(run, "HttpRedirect301Put", 301, api.http_redirects_put301().body(&true));
    taken!(run, "HttpRedirect302Patch", 302, api.http_redirects_patch302().body(&true));
    taken!(run, "HttpRedirect303Post", 200, api.http_redirects_post303().body(&true));
    taken!(run, "HttpRedirect307Head", 200, api.http_redirects_head307());
    taken!(run, "HttpRedirect307Get", 200, api.http_redirects_get307());
    taken!(run, "HttpRedirect307Put", 200, api.http_redirects_put307().body(&true));
    taken!(run, "HttpRedirect307Post", 200, api.http_redirects_post307().body(&true));
    taken!(run, "HttpRedirect307Patch", 200, api.http_redirects_patch307().body(&true));
    taken!(run, "HttpRedirect307Delete", 200, api.http_redirects_delete307().body(&true));
    taken!(run, "HttpRedirect307Options", 200, api.http_redirects_options307());
    let api = client.http_operation_operations();
    taken!(run, "HttpRedirect301Get", 200, api.http_redirects_get301());
    taken!(run, "HttpRedirect302Get", 200, api.http_redirects_get302());
}

async fn failures(run: &mut Run, client: &Client) {
    let api = client.http_client_failure_operations();
    refused!(run, "HttpClientFailure400Head", 400, api.http_client_failure_head400());
    refused!(run, "HttpClientFailure400Get", 400, api.http_client_failure_get400());
    refused!(run, "HttpClientFailure400Options", 400, api.http_client_failure_options400());
    refused!(run, "HttpClientFailure400Put", 400, api.http_client_failure_put400().body(&true));
    refused!(run, "HttpClientFailure400Post", 400, api.http_client_failure_post400().body(&true));
    refused!(run, "HttpClientFailure400Patch", 400, api.http_client_failure_patch400().body(&true));
    refused!(run, "HttpClientFailure400Delete", 400, api.http_client_failure_delete400().body(&true));
    scenario!(run, "HttpClientFailure401Head", assert!(api.http_client_failure_head401().await.unwrap_err().is_unauthorized()));
    refused!(run, "HttpClientFailure402Get", 402, api.http_client_failure_get402());
    scenario!(run, "HttpClientFailure403Get", assert!(api.http_client_failure_get403().await.unwrap_err().is_forbidden()));
    refused!(run, "HttpClientFailure403Options", 403, api.http_client_failure_options403());
    refused!(run, "HttpClientFailure404Put", 404, api.http_client_failure_put404().body(&true));
    refused!(run, "HttpClientFailure405Patch", 405, api.http_client_failure_patch405().body(&true));
    refused!(run, "HttpClientFailure406Post", 406, api.http_client_failure_post406().body(&true));
    refused!(run, "HttpClientFailure407Delete", 407, api.http_client_failure_delete407().body(&true));
    scenario!(run, "HttpClientFailure409Put", {
        assert!(api.http_client_failure_put409().body(&true).await.unwrap_err().is_conflict());
    });
    refused!(run, "HttpClientFailure410Head", 410, api.http_client_failure_head410());
    refused!(run, "HttpClientFailure411Get", 411, api.http_client_failure_get411());
    refused!(run, "HttpClientFailure412Get", 412, api.http_client_failure_get412());
    refused!(run, "HttpClientFailure412Options", 412, api.http_client_failure_options412());
    refused!(run, "HttpClientFailure413Put", 413, api.http_client_failure_put413().body(&true));
    refused!(run, "HttpClientFailure414Patch", 414, api.http_client_failure_patch414().body(&true));
    refused!(run, "HttpClientFailure415Post", 415, api.http_client_failure_post415().body(&true));
    refused!(run, "HttpClientFailure416Get", 416, api.http_client_failure_get416());
    refused!(run, "HttpClientFailure417Delete", 417, api.http_client_failure_delete417().body(&true));
    scenario!(run, "HttpClientFailure429Head", {
        assert!(api.http_client_failure_head429().await.unwrap_err().is_rate_limited());
    });
    let api = client.http_server_failure_operations();
    refused!(run, "HttpServerFailure501Head", 501, api.http_server_failure_head501());
    refused!(run, "HttpServerFailure501Get", 501, api.http_server_failure_get501());
    refused!(run, "HttpServerFailure505Post", 505, api.http_server_failure_post505().body(&true));
    refused!(run, "HttpServerFailure505Delete", 505, api.http_server_failure_delete505().body(&true));
    let api = client.http_failure_operations();
    scenario!(run, "ResponsesScenarioEmptyErrorBody", assert_eq!(status(api.http_failure_get_empty_error().await), 400));
    scenario!(run, "ResponsesScenarioNoModelErrorBody", {
        assert_eq!(api.http_failure_get_no_model_error().await.unwrap_err().message(), Some("NoErrorModel"));
    });
    scenario!(run, "ResponsesScenarioNoModelEmptyBody", assert_eq!(status(api.http_failure_get_no_model_empty().await), 400));
}

async fn retries(run: &mut Run, client: &Client) {
    let api = client.http_retry_operations();
    taken!(run, "HttpRetry408Head", 200, api.http_retry_head408());
    taken!(run, "HttpRetry500Put", 200, api.http_retry_put500().body(&true));
    taken!(run, "HttpRetry502Get", 200, api.http_retry_get502());
    taken!(run, "HttpRetry502Options", 200, api.http_retry_options502());
    taken!(run, "HttpRetry503Delete", 200, api.http_retry_delete503().body(&true));
    taken!(run, "HttpRetry504Put", 200, api.http_retry_put504().body(&true));
    // These are not repeated by themselves: somebody has to know that a repeat is harmless.
    taken!(run, "HttpRetry500Patch", 200, api.http_retry_patch500().body(&true).safe_to_repeat());
    taken!(run, "HttpRetry503Post", 200, api.http_retry_post503().body(&true).safe_to_repeat());
    taken!(run, "HttpRetry504Patch", 200, api.http_retry_patch504().body(&true).safe_to_repeat());
}

async fn responses(run: &mut Run, client: &Client) {
    let api = client.multiple_response_operations();
    let a = |text: &str| {
        let mut a = MyException::default();
        a.status_code = Some(text.to_owned());
        a
    };
    scenario!(run, "ResponsesScenarioA200MatchingModel", {
        assert_eq!(api.multiple_responses_get200_model204_no_model_default_error200_valid().await?, Some(a("200")));
    });
    scenario!(run, "ResponsesScenarioA201DefaultNoModel", {
        let response = api.multiple_responses_get200_model204_no_model_default_error201_invalid().with_response().await?;
        assert_eq!((response.status.as_u16(), response.value), (201, Some(a("201"))));
    });
    scenario!(run, "ResponsesScenarioA202DefaultNoModel", {
        let response = api.multiple_responses_get200_model204_no_model_default_error202_none().with_response().await?;
        assert_eq!(response.status.as_u16(), 202);
    });
    scenario!(run, "ResponsesScenarioA204MatchingNoModel", {
        let response = api.multiple_responses_get200_model204_no_model_default_error204_valid().with_response().await?;
        assert_eq!((response.status.as_u16(), response.value, response.body.len()), (204, None, 0));
    });
    scenario!(run, "ResponsesScenarioA400DefaultModel", {
        let error = api.multiple_responses_get200_model204_no_model_default_error400_valid().await.unwrap_err();
        assert_eq!((error.message(), error.status()), (Some("client error"), Some(StatusCode::BAD_REQUEST)));
    });
    scenario!(run, "ResponsesScenarioB200MatchingModel", {
        let response = api.multiple_responses_get200_model201_model_default_error200_valid().await?;
        assert_eq!(response, MultipleResponsesGet200Model201ModelDefaultError200ValidResponse::Ok(Box::new(a("200"))));
    });
    scenario!(run, "ResponsesScenarioB201MatchingModel", {
        match api.multiple_responses_get200_model201_model_default_error201_valid().await? {
            MultipleResponsesGet200Model201ModelDefaultError201ValidResponse::Created(b) => {
                assert_eq!((b.status_code.as_deref(), b.text_status_code.as_deref()), (Some("201"), Some("Created")));
            }
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "ResponsesScenarioB400DefaultModel", {
        let error = api.multiple_responses_get200_model201_model_default_error400_valid().await.unwrap_err();
        assert_eq!(error.message(), Some("client error"));
    });
    scenario!(run, "ResponsesScenarioC200MatchingModel", {
        let response = api.multiple_responses_get200_model_a201_model_c404_model_d_default_error200_valid().await?;
        assert_eq!(response, MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError200ValidResponse::Ok(Box::new(a("200"))));
    });
    scenario!(run, "ResponsesScenarioC201MatchingModel", {
        match api.multiple_responses_get200_model_a201_model_c404_model_d_default_error201_valid().await? {
            MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError201ValidResponse::Created(c) => {
                assert_eq!(c.http_code.as_deref(), Some("201"));
            }
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "ResponsesScenarioC404MatchingModel", {
        let error = api.multiple_responses_get200_model_a201_model_c404_model_d_default_error404_valid().await.unwrap_err();
        assert_eq!((error.is_not_found(), error.typed::<D>()?.http_status_code.as_deref()), (true, Some("404")));
    });
    scenario!(run, "ResponsesScenarioC400DefaultModel", {
        let error = api.multiple_responses_get200_model_a201_model_c404_model_d_default_error400_valid().await.unwrap_err();
        assert_eq!(error.message(), Some("client error"));
    });
    taken!(run, "ResponsesScenarioD202MatchingNoModel", 202, api.multiple_responses_get202_none204_none_default_error202_none());
    taken!(run, "ResponsesScenarioD204MatchingNoModel", 204, api.multiple_responses_get202_none204_none_default_error204_none());
    scenario!(run, "ResponsesScenarioD400DefaultModel", {
        let error = api.multiple_responses_get202_none204_none_default_error400_valid().await.unwrap_err();
        assert_eq!(error.message(), Some("client error"));
    });
    taken!(run, "ResponsesScenarioE202MatchingInvalid", 202, api.multiple_responses_get202_none204_none_default_none202_invalid());
    taken!(run, "ResponsesScenarioE204MatchingNoModel", 204, api.multiple_responses_get202_none204_none_default_none204_none());
    refused!(run, "ResponsesScenarioE400DefaultNoModel", 400, api.multiple_responses_get202_none204_none_default_none400_none());
    refused!(run, "ResponsesScenarioE400DefaultInvalid", 400, api.multiple_responses_get202_none204_none_default_none400_invalid());
    scenario!(run, "ResponsesScenarioF200DefaultModel", {
        assert_eq!(api.multiple_responses_get_default_model_a200_valid().await?, a("200"));
    });
    scenario!(run, "ResponsesScenarioF200DefaultNone", {
        assert_eq!(api.multiple_responses_get_default_model_a200_none().await?, MyException::default());
    });
    refused!(run, "ResponsesScenarioF400DefaultModel", 400, api.multiple_responses_get_default_model_a400_valid());
    refused!(run, "ResponsesScenarioF400DefaultNone", 400, api.multiple_responses_get_default_model_a400_none());
    taken!(run, "ResponsesScenarioG200DefaultInvalid", 200, api.multiple_responses_get_default_none200_invalid());
    taken!(run, "ResponsesScenarioG200DefaultNoModel", 200, api.multiple_responses_get_default_none200_none());
    refused!(run, "ResponsesScenarioG400DefaultInvalid", 400, api.multiple_responses_get_default_none400_invalid());
    refused!(run, "ResponsesScenarioG400DefaultNoModel", 400, api.multiple_responses_get_default_none400_none());
    scenario!(run, "ResponsesScenarioH200MatchingNone", {
        assert_eq!(api.multiple_responses_get200_model_a200_none().await?, MyException::default());
    });
    scenario!(run, "ResponsesScenarioH200MatchingModel", {
        assert_eq!(api.multiple_responses_get200_model_a200_valid().await?, a("200"));
    });
    scenario!(run, "ResponsesScenarioH200MatchingInvalid", {
        let response = api.multiple_responses_get200_model_a200_invalid().await?;
        assert_eq!((response.status_code.is_none(), response.extra.get("statusCodeInvalid").is_some()), (true, true));
    });
    refused!(run, "ResponsesScenarioH400NonMatchingNone", 400, api.multiple_responses_get200_model_a400_none());
    refused!(run, "ResponsesScenarioH400NonMatchingModel", 400, api.multiple_responses_get200_model_a400_valid());
    refused!(run, "ResponsesScenarioH400NonMatchingInvalid", 400, api.multiple_responses_get200_model_a400_invalid());
    taken!(run, "ResponsesScenarioH202NonMatchingModel", 202, api.multiple_responses_get200_model_a202_valid());
}
