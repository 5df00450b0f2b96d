use xms_error_responses::api::PetGetPetByIdFailure;
use xms_error_responses::types::{NotFoundErrorBase, PetActionError};

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, xms_error_responses);
    let api = client.api();
    scenario!(run, "expectedNoErrors", {
        let pet = api.pet_get_pet_by_id("tommy").await?;
        assert_eq!((pet.name.as_deref(), pet.ani_type.as_deref()), (Some("Tommy Tomson"), Some("Dog")));
        api.pet_do_something("stay").await?;
    });
    scenario!(run, "expectedPetSadError", {
        let error = api.pet_do_something("jump").retries(0).await.unwrap_err();
        match error.typed() {
            Ok(PetActionError::PetSadError(sad)) => {
                assert_eq!((sad.error_message.as_deref(), sad.reason.as_deref()), (Some("casper aint happy"), Some("need more treats")));
            }
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "expectedPetHungryError", {
        let error = api.pet_do_something("fetch").await.unwrap_err();
        match error.typed() {
            Ok(PetActionError::PetHungryOrThirstyError(hungry)) => {
                assert_eq!(hungry.hungry_or_thirsty.as_deref(), Some("hungry and thirsty"));
            }
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "intError", {
        let error = api.pet_get_pet_by_id("alien123").await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
        assert_eq!(error.typed(), Ok(PetGetPetByIdFailure::Integer(123)));
    });
    scenario!(run, "stringError", {
        let error = api.pet_get_pet_by_id("ringo").await.unwrap_err();
        assert_eq!(error.typed(), Ok(PetGetPetByIdFailure::String("ringo is missing".to_owned())));
    });
    scenario!(run, "animalNotFoundError", {
        let error = api.pet_get_pet_by_id("coyoteUgly").await.unwrap_err();
        match error.typed() {
            Ok(PetGetPetByIdFailure::NotFoundErrorBase(NotFoundErrorBase::AnimalNotFound(animal))) => assert_eq!(animal.name.as_deref(), Some("coyote")),
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "linkNotFoundError", {
        let error = api.pet_get_pet_by_id("weirdAlYankovic").await.unwrap_err();
        match error.typed() {
            Ok(PetGetPetByIdFailure::NotFoundErrorBase(NotFoundErrorBase::LinkNotFound(link))) => {
                assert_eq!(link.what_sub_address.as_deref(), Some("pet/yourpet was not found"));
            }
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "sendErrorWithParamNameModels", {
        let error = api.pet_has_models_param().models("value1").await.unwrap_err();
        assert!(matches!(error.typed(), Ok(PetActionError::PetSadError(_))), "{error}");
    });
}
