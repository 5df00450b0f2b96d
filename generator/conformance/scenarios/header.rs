use header::header_operations::HeaderResponseEnumValue;
use header::types::GreyscaleColors;
use header::{Base64, Date, IsoDuration, Timestamp};

use crate::harness::Run;

// Escaped: some of these look like others.
const MANY_BYTES: &str = "\u{554a}\u{9f44}\u{4e02}\u{72db}\u{72dc}\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}";

pub async fn run(run: &mut Run) {
    let client = client!(run, header);
    let api = client.header_operations();
    scenario!(run, "HeaderParameterExistingKey", api.header_param_existing_key().user_agent("overwrite").await?);
    scenario!(run, "HeaderParameterProtectedKey", api.header_param_protected_key().content_type("text/html").await?);
    scenario!(run, "CustomHeaderInRequest", {
        api.header_custom_request_id().header("x-ms-client-request-id", "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0").await?;
    });
    scenario!(run, "HeaderParameterIntegerPositive", api.header_param_integer("positive", 1).await?);
    scenario!(run, "HeaderParameterIntegerNegative", api.header_param_integer("negative", -2).await?);
    scenario!(run, "HeaderParameterLongPositive", api.header_param_long("positive", 105).await?);
    scenario!(run, "HeaderParameterLongNegative", api.header_param_long("negative", -2).await?);
    scenario!(run, "HeaderParameterFloatPositive", api.header_param_float("positive", 0.07).await?);
    scenario!(run, "HeaderParameterFloatNegative", api.header_param_float("negative", -3.0).await?);
    scenario!(run, "HeaderParameterDoublePositive", api.header_param_double("positive", 7e120).await?);
    scenario!(run, "HeaderParameterDoubleNegative", api.header_param_double("negative", -3.0).await?);
    scenario!(run, "HeaderParameterBoolTrue", api.header_param_bool("true", true).await?);
    scenario!(run, "HeaderParameterBoolFalse", api.header_param_bool("false", false).await?);
    scenario!(run, "HeaderParameterStringValid", {
        api.header_param_string("valid").value("The quick brown fox jumps over the lazy dog").await?;
    });
    scenario!(run, "HeaderParameterStringNull", api.header_param_string("null").await?);
    scenario!(run, "HeaderParameterStringEmpty", api.header_param_string("empty").value("").await?);
    scenario!(run, "HeaderParameterDateValid", api.header_param_date("valid", "2010-01-01").await?);
    scenario!(run, "HeaderParameterDateMin", api.header_param_date("min", "0001-01-01").await?);
    let (valid, min) = (Timestamp::from("2010-01-01T12:34:56Z"), Timestamp::from("0001-01-01T00:00:00Z"));
    scenario!(run, "HeaderParameterDateTimeValid", api.header_param_datetime("valid", &valid).await?);
    scenario!(run, "HeaderParameterDateTimeMin", api.header_param_datetime("min", &min).await?);
    scenario!(run, "HeaderParameterDateTimeRfc1123Valid", {
        api.header_param_datetime_rfc1123("valid").value(valid.clone()).await?;
    });
    scenario!(run, "HeaderParameterDateTimeRfc1123Min", api.header_param_datetime_rfc1123("min").value(min.clone()).await?);
    scenario!(run, "HeaderParameterDurationValid", api.header_param_duration("valid", "P123DT22H14M12.011S").await?);
    scenario!(run, "HeaderParameterBytesValid", api.header_param_byte("valid", MANY_BYTES.as_bytes()).await?);
    scenario!(run, "HeaderParameterEnumValid", api.header_param_enum("valid").value(GreyscaleColors::Grey).await?);
    scenario!(run, "HeaderParameterEnumNull", api.header_param_enum("null").await?);

    scenario!(run, "HeaderResponseExistingKey", {
        let declared = api.header_response_existing_key().with_response().await?.declared;
        assert_eq!(declared.user_agent.as_deref(), Some("overwrite"));
    });
    scenario!(run, "HeaderResponseProtectedKey", {
        let kind = api.header_response_protected_key().with_response().await?.declared.content_type;
        assert!(kind.as_ref().is_some_and(|kind| kind.starts_with("text/html")), "{kind:?}");
    });
    macro_rules! received {
        ($name:literal, $call:ident, $scenario:literal, $expected:expr) => {
            scenario!(run, $name, assert_eq!(api.$call($scenario).with_response().await?.declared.value, Some($expected)));
        };
    }
    received!("HeaderResponseIntegerPositive", header_response_integer, "positive", 1);
    received!("HeaderResponseIntegerNegative", header_response_integer, "negative", -2);
    received!("HeaderResponseLongPositive", header_response_long, "positive", 105);
    received!("HeaderResponseLongNegative", header_response_long, "negative", -2);
    received!("HeaderResponseFloatPositive", header_response_float, "positive", 0.07);
    received!("HeaderResponseFloatNegative", header_response_float, "negative", -3.0);
    received!("HeaderResponseDoublePositive", header_response_double, "positive", 7e120);
    received!("HeaderResponseDoubleNegative", header_response_double, "negative", -3.0);
    received!("HeaderResponseBoolTrue", header_response_bool, "true", true);
    received!("HeaderResponseBoolFalse", header_response_bool, "false", false);
    received!("HeaderResponseStringValid", header_response_string, "valid", "The quick brown fox jumps over the lazy dog".to_owned());
    received!("HeaderResponseStringNull", header_response_string, "null", "null".to_owned());
    received!("HeaderResponseStringEmpty", header_response_string, "empty", String::new());
    received!("HeaderResponseEnumValid", header_response_enum, "valid", HeaderResponseEnumValue::Grey);
    // An unknown name stays a string: nobody has to tell it from a colour.
    received!("HeaderResponseEnumNull", header_response_enum, "null", HeaderResponseEnumValue::Other(String::new()));
    received!("HeaderResponseDateValid", header_response_date, "valid", Date::from("2010-01-01"));
    received!("HeaderResponseDateMin", header_response_date, "min", Date::from("0001-01-01"));
    received!("HeaderResponseDateTimeValid", header_response_datetime, "valid", valid.clone());
    received!("HeaderResponseDateTimeMin", header_response_datetime, "min", min.clone());
    received!("HeaderResponseDateTimeRfc1123Valid", header_response_datetime_rfc1123, "valid", valid.into());
    received!("HeaderResponseDateTimeRfc1123Min", header_response_datetime_rfc1123, "min", min.into());
    received!("HeaderResponseDurationValid", header_response_duration, "valid", IsoDuration::from("P123DT22H14M12.011S"));
    received!("HeaderResponseBytesValid", header_response_byte, "valid", Base64::from(MANY_BYTES.as_bytes()));
}
