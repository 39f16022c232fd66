//! What holds only in a browser: the store's triggers, commands on their way, and times as the browser writes them.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod browser {
    mod picture;
    mod server;

    mod sender;
    mod store;
    mod times;
}

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
