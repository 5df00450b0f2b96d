use validation::types::{ChildProduct, ConstantProduct, Product, ProductConstInt};

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, validation);
    let api = client.api();
    scenario!(run, "ConstantsInPath", api.get_with_constant_in_path().await?);
    scenario!(run, "ConstantsInBody", {
        let constants = ConstantProduct::new("constant", "constant2");
        let product = Product::new(ChildProduct::new("constant"), constants, ProductConstInt::N0, "constant");
        assert_eq!(api.post_with_constant_in_body().body(&product).await?, product);
    });
}
