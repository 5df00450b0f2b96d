//! What is compared with: structs that derive `Deserialize`.

/// Structs with the fields that the definition names.
pub mod whole {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::Value;

    use super::narrow::Owners;

    #[derive(Deserialize)]
    pub struct Group {
        id: String,
        name: Option<String>,
        description: Option<String>,
        logo: Option<String>,
        members: Option<Vec<i64>>,
        guests: Option<Vec<String>>,
        created_at: Option<String>,
        updated_at: Option<String>,
        last_updated: Option<String>,
        deleted_at: Option<String>,
        assets: Option<Vec<Value>>,
        users: Option<Vec<Value>>,
    }

    #[derive(Deserialize)]
    pub struct Task {
        id: Option<String>,
        increment_id: Option<i64>,
        title: Option<String>,
        original_title: Option<String>,
        summary: Option<String>,
        original_summary: Option<String>,
        run_id: Option<String>,
        step_id: Option<String>,
        alias: Option<String>,
        taskdata: Option<BTreeMap<String, Value>>,
        owners: Option<Owners>,
        is_completable: Option<bool>,
        status: Option<String>,
        status_label: Option<String>,
        task_type: Option<String>,
        is_approved: Option<bool>,
        position: Option<i64>,
        started_at: Option<String>,
        deadline: Option<String>,
        created_at: Option<String>,
        last_updated: Option<String>,
        archived_at: Option<String>,
        completed_at: Option<String>,
        starter_id: Option<i64>,
        completer_id: Option<i64>,
        completer_guest_id: Option<Value>,
        completer_guest: Option<String>,
        run_status: Option<String>,
        max_assignable: Option<i64>,
        prevent_guest_comment: Option<bool>,
        can_complete_only_assignees: Option<bool>,
        everyone_must_complete: Option<bool>,
        is_soft_start_date: Option<bool>,
        checklist_id: Option<String>,
        linked_step_id: Option<String>,
        top_secret: Option<bool>,
        is_oneoff_task: Option<bool>,
        webhook: Option<String>,
        completion_progress: Option<f64>,
        has_deadline_dependent_child_tasks: Option<bool>,
        stage_id: Option<Value>,
        problem: Option<bool>,
        blueprint_position: Option<i64>,
        send_chromeless: Option<bool>,
        allow_guest_owners: Option<bool>,
        tasks_changed_by_rules: Option<Value>,
        custom_fields: Option<BTreeMap<String, Value>>,
        roles: Option<Vec<Value>>,
        run: Option<Box<Value>>,
        step: Option<Box<Value>>,
        checklist: Option<Box<Value>>,
        form_fields: Option<Vec<Value>>,
        ko_form_fields: Option<Vec<Value>>,
        tags: Option<Vec<Value>>,
        threads: Option<Vec<Value>>,
        threads_count: Option<i64>,
        comments: Option<Vec<Value>>,
        issues: Option<Vec<Value>>,
        assets: Option<Vec<Value>>,
        folders: Option<Vec<Value>>,
        activities: Option<Vec<Value>>,
        member_watchers: Option<Vec<Value>>,
        guest_watchers: Option<Vec<Value>>,
        selected_text_comment: Option<Vec<Value>>,
    }
}

/// Structs with only those fields that the responses have.
pub mod narrow {
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub struct Group {
        id: String,
        name: Option<String>,
        description: Option<String>,
        logo: Option<String>,
        members: Option<Vec<i64>>,
        guests: Option<Vec<String>>,
        created_at: Option<String>,
        last_updated: Option<String>,
    }

    #[derive(Deserialize)]
    pub struct Owners {
        users: Option<Vec<i64>>,
        guests: Option<Vec<String>>,
        groups: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    pub struct Task {
        id: Option<String>,
        increment_id: Option<i64>,
        title: Option<String>,
        original_title: Option<String>,
        run_id: Option<String>,
        checklist_id: Option<String>,
        step_id: Option<String>,
        alias: Option<String>,
        position: Option<i64>,
        status: Option<String>,
        status_label: Option<String>,
        task_type: Option<String>,
        owners: Option<Owners>,
        is_completable: Option<bool>,
        everyone_must_complete: Option<bool>,
        deadline: Option<String>,
        started_at: Option<String>,
        created_at: Option<String>,
        last_updated: Option<String>,
    }
}
