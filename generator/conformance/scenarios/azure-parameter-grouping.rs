use azure_parameter_grouping::file_and_directory_operations::ParameterGroupingGroupWithConstantGroupedConstant as GroupedConstant;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, azure_parameter_grouping);
    let api = client.api();
    scenario!(run, "postParameterGroupingRequiredParameters", {
        api.parameter_grouping_post_required("path", &1234).custom_header("header").query(21).await?;
        api.parameter_grouping_post_required("path", &1234).await?;
    });
    scenario!(run, "postParameterGroupingOptionalParameters", {
        api.parameter_grouping_post_optional().custom_header("header").query(21).await?;
        api.parameter_grouping_post_optional().await?;
    });
    scenario!(run, "postParameterGroupingMultipleParameterGroups", {
        api.parameter_grouping_post_multi_param_groups().header_one("header").query_one(21).header_two("header2").query_two(42).await?;
    });
    scenario!(run, "postParameterGroupingSharedParameterGroupObject", {
        api.parameter_grouping_post_shared_parameter_group_object().header_one("header").query_one(21).await?;
    });
    scenario!(run, "PostParameterGroupingWithReservedWords", {
        api.parameter_grouping_post_reserved_words().from("bob").accept("yes").await?;
    });
    scenario!(run, "PutParameterGroupingConstant", {
        client.file_and_directory_operations().parameter_grouping_group_with_constant().grouped_constant(GroupedConstant::Foo).grouped_parameter("bar").await?;
    });
}
