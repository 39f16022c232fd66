//! The advertisement through which a customer came. Nothing of it is fetched from elsewhere: only who follows the link tells
//! Meta so.

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::source::Ad;

use crate::clock::{self, Style};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;

/// What it said.
#[component]
pub fn AdCard(ad: Ad) -> impl IntoView {
    let link = ad.link().map(str::to_owned);
    let name =
        if ad.kind == "post" { "Came through a post" } else { "Came through an advertisement" };
    let id = ad.id.map(|id| format!("{} {id}", if ad.kind == "post" { "Post" } else { "Ad" }));
    view! {
        <article class="ad-card" data-testid="ad-card">
            <p class="ad-kind"><Icon kind=Kind::Link />{name}</p>
            {ad.headline.map(|it| view! { <p class="ad-headline" dir="auto">{it}</p> })}
            {ad.body.map(|it| view! { <p class="ad-body" dir="auto">{it}</p> })}
            <p class="small-label">
                {id.map(|id| view! { <span>{id}</span> })}
                {link.map(|link| view! { <a href=link target="_blank" rel="noopener noreferrer">"Open it"</a> })}
            </p>
        </article>
    }
}

/// Where the customer came from, if we know.
#[component]
pub fn CameFrom(conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let source = memo(move || {
        conversation.with(|it| it.as_ref().and_then(|it| it.source.as_deref().cloned()))
    });
    move || {
        source.get().map(|it| {
            view! {
                <section class="customer-part" aria-labelledby="customer-source">
                    <header>
                        <h3 id="customer-source">"Came from"</h3>
                        <span class="small-label">{clock::write(it.at, Style::Moment)}</span>
                    </header>
                    <AdCard ad=it.ad />
                </section>
            }
        })
    }
}
