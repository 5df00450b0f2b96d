use body_complex::types::*;
use body_complex::{Base64, Maybe, Timestamp, Value};

use crate::harness::Run;

const LONG_AGO: &str = "0001-01-01T00:00:00Z";

fn shark() -> SharkBase {
    SharkBase::new(20.0, "2012-01-05T01:00:00Z").species("predator").age(6)
}

fn sawshark() -> Sawshark {
    Sawshark::new(10.0, "1900-01-05T01:00:00Z").species("dangerous").age(105).picture(vec![255, 255, 255, 255, 254])
}

fn goblin() -> Goblinshark {
    let goblin = Goblinshark::new(30.0, "2015-08-08T00:00:00Z").species("scary").age(1);
    goblin.jawsize(5).color("pinkish-gray")
}

fn siblings() -> [Fish; 3] {
    [shark().into(), sawshark().into(), goblin().into()]
}

fn king() -> SalmonBase {
    SalmonBase::new(1.0).location("alaska").iswild(true).species("king").siblings(siblings())
}

fn recursive() -> SalmonBase {
    let innermost: [Fish; 2] = [shark().into(), sawshark().into()];
    let coho = SalmonBase::new(2.0).location("atlantic").iswild(true).species("coho").siblings(innermost);
    let inner: [Fish; 2] = [coho.into(), sawshark().siblings([] as [Fish; 0]).into()];
    let outer: [Fish; 2] = [shark().siblings(inner).into(), sawshark().siblings([] as [Fish; 0]).into()];
    king().siblings(outer)
}

fn smart() -> SmartSalmon {
    let object = [("a".to_owned(), Value::from(1)), ("b".to_owned(), Value::from(2))];
    let further = [
        ("additionalProperty1", 1.into()),
        ("additionalProperty2", false.into()),
        ("additionalProperty3", "hello".into()),
        ("additionalProperty4", Value::Object(object.into_iter().collect())),
        ("additionalProperty5", vec![1, 3].into()),
    ];
    let mut smart = SmartSalmon::new(1.0).location("alaska").iswild(true).species("king").siblings(siblings());
    further.into_iter().for_each(|(key, value): (&str, Value)| drop(smart.extra.insert(key, value)));
    smart
}

