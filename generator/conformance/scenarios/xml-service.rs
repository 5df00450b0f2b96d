use xml_service::types::{
    AccessPolicy, AppleBarrel, Banana, BlobType, ComplexTypeNoMeta, ComplexTypeWithMeta, JsonInput, LeaseStatus, Logging,
    Metrics, ModelWithByteProperty, ModelWithUrlProperty, PublicAccessType, RetentionPolicy, RootWithRefAndMeta, RootWithRefAndNoMeta,
    SignedIdentifier, Slide, Slideshow, StorageServiceProperties,
};

use crate::harness::Run;

const ACCOUNT: &str = "https://myaccount.blob.core.windows.net/";
const ID: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

pub async fn run(run: &mut Run) {
    let client = client!(run, xml_service);
    let api = client.xml_operations();
    scenario!(run, "jsonInputInXMLSwagger", api.xml_json_input(&JsonInput::new().id(42)).await?);
    scenario!(run, "jsonOutputInXMLSwagger", assert_eq!(api.xml_json_output().await?.id, Some(42)));
    bodies(run, &client).await;
    lists(run, &client).await;
    storage(run, &client).await;
}

async fn bodies(run: &mut Run, client: &xml_service::Client) {
    let api = client.xml_operations();
    scenario!(run, "GetSimpleXML", assert_eq!(api.xml_get_simple().await?, slideshow()));
    scenario!(run, "PutSimpleXML", api.xml_put_simple(&slideshow()).await?);

    let model = ModelWithByteProperty::new().bytes("Hello world");
    scenario!(run, "XmlGetBytes", assert_eq!(api.xml_get_bytes().await?, model));
    scenario!(run, "XmlPutBytes", api.xml_put_binary(&model).await?);
    let model = ModelWithUrlProperty::new().url(ACCOUNT);
    scenario!(run, "XmlGetUrl", assert_eq!(api.xml_get_uri().await?, model));
    scenario!(run, "XmlPutUrl", api.xml_put_uri(&model).await?);

    let root = RootWithRefAndNoMeta::new().ref_to_model(ComplexTypeNoMeta::new().id("myid")).something("else");
    scenario!(run, "GetRootWithRefAndNoMetaXML", assert_eq!(api.xml_get_complex_type_ref_no_meta().await?, root));
    scenario!(run, "PutRootWithRefAndNoMetaXML", api.xml_put_complex_type_ref_no_meta(&root).await?);
    let root = RootWithRefAndMeta::new().ref_to_model(ComplexTypeWithMeta::new().id("myid")).something("else");
    scenario!(run, "GetRootWithRefAndMetaXML", assert_eq!(api.xml_get_complex_type_ref_with_meta().await?, root));
    scenario!(run, "PutRootWithRefAndMetaXML", api.xml_put_complex_type_ref_with_meta(&root).await?);

    scenario!(run, "GetWithXMsText", {
        let data = client.api().xml_get_xms_text().await?;
        assert_eq!((data.language.as_deref(), data.content.as_deref()), (Some("english"), Some("I am text")));
    });
    let banana = Banana::new().name("Unknown Banana").flavor("").expiration("2012-02-24T00:53:52.789Z");
    scenario!(run, "GetXMLEmptyNode", assert_eq!(api.xml_get_empty_child_element().await?, banana));
    scenario!(run, "PutXMLEmptyNode", api.xml_put_empty_child_element(&banana).await?);
}

async fn lists(run: &mut Run, client: &xml_service::Client) {
    let api = client.xml_operations();
    let barrel = AppleBarrel::new().good_apples(["Fuji", "Gala"]).bad_apples(["Red Delicious"]);
    scenario!(run, "GetWrappedXMLList", assert_eq!(api.xml_get_wrapped_lists().await?, barrel));
    scenario!(run, "PutWrappedXMLList", api.xml_put_wrapped_lists(&barrel).await?);
    let barrel = AppleBarrel::new().good_apples([""; 0]).bad_apples([""; 0]);
    scenario!(run, "GetEmptyWrappedXMLList", assert_eq!(api.xml_get_empty_wrapped_lists().await?, barrel));
    scenario!(run, "PutEmptyWrappedXMLList", api.xml_put_empty_wrapped_lists(&barrel).await?);
    // Where nothing wraps the items, no items look like no list.
    scenario!(run, "GetEmptyXMLList", assert_eq!(api.xml_get_empty_list().await?, Slideshow::new()));
    scenario!(run, "PutEmptyXMLList", api.xml_put_empty_list(&Slideshow::new().slides([])).await?);

    let at = "2018-02-28T00:40:00.123Z";
    let cavendish = Banana::new().name("Cavendish").flavor("Sweet").expiration(at);
    let bananas = [cavendish.clone(), Banana::new().name("Plantain").flavor("Savory").expiration(at)];
    scenario!(run, "GetXMLListAtRoot", assert_eq!(api.xml_get_root_list().await?, bananas));
    scenario!(run, "PutXMLListAtRoot", api.xml_put_root_list(&bananas).await?);
    let single = [cavendish];
    scenario!(run, "GetXMLListAtRootSingle", assert_eq!(api.xml_get_root_list_single_item().await?, single));
    scenario!(run, "PutXMLListAtRootSingle", api.xml_put_root_list_single_item(&single).await?);
    scenario!(run, "GetEmptyXMLListAtRoot", assert_eq!(api.xml_get_empty_root_list().await?, []));
    scenario!(run, "PutEmptyXMLListAtRoot", api.xml_put_empty_root_list(&[]).await?);
}

