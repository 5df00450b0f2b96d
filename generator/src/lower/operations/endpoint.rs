//! Operations → endpoints.

use openapiv3::{OpenAPI, Response};

use crate::hints::values::{OperationHints, Switch};
use crate::ir;
use crate::lower::client::supported;
use crate::lower::operations::body::{Sent, body_of};
use crate::lower::operations::body_variants::EndpointVariants;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::params::{self, Param};
use crate::lower::operations::representations::ResponseVariant;
use crate::lower::operations::{body_variants, constants, method_names};
use crate::lower::schema::docs;
use crate::lower::schema::operation::{self, Op, Tagged, path_of, redirects, success_by_default};
use crate::lower::types::draft::{NamePath, TypeUse};
use crate::names::{Case, Ident, NameScope, Reserved};
use crate::request::{self, Retry};

impl<'a> OperationLowering<'a> {
    /// The endpoints of a module, sorted by path and method.
    pub(in crate::lower) fn module(&mut self, index: usize, module: &Tagged<'a>) -> Vec<ir::Endpoint> {
        let names = method_names::names(module, self.hints, &self.styles, &mut self.types.diagnostics);
        let space = index + 1;
        let mut scope = NameScope::new(Reserved::ModuleTypes);
        scope.claim(module.handle.as_str(), Case::Camel);
        self.types.spaces.push(scope);
        let ops = module.ops.iter().zip(names);
        let endpoints = ops.map(|(op, name)| self.endpoint(op, name, space)).collect();
        let mut endpoints = body_variants::with_kinds(endpoints);
        endpoints.iter_mut().for_each(|endpoint| endpoint.has_many_arguments = has_many_arguments(endpoint));
        if let Some(scope) = self.types.spaces.get_mut(space) {
            name_markers(&mut endpoints, scope);
        }
        endpoints.iter().for_each(|endpoint| self.note_uses(index, endpoint));
        endpoints
    }

