use xml_service::types::JsonInput;

use crate::harness::Run;

/// Scenarios whose bodies are XML.
const XML: &[&str] = &[
    "GetEmptyWrappedXMLList",
    "GetEmptyXMLList",
    "GetEmptyXMLListAtRoot",
    "GetRootWithRefAndMetaXML",
    "GetRootWithRefAndNoMetaXML",
    "GetSimpleXML",
    "GetWithXMsText",
    "GetWrappedXMLList",
    "GetXMLEmptyNode",
    "GetXMLListAtRoot",
    "GetXMLListAtRootSingle",
    "PutEmptyWrappedXMLList",
    "PutEmptyXMLList",
    "PutEmptyXMLListAtRoot",
    "PutRootWithRefAndMetaXML",
    "PutRootWithRefAndNoMetaXML",
    "PutSimpleXML",
    "PutWrappedXMLList",
    "PutXMLEmptyNode",
    "PutXMLListAtRoot",
    "PutXMLListAtRootSingle",
    "StorageGetContainerACLXML",
    "StorageGetServicePropertiesXML",
    "StorageListBlobsXML",
    "StorageListContainersXML",
    "StoragePutContainerACLXML",
    "StoragePutServicePropertiesXML",
    "XmlGetBytes",
    "XmlGetUrl",
    "XmlPutBytes",
    "XmlPutUrl",
];

pub async fn run(run: &mut Run) {
    let client = client!(run, xml_service);
    let api = client.xml_operations();
    scenario!(run, "jsonInputInXMLSwagger", api.xml_json_input(&JsonInput::new().id(42)).await?);
    scenario!(run, "jsonOutputInXMLSwagger", assert_eq!(api.xml_json_output().await?.id, Some(42)));
    for name in XML {
        run.missing(name, "an XML body is a text to the client, not a value yet");
    }
}