async fn storage(run: &mut Run, client: &xml_service::Client) {
    let api = client.xml_operations();
    scenario!(run, "StorageListContainersXML", {
        let found = api.xml_list_containers().await?;
        assert_eq!((found.service_endpoint.as_str(), found.max_results, found.next_marker.as_str()), (ACCOUNT, 3, "video"));
        let containers = found.containers.unwrap_or_default();
        let names: Vec<&str> = containers.iter().map(|container| container.name.as_str()).collect();
        assert_eq!(names, ["audio", "images", "textfiles"]);
        let properties = &containers[0].properties;
        assert_eq!(properties.last_modified.unix_seconds(), Some(1_477_514_379));
        assert_eq!((properties.etag.as_str(), &properties.public_access), ("0x8CACB9BD7C6B1B2", &Some(PublicAccessType::Container)));
        assert_eq!(containers[1].properties.public_access, None);
    });
    scenario!(run, "StorageListBlobsXML", {
        let found = api.xml_list_blobs().await?;
        assert_eq!((found.container_name, found.next_marker.as_str()), (format!("{ACCOUNT}mycontainer"), ""));
        let blobs = found.blobs.blob.unwrap_or_default();
        assert_eq!((blobs.len(), found.blobs.blob_prefix), (5, None));
        let properties = &blobs[4].properties;
        assert_eq!((properties.content_length, properties.blob_type.clone()), (Some(16384), Some(BlobType::PageBlob)));
        assert_eq!((properties.blob_sequence_number, properties.lease_status.clone()), (Some(3), Some(LeaseStatus::Locked)));
        assert_eq!(properties.content_encoding.as_deref(), Some(""));
        let metadata = blobs[1].metadata.as_ref().and_then(|metadata| metadata.get("x-ms-invalid-name"));
        assert_eq!(metadata.map(String::as_str), Some("nasdf$@#$$"));
        // The definition does not know of addresses.
        assert!(blobs[0].extra.get("Url").is_some());
    });
    scenario!(run, "StorageGetServicePropertiesXML", assert_eq!(api.xml_get_service_properties().await?, properties()));
    scenario!(run, "StoragePutServicePropertiesXML", api.xml_put_service_properties(&properties()).await?);
    let policy = AccessPolicy::new("2009-09-28T08:49:37.123Z", "2009-09-29T08:49:37.123Z", "rwd");
    let identifiers = [SignedIdentifier::new(ID, policy)];
    scenario!(run, "StorageGetContainerACLXML", assert_eq!(api.xml_get_acls().await?, identifiers));
    scenario!(run, "StoragePutContainerACLXML", api.xml_put_acls(&identifiers).await?);
}

fn slideshow() -> Slideshow {
    let why = Slide::new().type_("all").title("Wake up to WonderWidgets!");
    let overview = Slide::new().type_("all").title("Overview").items(["Why WonderWidgets are great", "", "Who buys WonderWidgets"]);
    Slideshow::new().title("Sample Slide Show").date("Date of publication").author("Yours Truly").slides([why, overview])
}

fn properties() -> StorageServiceProperties {
    let policy = || RetentionPolicy::new(true).days(7);
    let metrics = |apis| Metrics::new(true).version("1.0").include_a_pis(apis).retention_policy(policy());
    let logging = Logging::new("1.0", true, false, true, policy());
    StorageServiceProperties::new().logging(logging).hour_metrics(metrics(false)).minute_metrics(metrics(true))
}
