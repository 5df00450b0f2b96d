//! Operations → endpoints.

pub(super) mod body;
pub(super) mod body_variants;
pub(super) mod constants;
pub(super) mod context;
pub(super) mod endpoint;
pub(super) mod errors;
pub(super) mod event_items;
pub(super) mod forms;
pub(super) mod links;
pub(super) mod method_names;
pub(super) mod modules;
pub(super) mod pagination;
pub(super) mod param_values;
pub(super) mod params;
pub(super) mod representations;
pub(super) mod response;
pub(super) mod response_by_status;
pub(super) mod response_headers;
pub(super) mod sequence;
pub(super) mod styles;
