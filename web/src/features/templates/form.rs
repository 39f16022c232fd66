//! A template that is filled in, with the phone beside it. It says what is missing before WhatsApp could.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message::{self, SentAs};
use shared::problem::{Code, Problem};
use shared::template::{Slot, Template, Values, Wrong, check};
use shared::time::Timestamp;
use web_sys::SubmitEvent;

use super::{Shown, Templates};
use crate::clock;
use crate::features::phone::TemplateView;
use crate::features::schedule::LaterWindow;
use crate::fetch::Failure;
use crate::ui::icon::{Icon, Kind};
use crate::upload;
use crate::watch::memo;
use crate::workspace::Workspace;

/// What is known of templates that wait.
const OUTSIDE: &str = "A template also goes when the customer has not written for 24 hours.";

/// The file above the text.
#[derive(Clone, Debug, PartialEq)]
enum Chosen {
    Nothing,
    Coming,
    Ready(UploadId),
    Refused(String),
}

#[derive(Clone, Copy)]
struct Filling {
    template: StoredValue<Template>,
    values: RwSignal<Values>,
    file: RwSignal<Chosen>,
    /// The address of the chosen picture in this tab.
    picture: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Filling {
    /// What is wrong, a file that is on its way included.
    fn wrongs(self) -> Vec<Wrong> {
        let wanted = self.template.with_value(|it| {
            it.slots().into_iter().find_map(|slot| match slot {
                Slot::File(sent_as) => Some(sent_as),
                _ => None,
            })
        });
        let file = self.file.get();
        let there = wanted.filter(|_| matches!(file, Chosen::Ready(_) | Chosen::Coming));
        let mut wrongs =
            self.template.with_value(|it| self.values.with(|values| it.wrongs(values, there)));
        if file == Chosen::Coming {
            wrongs.push(Wrong {
                field: "header.file".into(),
                words: "The file is on its way to us.".into(),
            });
        }
        wrongs
    }

    /// Sends it now, or at a time.
    fn send(
        self,
        it: Workspace,
        to: ConversationId,
        templates: Templates,
        when: Option<(Timestamp, bool)>,
    ) {
        if !untrack(|| self.wrongs()).is_empty() || self.busy.get_untracked() {
            return;
        }
        let chosen = self.file.get_untracked();
        let file = if let Chosen::Ready(id) = chosen { Some(id) } else { None };
        let (id, values) = (MessageId::new(clock::now()), self.values.get_untracked());
        let template = self.template.with_value(|it| it.id.clone());
        let send = match when {
            None => message::Action::SendTemplate { id, template, values, file },
            Some((due, unless_reply)) => {
                message::Action::ScheduleTemplate { id, template, values, file, due, unless_reply }
            }
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = it.sender.ask(Action::Message(to, send)).await;
            // The thread may have been left.
            let _ = self.busy.try_set(false);
            match answer {
                // What crossed with an answer of a colleague waits above the composer.
                Ok(_) | Err(Failure::Refused(Problem { code: Code::Answered, .. })) => {
                    let _ = templates.open.try_set(false);
                }
                Err(failure) => {
                    let _ = self.failure.try_set(Some(failure));
                }
            }
        });
    }
}

