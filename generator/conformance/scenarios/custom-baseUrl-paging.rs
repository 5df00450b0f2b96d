use custom_baseurl_paging::types::Product;
use custom_baseurl_paging::{Call, Client, Error, Paged};

use crate::harness::Run;

async fn ids<O>(call: Call<Paged<Product>, O>) -> Result<Vec<Option<i64>>, Error> {
    let products = call.stream().collect().await?;
    Ok(products.iter().map(|product| product.properties.as_ref()?.id).collect())
}

pub async fn run(run: &mut Run) {
    let client = Client::builder().account_name("local").host(format!("host:{}", run.port())).build().expect("a client");
    let api = client.api();
    scenario!(run, "PagingCustomUrlPartialNextLink", assert_eq!(ids(api.paging_get_pages_partial_url()).await?, [Some(1), Some(2)]));
    scenario!(run, "PagingCustomUrlPartialOperationNextLink", {
        assert_eq!(ids(api.paging_get_pages_partial_url_operation()).await?, [Some(1), Some(2)]);
    });
}
