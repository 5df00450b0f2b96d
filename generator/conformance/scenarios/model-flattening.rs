use model_flattening::types::*;

use crate::harness::Run;

fn tags() -> [(&'static str, String); 2] {
    [("tag1", "value1"), ("tag2", "value3")].map(|(name, value)| (name, value.to_owned()))
}

fn product(location: &str, name: &str) -> FlattenedProduct {
    FlattenedProduct::new().location(location).properties(FlattenedProductProperties::new().p_name(name).type_("Flat"))
}

fn simple() -> SimpleProduct {
    let image = ProductUrl::new().odata_value("http://foo");
    let details = SimpleProductProperties::new("max name").max_product_image(image);
    SimpleProduct::new("123").description("product description").details(details)
}

/// The name of a product of the server's, where it is, and the name of what it is made of.
fn names_of(product: &FlattenedProduct) -> (Option<&str>, Option<&str>, Option<&str>) {
    let made = product.properties.as_ref().and_then(|properties| properties.p_name.as_deref());
    (product.name.as_deref(), product.location.as_deref(), made)
}

pub async fn run(run: &mut Run) {
    let client = client!(run, model_flattening);
    let api = client.api();
    scenario!(run, "getModelFlattenArray", {
        let products = api.get_array().await?;
        assert_eq!(names_of(&products[0]), (Some("Resource1"), Some("Building 44"), Some("Product1")));
        let state = products[0].properties.as_ref().and_then(|properties| properties.provisioning_state_values.as_ref());
        assert_eq!(state, Some(&FlattenedProductPropertiesProvisioningStateValues::Ok));
        assert_eq!(names_of(&products[2]), (Some("Resource3"), None, None));
    });
    scenario!(run, "putModelFlattenArray", {
        let resources = [Resource::new().location("West US").tags(tags()), Resource::new().location("Building 44")];
        api.put_array().body(&resources).await?;
    });
    scenario!(run, "getModelFlattenDictionary", {
        let products = api.get_dictionary().await?;
        assert_eq!(names_of(&products["Product1"]), (Some("Resource1"), Some("Building 44"), Some("Product1")));
        assert_eq!(names_of(&products["Product2"]), (Some("Resource2"), Some("Building 44"), None));
    });
    let dictionary = || {
        [("Resource1", product("West US", "Product1").tags(tags())), ("Resource2", product("Building 44", "Product2"))]
            .map(|(name, product)| (name.to_owned(), product))
    };
    scenario!(run, "putModelFlattenDictionary", api.put_dictionary().body(&dictionary().into()).await?);
    scenario!(run, "getModelFlattenResourceCollection", {
        let all = api.get_resource_collection().await?;
        assert_eq!(all.productresource.as_ref().map(names_of), Some((Some("Resource7"), Some("Building 44"), None)));
        assert_eq!(all.arrayofresources.map(|list| list.len()), Some(3));
        assert_eq!(all.dictionaryofresources.map(|map| map.len()), Some(3));
    });
    scenario!(run, "putModelFlattenResourceCollection", {
        let array = [product("West US", "Product1").tags(tags()), product("East US", "Product2")];
        let all = ResourceCollection::new().arrayofresources(array).dictionaryofresources(dictionary());
        api.put_resource_collection().body(&all.productresource(product("India", "Azure"))).await?;
    });
    scenario!(run, "putModelFlattenCustomBase", {
        let mut product = simple();
        let image = ProductUrl::new().odata_value("http://foo").generic_value("https://generic");
        if let Some(details) = &mut product.details {
            details.max_product_image = Some(image);
        }
        assert_eq!(api.put_simple_product().body(&product).await?, product);
    });
    scenario!(run, "postModelFlattenCustomParameter", {
        assert_eq!(api.post_flattened_simple_product().body(&simple()).await?, simple());
    });
    scenario!(run, "putModelFlattenCustomGroupedParameter", {
        assert_eq!(api.put_simple_product_with_grouping("groupproduct").body(&simple()).await?, simple());
    });
}
