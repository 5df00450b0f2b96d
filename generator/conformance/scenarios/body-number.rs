use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_number);
    let api = client.api();
    scenario!(run, "getNumberNull", assert_eq!(api.number_get_null().await?, None));
    scenario!(run, "getFloatInvalid", assert!(api.number_get_invalid_float().await.is_err()));
    scenario!(run, "getDoubleInvalid", assert!(api.number_get_invalid_double().await.is_err()));
    scenario!(run, "getDecimalInvalid", assert!(api.number_get_invalid_decimal().await.is_err()));
    scenario!(run, "putFloatBigScientificNotation", api.number_put_big_float(&3.402823e+20).await?);
    scenario!(run, "getFloatBigScientificNotation", assert_eq!(api.number_get_big_float().await?, 3.402823e+20));
    scenario!(run, "putDoubleBigScientificNotation", api.number_put_big_double(&2.5976931e+101).await?);
    scenario!(run, "getDoubleBigScientificNotation", assert_eq!(api.number_get_big_double().await?, 2.5976931e+101));
    scenario!(run, "putDoubleBigPositiveDecimal", api.number_put_big_double_positive_decimal(&99999999.99).await?);
    scenario!(run, "getDoubleBigPositiveDecimal", assert_eq!(api.number_get_big_double_positive_decimal().await?, 99999999.99));
    scenario!(run, "putDoubleBigNegativeDecimal", api.number_put_big_double_negative_decimal(&-99999999.99).await?);
    scenario!(run, "getDoubleBigNegativeDecimal", assert_eq!(api.number_get_big_double_negative_decimal().await?, -99999999.99));
    scenario!(run, "putFloatSmallScientificNotation", api.number_put_small_float(&3.402823e-20).await?);
    scenario!(run, "getFloatSmallScientificNotation", assert_eq!(api.number_get_small_float().await?, 3.402823e-20));
    scenario!(run, "putDoubleSmallScientificNotation", api.number_put_small_double(&2.5976931e-101).await?);
    scenario!(run, "getDoubleSmallScientificNotation", assert_eq!(api.number_get_small_double().await?, 2.5976931e-101));
    scenario!(run, "putDecimalBig", api.number_put_big_decimal(&"2.5976931e+101".parse().expect("a number")).await?);
    scenario!(run, "getDecimalBig", assert_eq!(api.number_get_big_decimal().await?, 2.5976931e+101));
    scenario!(run, "putDecimalSmall", api.number_put_small_decimal(&"2.5976931e-101".parse().expect("a number")).await?);
    scenario!(run, "getDecimalSmall", assert_eq!(api.number_get_small_decimal().await?, 2.5976931e-101));
    scenario!(run, "putDecimalBigPositiveDecimal", api.number_put_big_decimal_positive_decimal(&99999999.99).await?);
    scenario!(run, "getDecimalBigPositiveDecimal", assert_eq!(api.number_get_big_decimal_positive_decimal().await?, 99999999.99));
    scenario!(run, "putDecimalBigNegativeDecimal", api.number_put_big_decimal_negative_decimal(&-99999999.99).await?);
    scenario!(run, "getDecimalBigNegativeDecimal", assert_eq!(api.number_get_big_decimal_negative_decimal().await?, -99999999.99));
}