pub async fn run(run: &mut Run) {
    let client = client!(run, body_complex);
    let api = client.api();
    scenario!(run, "putComplexBasicValid", {
        api.basic_put_valid(&Basic::new().id(2).name("abc").color("Magenta")).await?;
    });
    scenario!(run, "getComplexBasicValid", {
        assert_eq!(api.basic_get_valid().await?, Basic::new().id(2).name("abc").color(CmykColors::Yellow));
    });
    scenario!(run, "getComplexBasicEmpty", assert_eq!(api.basic_get_empty().await?, Basic::new()));
    scenario!(run, "getComplexBasicNotProvided", assert_eq!(api.basic_get_not_provided().await?, Basic::new()));
    scenario!(run, "getComplexBasicNull", {
        let basic = api.basic_get_null().await?;
        assert_eq!((basic.id.as_option(), basic.name), (None, None));
    });
    scenario!(run, "getComplexBasicInvalid", {
        // What was not understood stays reachable.
        let basic = api.basic_get_invalid().await?;
        assert_eq!((basic.id, basic.name.as_deref()), (Maybe::Absent, Some("abc")));
        assert_eq!(basic.extra.get("id"), Some(&Value::from("a")));
    });

    let integers = IntWrapper::new().field1(-1).field2(2);
    scenario!(run, "putComplexPrimitiveInteger", api.primitive_put_int(&integers).await?);
    scenario!(run, "getComplexPrimitiveInteger", assert_eq!(api.primitive_get_int().await?, integers));
    let longs = LongWrapper::new().field1(1_099_511_627_775).field2(-999_511_627_788);
    scenario!(run, "putComplexPrimitiveLong", api.primitive_put_long(&longs).await?);
    scenario!(run, "getComplexPrimitiveLong", assert_eq!(api.primitive_get_long().await?, longs));
    let floats = FloatWrapper::new().field1(1.05).field2(-0.003);
    scenario!(run, "putComplexPrimitiveFloat", api.primitive_put_float(&floats).await?);
    scenario!(run, "getComplexPrimitiveFloat", assert_eq!(api.primitive_get_float().await?, floats));
    let doubles = DoubleWrapper::new()
        .field1(3e-100)
        .field_56_zeros_after_the_dot_and_negative_zero_before_dot_and_this_is_a_long_field_name_on_purpose(-5e-57);
    scenario!(run, "putComplexPrimitiveDouble", api.primitive_put_double(&doubles).await?);
    scenario!(run, "getComplexPrimitiveDouble", assert_eq!(api.primitive_get_double().await?, doubles));
    let booleans = BooleanWrapper::new().field_true(true).field_false(false);
    scenario!(run, "putComplexPrimitiveBool", api.primitive_put_bool(&booleans).await?);
    scenario!(run, "getComplexPrimitiveBool", assert_eq!(api.primitive_get_bool().await?, booleans));
    let strings = StringWrapper::new().field("goodrequest").empty("");
    scenario!(run, "putComplexPrimitiveString", api.primitive_put_string(&strings).await?);
    scenario!(run, "getComplexPrimitiveString", {
        let got = api.primitive_get_string().await?;
        assert_eq!((got.field.as_deref(), got.empty.as_deref(), got.null), (Some("goodrequest"), Some(""), None));
    });
    let dates = DateWrapper::new().field("0001-01-01").leap("2016-02-29");
    scenario!(run, "putComplexPrimitiveDate", api.primitive_put_date(&dates).await?);
    scenario!(run, "getComplexPrimitiveDate", assert_eq!(api.primitive_get_date().await?, dates));
    let moments = DatetimeWrapper::new().field(LONG_AGO).now("2015-05-18T18:38:00Z");
    scenario!(run, "putComplexPrimitiveDateTime", api.primitive_put_date_time(&moments).await?);
    scenario!(run, "getComplexPrimitiveDateTime", assert_eq!(api.primitive_get_date_time().await?, moments));
    let moments = Datetimerfc1123Wrapper::new().field(LONG_AGO).now(Timestamp::from("2015-05-18T11:38:00Z"));
    scenario!(run, "putComplexPrimitiveDateTimeRfc1123", api.primitive_put_date_time_rfc1123(&moments).await?);
    scenario!(run, "getComplexPrimitiveDateTimeRfc1123", assert_eq!(api.primitive_get_date_time_rfc1123().await?, moments));
    let duration = DurationWrapper::new().field("P123DT22H14M12.011S");
    scenario!(run, "putComplexPrimitiveDuration", api.primitive_put_duration(&duration).await?);
    scenario!(run, "getComplexPrimitiveDuration", assert_eq!(api.primitive_get_duration().await?, duration));
    let bytes = ByteWrapper::new().field(Base64::from([255, 254, 253, 252, 0, 250, 249, 248, 247, 246]));
    scenario!(run, "putComplexPrimitiveByte", api.primitive_put_byte(&bytes).await?);
    scenario!(run, "getComplexPrimitiveByte", assert_eq!(api.primitive_get_byte().await?, bytes));

    let texts = [Some("1, 2, 3, 4"), Some(""), None, Some("&S#$(*Y"), Some("The quick brown fox jumps over the lazy dog")];
    let array = ArrayWrapper::new().array(texts.map(|text| text.map(str::to_owned)));
    scenario!(run, "putComplexArrayValid", api.array_put_valid(&array).await?);
    scenario!(run, "getComplexArrayValid", assert_eq!(api.array_get_valid().await?, array));
    scenario!(run, "putComplexArrayEmpty", api.array_put_empty(&ArrayWrapper::new().array([])).await?);
    scenario!(run, "getComplexArrayEmpty", assert_eq!(api.array_get_empty().await?, ArrayWrapper::new().array([])));
    scenario!(run, "getComplexArrayNotProvided", assert_eq!(api.array_get_not_provided().await?, ArrayWrapper::new()));

    let programs = [("txt", Some("notepad")), ("bmp", Some("mspaint")), ("xls", Some("excel")), ("exe", Some("")), ("", None)];
    let programs: std::collections::BTreeMap<_, _> =
        programs.into_iter().map(|(key, value)| (key.to_owned(), value.map(str::to_owned))).collect();
    let dictionary = DictionaryWrapper::new().default_program(programs);
    let empty = DictionaryWrapper::new().default_program(std::collections::BTreeMap::new());
    scenario!(run, "putComplexDictionaryValid", api.dictionary_put_valid(&dictionary).await?);
    scenario!(run, "getComplexDictionaryValid", assert_eq!(api.dictionary_get_valid().await?, dictionary));
    scenario!(run, "putComplexDictionaryEmpty", api.dictionary_put_empty(&empty).await?);
    scenario!(run, "getComplexDictionaryEmpty", assert_eq!(api.dictionary_get_empty().await?, empty));
    scenario!(run, "getComplexDictionaryNull", assert_eq!(api.dictionary_get_null().await?.default_program, Maybe::Null));
    scenario!(run, "getComplexDictionaryNotProvided", {
        assert_eq!(api.dictionary_get_not_provided().await?.default_program, Maybe::Absent);
    });

    let hates = [Dog::new().food("tomato").id(1).name("Potato"), Dog::new().food("french fries").id(-1).name("Tomato")];
    let siamese = Siamese::new().breed("persian").color("green").hates(hates).id(2).name("Siameeee");
    scenario!(run, "putComplexInheritanceValid", api.inheritance_put_valid(&siamese).await?);
    scenario!(run, "getComplexInheritanceValid", assert_eq!(api.inheritance_get_valid().await?, siamese));

    let fish = Fish::from(king());
    scenario!(run, "putComplexPolymorphismValid", api.polymorphism_put_valid(&fish).await?);
    scenario!(run, "getComplexPolymorphismValid", assert_eq!(api.polymorphism_get_valid().await?, fish));
    scenario!(run, "putComplexPolymorphismComplicated", {
        api.polymorphism_put_complicated(&smart().into()).await?;
    });
    scenario!(run, "getComplexPolymorphismComplicated", {
        assert_eq!(api.polymorphism_get_complicated().await?, smart().into());
    });
    scenario!(run, "putComplexPolymorphismNoDiscriminator", {
        match api.polymorphism_put_missing_discriminator(&king().into()).await? {
            Salmon::Salmon(salmon) => assert_eq!(salmon.location.as_deref(), Some("alaska")),
            other => panic!("{other:?}"),
        }
    });
    scenario!(run, "putComplexPolymorphicRecursiveValid", api.polymorphicrecursive_put_valid(&recursive().into()).await?);
    scenario!(run, "getComplexPolymorphicRecursiveValid", {
        assert_eq!(api.polymorphicrecursive_get_valid().await?, Fish::from(recursive()));
    });
    scenario!(
        run,
        "getComplexPolymorphismDotSyntax",
        match api.polymorphism_get_dot_syntax().await? {
            DotFish::DotSalmon(salmon) => assert_eq!((salmon.location.as_deref(), salmon.iswild), (Some("sweden"), Some(true))),
            other => panic!("{other:?}"),
        }
    );
    scenario!(run, "getComposedWithDiscriminator", {
        let market = api.polymorphism_get_composed_with_discriminator().await?;
        assert_eq!(market.salmons.map(|salmons| salmons[1].location.clone()), Some(Some("atlantic".to_owned())));
        assert!(matches!(market.sample_fish, Some(DotFish::DotSalmon(salmon)) if salmon.location.as_deref() == Some("australia")));
    });
    scenario!(run, "getComposedWithoutDiscriminator", {
        let market = api.polymorphism_get_composed_without_discriminator().await?;
        assert_eq!(market.sample_salmon.and_then(|salmon| salmon.location).as_deref(), Some("sweden"));
        // Without a tag nobody can tell which fish it is: it is kept as it came.
        assert!(matches!(market.sample_fish, Some(DotFish::Other(fish)) if fish["location"] == "australia"));
    });
    scenario!(run, "putComplexReadOnlyPropertyValid", api.readonlyproperty_put_valid(&ReadonlyObj::new().size(2)).await?);
    scenario!(run, "getComplexReadOnlyPropertyValid", {
        let object = api.readonlyproperty_get_valid().await?;
        assert_eq!((object.id.as_deref(), object.size), (Some("1234"), Some(2)));
    });
}
