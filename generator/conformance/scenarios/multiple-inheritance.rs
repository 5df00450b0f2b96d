use multiple_inheritance::types::*;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, multiple_inheritance);
    let api = client.api();
    scenario!(run, "MultipleInheritancePetGet", assert_eq!(api.get_pet().await?, Pet::new("Peanut")));
    scenario!(run, "MultipleInheritancePetPut", assert_eq!(api.put_pet(&Pet::new("Butter")).await?, "Pet was correct!"));
    scenario!(run, "MultipleInheritanceHorseGet", {
        assert_eq!(api.get_horse().await?, Horse::new("Fred").is_a_show_horse(true));
    });
    scenario!(run, "MultipleInheritanceHorsePut", {
        assert_eq!(api.put_horse(&Horse::new("General").is_a_show_horse(false)).await?, "Horse was correct!");
    });
    scenario!(run, "MultipleInheritanceFelineGet", {
        assert_eq!(api.get_feline().await?, Feline::new().meows(true).hisses(true));
    });
    scenario!(run, "MultipleInheritanceFelinePut", {
        assert_eq!(api.put_feline(&Feline::new().meows(false).hisses(true)).await?, "Feline was correct!");
    });
    scenario!(run, "MultipleInheritanceCatGet", {
        assert_eq!(api.get_cat().await?, Cat::new("Whiskers").likes_milk(true).meows(true).hisses(true));
    });
    scenario!(run, "MultipleInheritanceCatPut", {
        let cat = Cat::new("Boots").likes_milk(false).meows(true).hisses(false);
        assert_eq!(api.put_cat(&cat).await?, "Cat was correct!");
    });
    scenario!(run, "MultipleInheritanceKittenGet", {
        let kitten = Kitten::new("Gatito").likes_milk(true).meows(true).hisses(true).eats_mice_yet(false);
        assert_eq!(api.get_kitten().await?, kitten);
    });
    scenario!(run, "MultipleInheritanceKittenPut", {
        let kitten = Kitten::new("Kitty").likes_milk(false).meows(true).hisses(false).eats_mice_yet(true);
        assert_eq!(api.put_kitten(&kitten).await?, "Kitten was correct!");
    });
}
