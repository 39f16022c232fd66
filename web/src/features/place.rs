//! A place that somebody sent: a card drawn here, since a picture of the map would tell a third party where customers are.

use leptos::prelude::*;
use shared::message::content::Location;

use crate::logic::degrees;
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// The card: what it is called, where it is, and the map one click away.
#[component]
pub fn Place(place: Location) -> impl IntoView {
    let it: Workspace = expect_context();
    let exact = format!("{}, {}", place.latitude, place.longitude);
    let [north, east] = [&place.latitude, &place.longitude]
        .map(|it| String::from(js_sys::encode_uri_component(it)));
    let map =
        format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=16/{north}/{east}");
    let readable = degrees::words(&place.latitude, &place.longitude);
    let shown = readable.unwrap_or_else(|| exact.clone());
    let copy = move |_| it.toasts().copy(exact.clone());
    view! {
        <div class="place" data-testid="place">
            <a class="place-map" href=map target="_blank" rel="noopener noreferrer" data-testid="place-map">
                <span class="place-pin"><Icon kind=Kind::Pin /></span>
                <span class="place-open">"Open the map"</span>
            </a>
            <span class="file-name" dir="auto">{place.name.unwrap_or_else(|| "Location".into())}</span>
            {place.address.map(|it| view! { <span class="small-label" dir="auto">{it}</span> })}
            <button type="button" class="link small-label" data-testid="place-copy" title="Copy the place in degrees" on:click=copy>
                <bdi dir="ltr">{shown}</bdi>
            </button>
        </div>
    }
}
