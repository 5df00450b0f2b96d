//! Operations.

use crate::{check_modules, lower, sketch};

const GROUPS: &str = r"
x-client:
  parameters: {org_id: {env: ORG}}
  headers: {X-Client: 'yes'}
  servers: {account: {default: 'https://account.example'}}
x-envelope: {payload: data, meta: meta}
x-pagination: {style: page, page: page, size: per_page, items: /data, total: /meta/total}
tags: [{name: Group, x-name: groups, description: Teams}]
paths:
  /organizations/{org_id}/groups:
    parameters: [{$ref: '#/parameters/Org'}, {$ref: '#/parameters/Client'}]
    get:
      operationId: getGroups
      tags: [Group]
      parameters:
        - {in: query, name: q, type: string, description: Text to look for.}
        - {in: query, name: page, type: integer, default: 1}
        - {in: query, name: per_page, type: integer, minimum: 1, maximum: 100}
        - {in: query, name: with, type: array, items: {type: string, enum: [assets, users]}}
        - {in: query, name: timeout, type: array, items: {type: integer}, collectionFormat: multi}
      responses:
        200: {description: ok, schema: {type: object, properties: {data: {type: array, items: {$ref: '#/definitions/Group'}}, meta: {type: object}}}}
    post:
      operationId: createGroup
      tags: [Group]
      parameters: [{in: body, name: input, required: true, schema: {$ref: '#/definitions/CreateGroupInput'}}]
      responses: {201: {description: ok, schema: {type: object, properties: {data: {$ref: '#/definitions/Group'}}}}}
  /organizations/{org_id}/groups/{group_id}:
    parameters: [{$ref: '#/parameters/Org'}, {in: path, name: group_id, required: true, type: string}]
    get:
      operationId: getGroup
      tags: [Group]
      x-retry: never
      responses: {200: {description: ok, schema: {$ref: '#/definitions/GroupReply'}}}
    delete: {operationId: deleteGroup, tags: [Group], x-server: account, responses: {204: {description: gone}}}
  /organizations/{org_id}/groups/{group_id}/logo:
    parameters: [{$ref: '#/parameters/Org'}, {in: path, name: group_id, required: true, type: string}]
    post:
      operationId: uploadGroupLogo
      tags: [Group]
      consumes: [multipart/form-data]
      parameters: [{in: formData, name: logo, type: file, required: true}, {in: formData, name: title, type: string}]
      responses: {200: {description: ok, schema: {type: object, properties: {data: {type: object, properties: {url: {type: string}}}}}}}
    get:
      operationId: getGroupLogo
      tags: [Group]
      produces: [image/png, image/jpeg]
      responses: {200: {description: ok, schema: {type: file}}}
parameters:
  Org: {in: path, name: org_id, required: true, type: string, description: The organization.}
  Client: {in: header, name: x-client, required: true, type: string}
definitions:
  Group: {type: object, required: [id], properties: {id: {type: string}, note: {type: string, x-nullable: true}}}
  CreateGroupInput:
    type: object
    required: [name, id]
    properties:
      name: {type: string}
      id: {type: string, readOnly: true}
      note: {type: string, x-nullable: true}
      members: {type: array, items: {type: integer}, x-envelope: true}
  GroupReply: {type: object, properties: {data: {$ref: '#/definitions/Group'}}}
";

