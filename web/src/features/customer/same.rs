//! Several contacts that are one person: which they are, to join another after looking at what comes of it, and to separate
//! one again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::contact::{self, Contact};
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::search::{Found, SEARCH};

use crate::features::may;
use crate::fetch::Failure;
use crate::turns::Turns;
use crate::ui::avatar::Avatar;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// So many people are offered.
const OFFERED: usize = 8;

/// Which contacts are this person.
#[component]
pub fn SamePart(
    id: ConversationId,
    known: Memo<Option<Contact>>,
    identities: Memo<Vec<Contact>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    let several = memo(move || identities.with(|it| it.len() > 1));
    let others = move || identities.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <section class="customer-part" aria-labelledby="customer-same">
            <header>
                <h3 id="customer-same">"Same person"</h3>
                <button class="link" data-testid="merge" title=may::why(it, Permission::Triage)
                    disabled=move || !it.store.may(Permission::Triage) on:click=move |_| open.set(true)>"Merge…"</button>
            </header>
            <Show when=move || several.get()>
                <ul class="customer-history" data-testid="identities">
                    <For each=others key=|(at, it)| (*at, it.id) let((at, one))>
                        <Identity id=id one=one first=at == 0 />
                    </For>
                </ul>
            </Show>
            <Dialog title="Merge with another contact" open=open>
                <Choose id=id known=known identities=identities open=open />
            </Dialog>
        </section>
    }
}

#[component]
fn Identity(id: ConversationId, one: Contact, first: bool) -> impl IntoView {
    let it: Workspace = expect_context();
    let contact = one.id;
    let separate =
        move |_| it.sender.send(Action::Contact(id, contact::Action::Unmerge { contact }));
    let (name, who) = (one.name.clone(), line(&one));
    view! {
        <li class="identity" data-testid="identity">
            <span>
                <bdi>{one.name}</bdi>
                <span class="small-label">{who}</span>
            </span>
            {(!first).then(|| view! {
                <button class="link" data-testid="separate" aria-label=format!("Separate {name}") title=may::why(it, Permission::Triage)
                    disabled=move || !it.store.may(Permission::Triage) on:click=separate>"Separate"</button>
            })}
        </li>
    }
}

/// Finds the other, shows what comes of it, and asks once more.
#[component]
fn Choose(
    id: ConversationId,
    known: Memo<Option<Contact>>,
    identities: Memo<Vec<Contact>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let (query, turns) = (RwSignal::new(String::new()), Turns::new());
    let (people, chosen) =
        (RwSignal::new(Vec::<Conversation>::new()), RwSignal::new(None::<Conversation>));
    let failure = RwSignal::new(None::<Failure>);
    effect(move || {
        let (text, current) = (query.get(), turns.begin());
        if text.trim().is_empty() {
            return people.set(Vec::new());
        }
        spawn_local(async move {
            let path = format!("{SEARCH}?q={}", js_sys::encode_uri_component(text.trim()));
            let answer = it.session().get::<Found>(path).await;
            if !current() {
                return;
            }
            match answer {
                Ok(found) => people.set(found.people),
                Err(why) => failure.set(Some(why)),
            }
        });
    });
    // Each contact once, and not who it is already.
    let offered = move || {
        let mut seen: Vec<_> = identities.with(|it| it.iter().map(|it| it.id).collect());
        let mut all = people.get();
        all.retain(|it| {
            let new = !seen.contains(&it.contact.id);
            seen.push(it.contact.id);
            new
        });
        all.truncate(OFFERED);
        all
    };
    let merge = move |with: ConversationId| {
        spawn_local(async move {
            let action = contact::Action::Merge { with };
            match it.sender.ask(Action::Contact(id, action)).await {
                Ok(_) => drop(open.try_set(false)),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let kept = move || known.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    view! {
        <div class="form">
            {move || match chosen.get() {
                None => view! {
                    <Field label="Who is the same person?" name="who" testid="merge-query" value=query failure=failure first=true
                        hint="A name or a number" />
                    <ul class="customer-history merge-people">
                        <For each=offered key=|it| it.id let:one>
                            {
                                let (name, who, of) = (one.contact.name.clone(), line(&one.contact), one.contact.id.0);
                                view! {
                                    <li><button type="button" class="merge-one" data-testid="merge-one" on:click=move |_| chosen.set(Some(one.clone()))>
                                        <Avatar id=of name=name.clone() small=true />
                                        <bdi>{name}</bdi>
                                        <span class="small-label">{who}</span>
                                    </button></li>
                                }
                            }
                        </For>
                    </ul>
                }
                .into_any(),
                Some(other) => {
                    let (name, who, with) = (other.contact.name.clone(), line(&other.contact), other.id);
                    view! {
                        <div class="merge-preview" data-testid="merge-preview">
                            <p><strong><bdi>{name.clone()}</bdi></strong>" ("{who}") will be shown as "<strong><bdi>{kept}</bdi></strong>"."</p>
                            <ul>
                                <li>"Both keep their own threads and numbers; the panel shows all conversations of both."</li>
                                <li>{move || format!("Details, attributes, consent and block of {} hold for both.", kept())}</li>
                                <li>{format!("What is known of {name} alone is put aside, and comes back when you separate them.")}</li>
                            </ul>
                        </div>
                        <div class="buttons">
                            <button type="button" class="button" on:click=move |_| chosen.set(None)>"Another one"</button>
                            <button type="button" class="button primary" data-testid="merge-confirm" on:click=move |_| merge(with)>"Merge"</button>
                        </div>
                    }
                    .into_any()
                }
            }}
            <FormProblem failure=failure fields=&[] />
        </div>
    }
}

fn line(it: &Contact) -> String {
    let phone = it.phone.as_ref().map(|it| format!("+{it}"));
    phone.or(it.username.as_ref().map(|it| format!("@{it}"))).unwrap_or_default()
}
