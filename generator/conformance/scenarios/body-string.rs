use body_string::types::{Colors, RefColorConstant, RefColors};

use crate::harness::Run;

const SPACED: &str = "    Now is the time for all good men to come to the aid of their country    ";
const MANY_BYTES: &str = "啊齄丂狛狜隣郎隣兀﨩ˊ〞〡￤℡㈱‐ー﹡﹢﹫、〓ⅰⅹ⒈€㈠㈩ⅠⅫ！￣ぁんァヶΑ︴АЯаяāɡㄅㄩ─╋︵﹄︻︱︳︴ⅰⅹɑɡ〇〾⿻⺁䜣€";

pub async fn run(run: &mut Run) {
    let client = client!(run, body_string);
    let api = client.string_operations();
    scenario!(run, "getStringNull", assert_eq!(api.string_get_null().await?, None));
    scenario!(run, "putStringNull", api.string_put_null().await?);
    scenario!(run, "getStringEmpty", assert_eq!(api.string_get_empty().await?.to_string(), ""));
    scenario!(run, "putStringEmpty", api.string_put_empty(&"".parse().expect("the one value")).await?);
    scenario!(run, "getStringNotProvided", assert_eq!(api.string_get_not_provided().await?, ""));
    scenario!(run, "getStringWithLeadingAndTrailingWhitespace", assert_eq!(api.string_get_whitespace().await?.to_string(), SPACED));
    scenario!(run, "putStringWithLeadingAndTrailingWhitespace", api.string_put_whitespace(&SPACED.parse().expect("the one value")).await?);
    scenario!(run, "getStringMultiByteCharacters", assert_eq!(api.string_get_mbcs().await?.to_string(), MANY_BYTES));
    scenario!(run, "putStringMultiByteCharacters", api.string_put_mbcs(&MANY_BYTES.parse().expect("the one value")).await?);
    scenario!(run, "getStringBase64Encoded", {
        assert_eq!(api.string_get_base64_encoded().await?.as_ref(), b"a string that gets encoded with base64");
    });
    let bytes = b"a string that gets encoded with base64url";
    scenario!(run, "getStringBase64UrlEncoded", assert_eq!(api.string_get_base64_url_encoded().await?.into_bytes(), bytes));
    scenario!(run, "putStringBase64UrlEncoded", api.string_put_base64_url_encoded(&bytes.to_vec().into()).await?);
    scenario!(run, "getStringNullBase64UrlEncoding", assert_eq!(api.string_get_null_base64_url_encoded().await?, None));
    scenario!(run, "getEnumNotExpandable", {
        assert_eq!(api.enum_get_not_expandable().await?, Colors::RedColor);
    });
    scenario!(run, "putEnumNotExpandable", api.enum_put_not_expandable(&Colors::RedColor).await?);
    scenario!(run, "getEnumReferenced", assert_eq!(api.enum_get_referenced().await?, RefColors::RedColor));
    scenario!(run, "putEnumReferenced", api.enum_put_referenced(&RefColors::RedColor).await?);
    scenario!(run, "getEnumReferencedConstant", {
        // The constant is promised and not sent: the rest is there all the same.
        let error = api.enum_get_referenced_constant().await.unwrap_err();
        assert!(error.to_string().contains("ColorConstant"), "{error}");
    });
    scenario!(run, "putEnumReferencedConstant", api.enum_put_referenced_constant(&RefColorConstant::new()).await?);
}
