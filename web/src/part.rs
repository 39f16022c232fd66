//! Parts of the program that are loaded when somebody first needs them, so that the list is there sooner. Whoever can't
//! load one is told so, and may try again. A build for developers is in one piece.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Defines a view that comes with a part of the program: all of one `part` are loaded together. What it is given is
/// cloned for each try.
#[macro_export]
macro_rules! part {
    ($(#[$about:meta])* $vis:vis fn $name:ident($($arg:ident: $kind:ty),*) in $part:ident $body:block) => {
        $(#[$about])*
        $vis fn $name($($arg: $kind),*) -> leptos::prelude::AnyView {
            #[cfg(split)]
            {
                #[leptos::wasm_split::wasm_split(
                    $part,
                    wasm_split_path = ::leptos::wasm_split,
                    fallible,
                    preload(load)
                )]
                fn $name($($arg: $kind),*) -> Result<leptos::prelude::AnyView, leptos::wasm_split::SplitLoaderError> {
                    let view = $body;
                    Ok(view)
                }
                $crate::part::show(
                    load,
                    move || {
                        let loaded = $name($($arg.clone()),*);
                        futures_util::FutureExt::now_or_never(loaded)?.ok()
                    },
                )
            }
            #[cfg(not(split))]
            {
                let view = $body;
                view
            }
        }
    };
}

/// How long the list has the network for itself.
const HEAD_START: Duration = Duration::from_millis(1500);

/// Has the browser fetch the parts when it has nothing better to do, so that they are there when they are needed.
pub fn fetch_ahead() {
    set_timeout(
        || {
            let Ok(links) = document().query_selector_all("link[rel=later]") else { return };
            for at in 0..links.length() {
                let link = links.item(at).and_then(|it| it.dyn_into::<Element>().ok());
                // What is not fetched ahead is fetched when it is needed.
                let _ = link.map(|it| it.set_attribute("rel", "prefetch"));
            }
        },
        HEAD_START,
    );
}

#[cfg(split)]
mod typed_ahead;

#[cfg(split)]
pub use split::show;

#[cfg(split)]
mod split {
    use std::future::Future;

    use futures_util::FutureExt;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_split::SplitLoaderError;

    use super::typed_ahead::Ahead;
    use crate::ui::page;

    #[derive(Clone, Copy, PartialEq)]
    enum Stage {
        Loading,
        Loaded,
        Failed,
    }

    /// Shows what a part brings once it is loaded; at once, if it is already.
    pub fn show<L>(
        load: fn() -> L,
        view: impl Fn() -> Option<AnyView> + Send + Sync + 'static,
    ) -> AnyView
    where
        L: Future<Output = Result<(), SplitLoaderError>> + 'static,
    {
        let stage = RwSignal::new(Stage::Loading);
        let fetch = move || {
            stage.set(Stage::Loading);
            spawn_local(async move {
                let loaded = if load().await.is_ok() { Stage::Loaded } else { Stage::Failed };
                // Whoever wanted it may have gone.
                let _ = stage.try_set(loaded);
            });
        };
        match load().now_or_never() {
            Some(Ok(())) => stage.set(Stage::Loaded),
            Some(Err(_)) | None => fetch(),
        }
        let ahead = Ahead::new();
        let show = move || {
            match stage.get() {
            Stage::Loaded => {
                ahead.put();
                view()
            }
            Stage::Loading => {
                ahead.listen();
                Some(view! { <p class="visually-hidden" role="status">"Loading"</p> }.into_any())
            }
            Stage::Failed => Some(
                view! {
                    <div class="part-failed" role="alert">
                        <p>"This part of the app could not be loaded. The server may have a new version, or can’t be reached."</p>
                        <button type="button" class="button" on:click=move |_| fetch()>"Try again"</button>
                        <button type="button" class="button" on:click=move |_| page::reload()>"Load the app anew"</button>
                    </div>
                }
                .into_any(),
            ),
        }
        };
        show.into_any()
    }
}
