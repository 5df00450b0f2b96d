use xml_service::types::JsonInput;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, xml_service);
    let api = client.xml_operations();
    scenario!(run, "jsonInputInXMLSwagger", api.xml_json_input(&JsonInput::new().id(42)).await?);
    scenario!(run, "jsonOutputInXMLSwagger", assert_eq!(api.xml_json_output().await?.id, Some(42)));
}
