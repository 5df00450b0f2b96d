use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, subscriptionid_apiversion);
    scenario!(run, "SubscriptionIdAndApiVersion", {
        let group = client.api().group_get_sample_resource_group("1234", "testgroup101", "2014-04-01-preview").await?;
        assert_eq!((group.name.as_deref(), group.location.as_deref()), (Some("testgroup101"), Some("West US")));
    });
}
