use extensible_enums_swagger::types::{DaysOfWeekExtensibleEnum, IntEnum, Pet};

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, extensible_enums_swagger);
    let api = client.api();
    scenario!(run, "expectedEnum", {
        let pet = api.pet_get_by_pet_id("tommy").await?;
        assert_eq!((pet.days_of_week, pet.int_enum), (Some(DaysOfWeekExtensibleEnum::Monday), IntEnum::N1));
    });
    scenario!(run, "unexpectedEnum", {
        let pet = api.pet_get_by_pet_id("casper").await?;
        assert_eq!((pet.days_of_week, pet.int_enum), (Some("Weekend".into()), IntEnum::N2));
    });
    scenario!(run, "allowedValueEnum", {
        let pet = api.pet_get_by_pet_id("scooby").await?;
        assert_eq!((pet.days_of_week, pet.int_enum), (Some(DaysOfWeekExtensibleEnum::Thursday), "2.1".into()));
    });
    scenario!(run, "roundTripEnum", {
        let pet = Pet::new("3").name("Retriever").days_of_week(DaysOfWeekExtensibleEnum::Friday);
        assert_eq!(api.pet_add_pet().body(&pet).await?, pet);
    });
}