/// Fills a template in and sends it.
#[component]
pub fn Form(
    id: ConversationId,
    template: Template,
    /// Of the customer, for places that are called so.
    name: Signal<String>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let templates: Templates = expect_context();
    let slots = template.slots();
    let filling = Filling {
        values: RwSignal::new(begun(&template, &name.get_untracked())),
        template: StoredValue::new(template),
        file: RwSignal::new(Chosen::Nothing),
        picture: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let wrongs = memo(move || filling.wrongs().into_iter().map(|it| it.words).collect::<Vec<_>>());
    let first = move || wrongs.with(|it| it.first().cloned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        filling.send(it, id, templates, None);
    };
    let later = RwSignal::new(false);
    let choose = Callback::new(move |when| filling.send(it, id, templates, Some(when)));
    view! {
        <form class="template-form" on:submit=submit>
            <div class="template-fields">
                {slots
                    .into_iter()
                    .enumerate()
                    .map(|(at, slot)| match slot {
                        Slot::File(sent_as) => view! { <FileField filling=filling sent_as=sent_as /> }.into_any(),
                        slot => view! { <TextField filling=filling place=slot first=at == 0 /> }.into_any(),
                    })
                    .collect_view()}
                <p class="form-problem" role="alert" hidden=move || filling.failure.with(Option::is_none)>
                    {move || filling.failure.with(|it| it.as_ref().map(Failure::words))}
                </p>
            </div>
            <div class="phone-paper" data-testid="template-preview" aria-label="As the phone shows it" role="group">
                {move || {
                    let sent = filling.template.with_value(|it| filling.values.with(|values| it.fill(values, None)));
                    let picture = filling.picture.get();
                    let file = view! { <span class="phone-file">{match picture {
                        Some(src) => view! { <img src=src alt="" /> }.into_any(),
                        None => view! { <Icon kind=Kind::Image /> }.into_any(),
                    }}</span> };
                    view! { <div class="phone-bubble"><TemplateView sent=sent file=Some(file.into_any()) /></div> }
                }}
            </div>
            <div class="template-end">
                <p class="template-missing" data-testid="template-missing" role="status">
                    {first}
                    {move || {
                        let more = wrongs.with(Vec::len).saturating_sub(1);
                        (more > 0).then(|| format!(" And {more} more."))
                    }}
                </p>
                <button type="button" class="button" data-testid="template-back" on:click=move |_| templates.show(Shown::List)>
                    "Another one"
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="template-later"
                    disabled=move || first().is_some()
                    on:click=move |_| later.set(true)
                >
                    "Send later…"
                </button>
                <button
                    class="button primary"
                    data-testid="template-send"
                    disabled=move || first().is_some()
                    aria-busy=move || filling.busy.get().to_string()
                >
                    "Send"
                </button>
            </div>
        </form>
        <LaterWindow open=later on_choose=choose note=Signal::stored(Some(OUTSIDE.to_owned())) />
    }
}

/// What can be filled in without asking: the customer's first name, where a place is called so.
fn begun(template: &Template, name: &str) -> Values {
    let first =
        name.split_whitespace().next().filter(|it| !it.starts_with('+')).unwrap_or_default();
    let named = |slot: &Slot| match slot {
        Slot::Header(name) | Slot::Body(name) => {
            matches!(name.as_str(), "name" | "first_name" | "customer_name")
        }
        _ => false,
    };
    let begun = template.slots().into_iter().filter(|slot| named(slot) && !first.is_empty());
    begun.map(|slot| (slot.key(), first.to_owned())).collect()
}

#[component]
fn TextField(filling: Filling, place: Slot, first: bool) -> impl IntoView {
    let (key, label) = (place.key(), filling.template.with_value(|it| it.label(&place)));
    let (shown, put) = (key.clone(), key.clone());
    let touched = RwSignal::new(false);
    let wrong = memo(move || {
        let wrongs = filling.wrongs();
        wrongs.into_iter().find(|it| it.field == key).map(|it| it.words).filter(|_| touched.get())
    });
    let note = format!("{shown}-note");
    view! {
        <label class="field">
            <span class="label"><bdi>{label}</bdi></span>
            <input
                name=shown.clone()
                data-testid=format!("slot-{shown}")
                autocomplete="off"
                autofocus=first
                dir="auto"
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                aria-describedby=note.clone()
                prop:value=move || filling.values.with(|it| it.get(&shown).cloned().unwrap_or_default())
                on:input:target=move |event| {
                    let value = event.target().value();
                    filling.values.update(|it| drop(it.insert(put.clone(), value)));
                    filling.failure.set(None);
                }
                on:blur=move |_| touched.set(true)
            />
            <span id=note class="note" class:wrong=move || wrong.with(Option::is_some)>{wrong}</span>
        </label>
    }
}

#[component]
fn FileField(filling: Filling, sent_as: SentAs) -> impl IntoView {
    let it: Workspace = expect_context();
    let label = filling.template.with_value(|it| it.label(&Slot::File(sent_as)));
    let accept = match sent_as {
        SentAs::Image => "image/jpeg,image/png",
        SentAs::Video => "video/mp4,video/3gpp",
        SentAs::Audio | SentAs::Document | SentAs::Sticker => "",
    };
    let take = move |file: web_sys::File| {
        let (name, kind) = (file.name(), file.type_());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size in bytes"
        )]
        let size = file.size() as u64;
        if let Err(words) = check::check_file(sent_as, &kind, &name, size) {
            filling.picture.set(None);
            return filling.file.set(Chosen::Refused(words));
        }
        let picture = web_sys::Url::create_object_url_with_blob(&file).ok();
        filling.picture.set(picture.filter(|_| sent_as == SentAs::Image));
        filling.file.set(Chosen::Coming);
        spawn_local(async move {
            let taken = upload::send(it.session(), &name, &file, (false, false), drop, drop).await;
            // The window may have been closed.
            let _ = filling.file.try_set(match taken {
                Ok(upload) => Chosen::Ready(upload.id),
                Err(failure) => Chosen::Refused(failure.words()),
            });
        });
    };
    let words = move || match filling.file.get() {
        Chosen::Refused(words) => Some(words),
        Chosen::Coming => Some("On its way to us…".to_owned()),
        Chosen::Nothing | Chosen::Ready(_) => None,
    };
    let refused = move || matches!(filling.file.get(), Chosen::Refused(_));
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <input
                type="file"
                accept=accept
                data-testid="slot-header.file"
                aria-describedby="template-file-note"
                aria-invalid=move || refused().to_string()
                on:change:target=move |event| {
                    if let Some(file) = event.target().files().and_then(|it| it.get(0)) {
                        take(file);
                    }
                }
            />
            <span id="template-file-note" class="note" class:wrong=refused>{words}</span>
        </label>
    }
}
