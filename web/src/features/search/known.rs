//! A conversation that the search found by its labels, or by what is known of it, and by which of them.

use leptos::prelude::*;
use shared::search::{Known, Reason};

use super::Asking;
use super::results::{Result, href, pieces};
use crate::features::labels::LabelChip;
use crate::features::row::Time;
use crate::ui::avatar::Avatar;
use crate::workspace::Workspace;

/// One of them.
#[component]
pub fn KnownBy(n: usize, it: Known, asking: Asking, open: RwSignal<bool>) -> impl IntoView {
    let workspace: Workspace = expect_context();
    let (name, id) = (it.conversation.contact.name.clone(), it.conversation.contact.id.0);
    let href = href(&it.conversation, None);
    let reason = move |reason: &Reason| match reason {
        Reason::Label(id) => {
            let labels = workspace.store.labels_of(&[*id]).into_iter();
            labels.map(|label| view! { <LabelChip label=label /> }).collect_view().into_any()
        }
        Reason::Attribute(id, said) => {
            let name = workspace.store.attribute(*id).map(|it| it.name);
            view! {
                <span class="found-known" data-testid="found-known">
                    <bdi>{name}</bdi>
                    ": "
                    <bdi>{pieces(said)}</bdi>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <Result n=n href=href asking=asking open=open>
            <Avatar id=id name=name.clone() />
            <span class="found-who"><bdi data-testid="found-known-name">{name.clone()}</bdi></span>
            <Time at=it.conversation.active_at />
            <span class="found-what found-by">{it.by.iter().map(reason).collect_view()}</span>
        </Result>
    }
}
