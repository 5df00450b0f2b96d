use additionalproperties::Value;
use additionalproperties::types::*;

use crate::harness::Run;

fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    Value::Object(properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn sizes() -> [(&'static str, f64); 3] {
    [("height", 5.61), ("weight", 599.0), ("footsize", 11.5)]
}

pub async fn run(run: &mut Run) {
    let client = client!(run, additionalproperties);
    let api = client.api();
    let born = || ("birthdate", Value::from("2017-12-13T02:29:51Z"));
    let complex = || ("complexProperty", object([("color", "Red".into())]));
    scenario!(run, "additionalPropertiesTrue", {
        let mut pet = PetApTrue::new(1).name("Puppy");
        [born(), complex()].into_iter().for_each(|(name, value)| drop(pet.extra.insert(name, value)));
        let got = api.pets_create_ap_true(&pet).await?;
        assert_eq!((got.status, got.extra), (Some(true), pet.extra));
    });
    scenario!(run, "additionalPropertiesSubclass", {
        let mut cat = CatApTrue::new(1).name("Lisa").friendly(true);
        [born(), complex()].into_iter().for_each(|(name, value)| drop(cat.extra.insert(name, value)));
        let got = api.pets_create_cat_ap_true(&cat).await?;
        assert_eq!((got.status, got.friendly, got.extra), (Some(true), Some(true), cat.extra));
    });
    scenario!(run, "additionalPropertiesTypeObject", {
        let mut pet = PetApObject::new(2).name("Hira");
        let sibling = object([("id", 1.into()), ("name", "Puppy".into()), born(), complex()]);
        pet.extra.insert("siblings", Value::Array(vec![sibling]));
        pet.extra.insert("picture", "//////4=");
        let got = api.pets_create_ap_object(&pet).await?;
        assert_eq!((got.status, got.extra), (Some(true), pet.extra));
    });
    scenario!(run, "additionalPropertiesTypeString", {
        let other = [("color", "red"), ("weight", "10 kg"), ("city", "Bombay")].map(|(name, value)| (name, value.to_owned()));
        let pet = PetApString::new(3).name("Tommy").additional_properties(other);
        let got = api.pets_create_ap_string(&pet).await?;
        assert_eq!((got.status, got.additional_properties), (Some(true), pet.additional_properties));
    });
    scenario!(run, "additionalPropertiesInProperties", {
        let pet = PetApInProperties::new(4).name("Bunny").additional_properties(sizes());
        let got = api.pets_create_ap_in_properties(&pet).await?;
        assert_eq!((got.status, got.additional_properties), (Some(true), pet.additional_properties));
    });
    scenario!(run, "additionalPropertiesInPropertiesWithAPTypeString", {
        let other = [("color", "red"), ("city", "Seattle"), ("food", "tikka masala")].map(|(name, value)| (name, value.to_owned()));
        let pet = PetApInPropertiesWithApString::new(5, "westus").name("Funny").additional_properties(sizes()).other_properties(other);
        let got = api.pets_create_ap_in_properties_with_ap_string(&pet).await?;
        let other = (Some(true), pet.odata_location, pet.other_properties);
        assert_eq!((got.status, got.odata_location, got.other_properties), other);
    });
}
