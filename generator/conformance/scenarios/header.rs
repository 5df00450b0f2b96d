use header::{Date, Error, HttpDate, IsoDuration, Response, Timestamp};

use crate::harness::Run;

// Escaped: some of these look like others.
const MANY_BYTES: &str = "\u{554a}\u{9f44}\u{4e02}\u{72db}\u{72dc}\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}";

/// The header `value` of a reply.
fn value(reply: Result<Response<()>, Error>) -> Result<String, Error> {
    Ok(header_of(&reply?, "value"))
}

fn header_of(reply: &Response<()>, name: &str) -> String {
    reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("no such header").to_owned()
}

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
    scenario!(run, "HeaderParameterEnumValid", api.header_param_enum("valid").value("GREY").await?);
    scenario!(run, "HeaderParameterEnumNull", api.header_param_enum("null").await?);

    scenario!(run, "HeaderResponseExistingKey", {
        assert_eq!(header_of(&api.header_response_existing_key().with_response().await?, "user-agent"), "overwrite");
    });
    scenario!(run, "HeaderResponseProtectedKey", {
        let kind = header_of(&api.header_response_protected_key().with_response().await?, "content-type");
        assert!(kind.starts_with("text/html"), "{kind}");
    });
    macro_rules! received {
        ($name:literal, $call:ident, $scenario:literal, |$text:ident| $holds:expr) => {
            scenario!(run, $name, {
                let $text = value(api.$call($scenario).with_response().await)?;
                assert!($holds, "{}", $text);
            });
        };
    }
    received!("HeaderResponseIntegerPositive", header_response_integer, "positive", |text| text == "1");
    received!("HeaderResponseIntegerNegative", header_response_integer, "negative", |text| text == "-2");
    received!("HeaderResponseLongPositive", header_response_long, "positive", |text| text == "105");
    received!("HeaderResponseLongNegative", header_response_long, "negative", |text| text == "-2");
    received!("HeaderResponseFloatPositive", header_response_float, "positive", |text| text.parse() == Ok(0.07));
    received!("HeaderResponseFloatNegative", header_response_float, "negative", |text| text.parse() == Ok(-3.0));
    received!("HeaderResponseDoublePositive", header_response_double, "positive", |text| text.parse() == Ok(7e120));
    received!("HeaderResponseDoubleNegative", header_response_double, "negative", |text| text.parse() == Ok(-3.0));
    received!("HeaderResponseBoolTrue", header_response_bool, "true", |text| text == "true");
    received!("HeaderResponseBoolFalse", header_response_bool, "false", |text| text == "false");
    received!("HeaderResponseStringValid", header_response_string, "valid", |text| text == "The quick brown fox jumps over the lazy dog");
    received!("HeaderResponseStringNull", header_response_string, "null", |text| text == "null");
    received!("HeaderResponseStringEmpty", header_response_string, "empty", |text| text.is_empty());
    received!("HeaderResponseEnumValid", header_response_enum, "valid", |text| text == "GREY");
    received!("HeaderResponseEnumNull", header_response_enum, "null", |text| text.is_empty());
    received!("HeaderResponseDateValid", header_response_date, "valid", |text| Date::from(&*text) == Date::from("2010-01-01"));
    received!("HeaderResponseDateMin", header_response_date, "min", |text| Date::from(&*text) == Date::from("0001-01-01"));
    received!("HeaderResponseDateTimeValid", header_response_datetime, "valid", |text| Timestamp::from(&*text) == valid);
    received!("HeaderResponseDateTimeMin", header_response_datetime, "min", |text| Timestamp::from(&*text) == min);
    received!("HeaderResponseDateTimeRfc1123Valid", header_response_datetime_rfc1123, "valid", |text| {
        HttpDate::from(&*text) == valid.clone().into()
    });
    received!("HeaderResponseDateTimeRfc1123Min", header_response_datetime_rfc1123, "min", |text| {
        HttpDate::from(&*text) == min.clone().into()
    });
    received!("HeaderResponseDurationValid", header_response_duration, "valid", |text| {
        IsoDuration::from(&*text) == "P123DT22H14M12.011S".into()
    });
    received!("HeaderResponseBytesValid", header_response_byte, "valid", |text| text == "5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip");
}
