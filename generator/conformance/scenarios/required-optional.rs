use required_optional::types::{ArrayOptionalWrapper, ClassOptionalWrapper, IntOptionalWrapper, StringOptionalWrapper};

use crate::harness::{Outcome, Run};

pub async fn run(run: &mut Run) {
    let client = client!(run, required_optional);
    let api = client.api();
    scenario!(run, "ImplicitOptionalBinaryBody", api.implicit_put_optional_binary_body().await?);
    scenario!(run, "ExplicitOptionalBinaryBody", api.explicit_put_optional_binary_body().await?);
    scenario!(run, "ExplicitRequiredBinaryBody", {
        api.explicit_put_required_binary_body(b"a file").await?;
    });
    scenario!(run, "OptionalImplicitBody", api.implicit_put_optional_body().await?);
    scenario!(run, "OptionalImplicitHeader", api.implicit_put_optional_header().await?);
    scenario!(run, "OptionalImplicitQuery", api.implicit_put_optional_query().await?);
    scenario!(run, "OptionalGlobalQuery", api.implicit_get_optional_global_query().await?);
    run.scenario("GeneralOptional", general(&api)).await;
}

/// What is not given is not sent, whatever kind of thing it is.
async fn general(api: &required_optional::api::Api<'_>) -> Outcome {
    api.explicit_post_optional_integer_parameter().await?;
    api.explicit_post_optional_integer_property().body(&IntOptionalWrapper::new()).await?;
    api.explicit_post_optional_integer_header().await?;
    api.explicit_post_optional_string_parameter().await?;
    api.explicit_post_optional_string_property().body(&StringOptionalWrapper::new()).await?;
    api.explicit_post_optional_string_header().await?;
    api.explicit_post_optional_class_parameter().await?;
    api.explicit_post_optional_class_property().body(&ClassOptionalWrapper::new()).await?;
    api.explicit_post_optional_array_parameter().await?;
    api.explicit_post_optional_array_property().body(&ArrayOptionalWrapper::new()).await?;
    api.explicit_post_optional_array_header().await?;
    Ok(())
}
