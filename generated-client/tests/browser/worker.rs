//! The same tests, in a dedicated worker.
#![cfg(target_family = "wasm")]

mod cases;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
