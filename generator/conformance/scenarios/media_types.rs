use media_types::Value;
use media_types::types::SourcePath;

use crate::harness::{Outcome, Run};

const JSON: &str = r#"{"hello":"world"}"#;

pub async fn run(run: &mut Run) {
    let client = client!(run, media_types);
    let api = client.api();
    scenario!(run, "MediaTypeJson", {
        assert_eq!(api.analyze_body().body(&SourcePath::new().source("foo")).await?, "Nice job with JSON");
    });
    scenario!(run, "MediaTypePdf", {
        assert_eq!(api.analyze_body_pdf(b"PDF").await?, "Nice job with PDF");
    });
    scenario!(run, "MediaTypeWithEncoding", {
        assert_eq!(api.content_type_with_encoding().body("input").await?, "Nice job sending content type with encoding");
    });
    scenario!(run, "MediaTypesAnalyzeBodyNoAcceptHeader", {
        api.analyze_body_no_accept_header().body(&SourcePath::new().source("foo")).await?;
        api.analyze_body_no_accept_header_pdf(b"PDF").await?;
    });
    scenario!(run, "MediaTypesTwoContentTypes", {
        api.binary_body_with_two_content_types(b"hello, world!").await?;
        api.binary_body_with_two_content_types(b"").body_as("application/json", JSON).await?;
    });
    scenario!(run, "MediaTypesThreeContentTypes", {
        api.binary_body_with_three_content_types(b"hello, world!").await?;
        api.binary_body_with_three_content_types(b"").body_as("text/plain", "hello, world").await?;
        api.binary_body_with_three_content_types(b"").body_as("application/json", JSON).await?;
    });
    run.scenario("MediaTypesThreeBodyTypes", three_kinds(&api)).await;
}

async fn three_kinds(api: &media_types::api::Api<'_>) -> Outcome {
    let json = Value::Object([("hello".to_owned(), "world".into())].into_iter().collect());
    api.body_three_types(&json).await?;
    api.body_three_types_text("hello, world").await?;
    api.body_three_types_bytes(b"hello, world!").await?;
    Ok(())
}