#[test]
fn a_resource_reads_as_a_person_would_write_it() {
    check_modules(
        GROUPS,
        r#"
mod groups: Groups
  list() -> Page<Group> by 0 in data
    .q: String Query
    .page: I64 Query
    .per_page: I64 Query
    .with: Vec<self::ListWith> Query Csv
    .timeout_: Vec<I64> "timeout" Query Multi
  create(body: CreateGroupInput) -> Group in data
  delete(group_id: String) -> Empty on account
  get(group_id: String) -> Group in data retry Never
  get_logo(group_id: String) -> Bytes accept image/png, image/jpeg
  upload_logo(group_id: String, logo: File Form) -> self::UploadLogoResponse in data Multipart
    .title: String Form
  sent enum ListWith Assets=assets Users=users
  struct UploadLogoResponse
    url: String?
"#,
        &[],
    );
    let (api, _) = lower(GROUPS);
    assert_eq!(
        sketch::types(&api),
        "  sent struct CreateGroupInput\n    name: String\n    id: String? read-only\n    note: String? or null\n    members: Vec<I64>? in data\n\
        \u{20} struct Group\n    id: String\n    note: String?\n\
        \u{20} struct GroupReply\n    data: Group?\n"
    );
    assert_eq!(
        api.client.bound.iter().map(|bound| (bound.name.as_str(), bound.rebind.as_str(), bound.doc.0.as_str())).collect::<Vec<_>>(),
        [("org_id", "for_org_id", "The organization.")]
    );
    assert_eq!(api.client.servers.iter().map(|server| server.setter.as_str()).collect::<Vec<_>>(), ["account_url"]);
    assert_eq!(api.modules[0].doc.0, "Teams");
    assert_eq!(api.modules[0].endpoints[0].options[2].doc.0, "From 1 to 100.");
    assert_eq!((api.pagings.len(), api.pagings[0].name.as_str()), (1, "PAGING"));
}

#[test]
fn methods_lose_the_words_of_their_resource() {
    let table = [
        ("GET", "/groups", "getGroups", "list"),
        ("GET", "/groups", "getAllGroups", "list"),
        ("GET", "/groups", "listGroups", "list"),
        ("GET", "/groups", "GroupList", "list"),
        ("GET", "/groups/{id}", "getGroup", "get"),
        ("GET", "/groups/{id}", "getGroups", "get"),
        ("POST", "/groups", "Groups_CreateGroup", "create"),
        ("POST", "/groups", "create", "create"),
        ("POST", "/groups/{id}/logo", "uploadGroupLogo", "upload_logo"),
        ("GET", "/groups/find", "findGroupsByStatus", "find_by_status"),
        ("GET", "/orgs/{id}/groups", "getOrgGroups", "get_org_groups"),
        ("GET", "/orgs/{id}/groups", "orgGroups", "org_groups"),
        ("GET", "/groups", "group", "group"),
        ("POST", "/groups/{id}/clone", "cloneGroup", "clone"),
        ("GET", "/groups", "", "list"),
        ("GET", "/groups/{id}", "", "get_by_id"),
        ("PUT", "/x/{a}/y", "", "put_x_y"),
        ("POST", "/groups", "type", "type_"),
    ];
    for (method, path, id, expected) in table {
        let id = if id.is_empty() { String::new() } else { format!("operationId: {id}, ") };
        let method = method.to_lowercase();
        let (api, _) = lower(&format!("paths: {{'{path}': {{{method}: {{{id}tags: [group], responses: {{200: {{description: ok}}}}}}}}}}"));
        assert_eq!(api.modules[0].endpoints[0].name.as_str(), expected, "{method} {path} {id}");
    }
}

#[test]
fn operations_that_come_to_the_same_name_keep_the_longer_one() {
    let op = |id: &str| format!("{{operationId: {id}, tags: [pets], responses: {{200: {{description: ok}}}}}}");
    check_modules(
        &format!(
            "paths: {{/a: {{get: {}, post: {}}}, /b: {{get: {}}}, /c/d: {{get: {}, put: {}}}}}",
            op("getPets"),
            op("listPets"),
            op("list"),
            op("getAllPets"),
            op("list"),
        ),
        "mod pets: Pets
  get_pets() -> Empty
  list_pets() -> Empty
  list() -> Empty
  get_all_pets() -> Empty
  put_c_d() -> Empty",
        &[
            "warning: the operation id `list` is not unique (at /paths/~1c~1d/put/operationId)\n    help: it is also at /paths/~1b/get/operationId",
        ],
    );
}

#[test]
fn tags_that_give_the_same_module_share_it() {
    check_modules(
        r"
paths:
  /a: {get: {operationId: one, tags: [Some Thing], responses: {200: {description: ok}}}}
  /b: {get: {operationId: two, tags: [some-thing], responses: {200: {description: ok}}}}
  /c: {get: {operationId: three, responses: {200: {description: ok}}}}
  /d: {get: {operationId: four, tags: [types], responses: {200: {description: ok}}}}
  /e: {get: {operationId: five, tags: [File], responses: {200: {description: ok}}}}
",
        "mod api: Api
  three() -> Empty
mod file: FileApi
  five() -> Empty
mod some_thing: SomeThing
  one() -> Empty
  two() -> Empty
mod types_: Types
  four() -> Empty",
        &[],
    );
}

