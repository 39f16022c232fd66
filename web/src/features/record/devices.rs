//! Which microphone is listened to, where there are several. The choice stays in the browser: another machine has others.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MediaDeviceKind;

use crate::recorder::{Recorder, devices, microphone};
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::Menu;

/// The menu of microphones; nothing where there is no choice.
#[component]
pub fn Devices(
    recorder: Recorder,
    /// Begins anew with the one that was chosen.
    on_choose: Callback<()>,
) -> impl IntoView {
    let all = RwSignal::new(Vec::new());
    spawn_local(async move {
        let found = devices::found(MediaDeviceKind::Audioinput).await.unwrap_or_default();
        // The recording may have ended.
        let _ = all.try_set(found);
    });
    let items = move || {
        let now = recorder.device();
        all.get()
            .into_iter()
            .map(|it| {
                let on = now.as_ref() == Some(&it.id);
                let choose = move |_| {
                    microphone::choose(&it.id);
                    on_choose.run(());
                };
                view! {
                    <button type="button" role="menuitemradio" tabindex="-1" aria-checked=on.to_string() on:click=choose>
                        {it.name}
                        <span class="menu-check"><Icon kind=Kind::Check /></span>
                    </button>
                }
            })
            .collect_view()
    };
    move || {
        (all.with(Vec::len) > 1).then(|| {
            view! {
                <Menu id="microphones" testid="microphones" class="icon-button" label="Another microphone: begins anew"
                    face=|| view! { <Icon kind=Kind::Sliders /> }>
                    {items}
                </Menu>
            }
        })
    }
}
