use validation::types::{ChildProduct, ConstantProduct, Product};

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, validation);
    let api = client.api();
    scenario!(run, "ConstantsInPath", api.get_with_constant_in_path().await?);
    scenario!(run, "ConstantsInBody", {
        let product = Product::new(ChildProduct::new(), ConstantProduct::new());
        assert_eq!(api.post_with_constant_in_body().body(&product).await?, product);
    });
}