#[test]
fn parameters_of_all_kinds() {
    check_modules(
        r"
paths:
  /a/{id}:
    post:
      operationId: x
      tags: [t]
      parameters:
        - {in: query, name: id, type: string, required: true}
        - {in: header, name: X-Trace, type: string, required: true}
        - {in: header, name: Authorization, type: string, required: true}
        - {in: query, name: body, type: string, required: true}
        - {in: query, name: since, type: string, format: date-time, required: true}
        - {in: path, name: id, type: integer, required: true}
        - {in: query, name: deep, type: array, items: {type: array, collectionFormat: pipes, items: {type: string}}}
        - {in: body, name: b, required: true, schema: {type: string}}
      responses: {default: {description: ok, schema: {type: integer}}}
  /b:
    post:
      operationId: y
      tags: [t]
      consumes: [text/plain]
      produces: [text/plain]
      parameters: [{in: body, name: b, schema: {type: string}}]
      responses: {200: {description: ok, schema: {type: string}}}
  /c:
    post:
      operationId: z
      tags: [t]
      consumes: [application/vnd.x+json]
      produces: [application/vnd.x+json]
      parameters: [{in: body, name: b, required: true, schema: {type: object, properties: {a: {type: array, items: {type: string, format: binary}}}}}]
      responses: {200: {description: ok, schema: {x-nullable: true, type: integer}}}
",
        r#"
mod t: T
  x(id: I64, query_id: String "id" Query, x_trace: String "X-Trace" Header, query_body: String "body" Query, since: Timestamp Query, body: String) -> I64
    .authorization: String "Authorization" Header
    .deep: Vec<Vec<String>> Query Csv of Pipes
  y() -> Text .body: text as text/plain accept text/plain
  z(body: self::ZBody as application/vnd.x+json) -> Option<I64> accept application/vnd.x+json
  sent struct ZBody
    a: Vec<String>?
"#,
        &[],
    );
}

#[test]
fn without_a_success_the_default_is_one_unless_a_redirect_is_told() {
    let document = |status: &str| {
        format!(
            "
produces: [application/json]
paths:
  /door:
    get:
      operationId: door
      tags: [house]
      responses:
        '{status}': {{description: d}}
        default: {{description: d, schema: {{type: string}}}}
"
        )
    };
    check_modules(&document("302"), "\nmod house: House\n  door() -> Empty\n", &[]);
    check_modules(&document("404"), "\nmod house: House\n  door() -> String\n", &[]);
}

#[test]
fn what_the_client_is_bound_to_is_no_argument() {
    let text = "
x-client: { parameters: { org_id: {}, team: {} } }
paths:
  /orgs/{org_id}/groups:
    get:
      operationId: listGroups
      tags: [Groups]
      parameters:
        - { name: org_id, in: path, required: true, type: string }
        - { name: team, in: query, type: string }
        - { name: q, in: query, type: string }
      responses: { '204': { description: Done } }
";
    let (api, _) = lower(text);
    let list = &api.modules[0].endpoints[0];
    assert_eq!((list.args.len(), list.options.len(), &list.bound), (0, 1, &vec!["team".to_owned()]));
}

#[test]
fn a_key_by_which_servers_know_a_repeat_goes_with_methods_that_promise_nothing() {
    check_modules(
        "
x-idempotency-key: Idempotency-Key
paths:
  /a:
    get: {operationId: get, tags: [a], responses: {200: {description: ok}}}
    put: {operationId: put, tags: [a], x-idempotency-key: X-Own, responses: {200: {description: ok}}}
    post: {operationId: post, tags: [a], responses: {200: {description: ok}}}
    patch: {operationId: patch, tags: [a], x-idempotency-key: false, responses: {200: {description: ok}}}
",
        r#"
mod a: A
  get() -> Empty
  patch() -> Empty
  post() -> Empty key in Idempotency-Key
  put() -> Empty key in X-Own
"#,
        &[],
    );
}
