use body_formdata_urlencoded::types::PetType;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_formdata_urlencoded);
    scenario!(run, "UpdatePetWithForm", {
        let api = client.formsdataurlencoded();
        api.formdataurlencoded_update_pet_with_form(1, PetType::Dog, "meat", 42).name("Fido").await?;
    });
    scenario!(run, "UrlEncodedDataWithPartialConstantBody", {
        client.api().formdataurlencoded_partial_constant_body("bar", "foo").await?;
    });
}
