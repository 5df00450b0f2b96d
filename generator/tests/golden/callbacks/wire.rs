use ::callbacks::webhook::{StartJobProgress, start_job_done, start_job_progress, start_task_done};

#[test]
fn each_callback_has_a_function_that_reads_it() {
    let progress: StartJobProgress = start_job_progress(br#"{"percent":"40","eta":3}"#).unwrap();
    assert_eq!(progress.percent, 40);
    assert_eq!(progress.extra.get("eta"), Some(&3.into()));
    assert!(start_job_done(br#"{"ok":true}"#).unwrap().ok);
    assert!(start_task_done(br#"{"ok":true}"#).unwrap().ok);
}

#[test]
fn what_is_not_the_payload_is_an_error() {
    for body in [&b""[..], b"{", b"[]", b"null", b"{\"percent\":\"many\"}", b"{}"] {
        let error = start_job_progress(body).unwrap_err().to_string();
        assert!(!error.is_empty(), "{body:?}");
    }
}