    fn endpoint(&mut self, op: &Op<'a>, name: Ident, space: usize) -> (ir::Endpoint, EndpointVariants) {
        let at = op.at();
        let name_path = NamePath::new(space, name.as_str());
        let mut params = self.params(op, &name_path);
        let (mut form, mut part_media, mut one) = (None, Vec::new(), None);
        let variants = self.variants(op, &params, &name_path);
        match self.sent(op, &name_path) {
            Sent::Nothing => {}
            Sent::Body(body) => one = Some(body),
            Sent::Form(draft) => {
                form = Some(draft.form);
                part_media = draft.part_media;
                params.extend(draft.fields);
            }
        }
        let (read, representations) = self.response(op, &name_path);
        let ResponseVariant { response, accept, media_types, other_media_types, word: _ } = read;
        let errors = self.errors(op, &name_path);
        let error = self.error_type(op, &errors, &name_path);
        let (fixed, params): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.fixed.is_some());
        let mut path = path_of(op);
        let fixed = constants::fixed(fixed, &mut path);
        let (args, options): (Vec<Param>, Vec<Param>) = params.into_iter().partition(|param| param.required);
        let body_name = |required| one.as_ref().filter(|one| one.required == required).map(|one| one.name.as_str());
        let (arg_names, argument) = params::idents(&args, Reserved::Nothing, body_name(true));
        let (option_names, setter) = params::idents(&options, Reserved::Setters, body_name(false));
        let body = one.zip(argument.or(setter)).map(|(draft, name)| body_of(draft, name));
        let hints = self.hints.operations.of(&op.operation.extensions);
        let sends_xml = matches!(&body, Some(ir::Body { kind: ir::BodyKind::Xml { .. }, .. }));
        let needs =
            if sends_xml || matches!(response.format, ir::ValueFormat::Xml { .. }) { vec![ir::xml::PART.to_owned()] } else { Vec::new() };
        let endpoint = ir::Endpoint {
            id: op.id(),
            marker: name.clone(),
            call: name.clone(),
            name,
            doc: docs::of_operation(op.operation),
            deprecated: op.operation.deprecated,
            method: op.method.to_owned(),
            path,
            server: hints.server.clone(),
            args: params::args(args, arg_names),
            has_many_arguments: false,
            constants: Vec::new(),
            options: params::args(options, option_names),
            bound: self.bound_query(op),
            bound_constraints: self.bound_constraints(op),
            fixed,
            body,
            media: None,
            form,
            part_media,
            response,
            successes: successes(op),
            redirects: redirects(op),
            errors,
            error,
            accept,
            links: self.next_operations(op),
            callbacks: Vec::new(),
            media_types,
            other_media_types,
            is_other_representation: false,
            auth: self.security(op),
            is_safe: is_safe(op.method, hints),
            retry: hints.retry,
            idempotency_key: self.idempotency_key(op),
            needs,
            example: ir::Example::default(),
            at,
        };
        (endpoint, EndpointVariants { bodies: variants, representations })
    }

    /// The header of an operation's idempotency key. What the whole API says holds where the method promises nothing.
    fn idempotency_key(&self, op: &Op<'a>) -> Option<String> {
        match &self.hints.operations.of(&op.operation.extensions).idempotency_key {
            Switch::On(header) => Some(header.clone()),
            Switch::Unset if matches!(op.method, "POST" | "PATCH") => self.hints.document.idempotency_key.clone(),
            Switch::Unset | Switch::Off => None,
        }
    }

    /// The security of an operation, where it is not that of the whole API.
    fn security(&mut self, op: &Op<'a>) -> Option<Vec<Vec<String>>> {
        let own = supported(op.operation.security.as_deref()?, &self.security, &op.at(), &mut self.types.diagnostics);
        (own != self.auth).then_some(own)
    }

    /// Notes which types an operation needs.
    fn note_uses(&mut self, module: usize, endpoint: &ir::Endpoint) {
        let space = module + 1;
        let mut note = |ty: &ir::Type, sent: bool| {
            if let Some(draft) = self.types.draft(ty.innermost(), space) {
                self.uses.push(TypeUse { draft, module, sent });
            }
        };
        endpoint.args.iter().chain(&endpoint.options).for_each(|arg| note(&arg.ty, true));
        if let Some(ty) = endpoint.body.as_ref().and_then(|body| body.kind.value_type()) {
            note(ty, true);
        }
        let stream = endpoint.response.stream.iter().map(|stream| &stream.item);
        endpoint.response.kind.value_type().into_iter().chain(stream).for_each(|ty| note(ty, false));
        endpoint.errors.iter().for_each(|error| note(&error.ty, false));
        endpoint.error.iter().chain(&endpoint.response.headers).for_each(|ty| note(ty, false));
    }
}

/// The successes that an operation names.
fn successes(op: &Op<'_>) -> Vec<ir::Success> {
    let of = |status, response: &Response| ir::Success { status, has_body: op.method != "HEAD" && !response.content.is_empty() };
    let named: Vec<ir::Success> = operation::successes(op).into_iter().map(|success| of(success.status, success.response)).collect();
    if named.is_empty() { success_by_default(op).map(|response| of(200, response)).into_iter().collect() } else { named }
}

/// Whether the arguments of a method are too many for the linter: more than seven with `self`.
/// Whether an operation changes nothing: its method is safe by HTTP, and nothing says that it has side effects.
fn is_safe(method: &str, hints: &OperationHints) -> bool {
    hints.safe.unwrap_or(request::is_safe(method) && hints.retry != Some(Retry::Never))
}

fn has_many_arguments(endpoint: &ir::Endpoint) -> bool {
    const MANY: usize = 6;
    let body = endpoint.body.iter().filter(|body| body.required);
    endpoint.args.len() + body.count() > MANY
}

/// Names what stands for the operations and for their calls. It comes last: programs name it less than other types.
fn name_markers(endpoints: &mut [ir::Endpoint], scope: &mut NameScope) {
    let mut order: Vec<&mut ir::Endpoint> = endpoints.iter_mut().collect();
    order.sort_by(|a, b| a.name.cmp(&b.name));
    for endpoint in &mut order {
        let name = endpoint.name.as_str();
        endpoint.marker = scope.claim_first([name, &format!("{name} operation")], Case::Camel);
    }
    for endpoint in &mut order {
        endpoint.call = scope.claim(&format!("{} call", endpoint.name.as_str()), Case::Camel);
    }
}

/// The description of the whole API.
pub(in crate::lower) fn description(document: &OpenAPI) -> ir::Doc {
    docs::doc([document.info.description.as_deref(), None], document.external_docs.as_ref())
}
