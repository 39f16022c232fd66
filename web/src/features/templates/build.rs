//! Buttons, a list or a link, put together with the phone beside it. What WhatsApp would refuse is told while one writes.

pub mod rows;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message;
use shared::message::interactive::{
    Ask, BODY_MAX, BUTTON_MAX, BUTTONS_MAX, Interactive, LINE_MAX, Row, Section, URL_MAX,
};
use shared::problem::{Code, Problem};
use web_sys::SubmitEvent;

use self::rows::{Line, ListFields};
use super::{Shown, Templates};
use crate::clock;
use crate::features::phone::InteractiveView;
use crate::fetch::Failure;
use crate::ui::field::TextArea;
use crate::watch::memo;
use crate::workspace::Workspace;

/// What is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Up to three.
    Buttons,
    /// Up to ten rows.
    List,
    /// One.
    Link,
}

impl What {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Buttons, Self::List, Self::Link];

    /// Its name for tests.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Buttons => "buttons",
            Self::List => "list",
            Self::Link => "link",
        }
    }

    /// On the button that begins it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Buttons => "Buttons",
            Self::List => "A list",
            Self::Link => "A link",
        }
    }

    /// Above the window.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Buttons => "Ask with buttons",
            Self::List => "Ask with a list",
            Self::Link => "Send a link button",
        }
    }

    fn empty(self) -> Ask {
        match self {
            Self::Buttons => Ask::Buttons(vec![String::new(); BUTTONS_MAX]),
            Self::List => {
                let rows = vec![Row::default(), Row::default()];
                Ask::List {
                    button: "Choose".into(),
                    sections: vec![Section { title: String::new(), rows }],
                }
            }
            Self::Link => Ask::Link { button: String::new(), url: String::new() },
        }
    }
}

/// What is written, without the places that stayed empty.
fn written(body: String, draft: Interactive) -> Interactive {
    let mut it = Interactive { body, ..draft }.trimmed();
    match &mut it.ask {
        Ask::Buttons(buttons) => {
            buttons.retain(|it| !it.is_empty());
            if buttons.is_empty() {
                buttons.push(String::new());
            }
        }
        Ask::List { sections, .. } => {
            for section in sections {
                let first = section.rows.first().cloned();
                section.rows.retain(|it| *it != Row::default());
                if section.rows.is_empty() {
                    section.rows.extend(first);
                }
            }
        }
        Ask::Link { .. } | Ask::Call => {}
    }
    it
}

/// Puts one together and sends it.
#[component]
pub fn Builder(id: ConversationId, what: What) -> impl IntoView {
    let (it, templates): (Workspace, Templates) = (expect_context(), expect_context());
    let draft = RwSignal::new(Interactive { ask: what.empty(), ..Interactive::default() });
    let body = RwSignal::new(String::new());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let made = memo(move || written(body.get(), draft.get()));
    let wrong = memo(move || made.with(|it| it.wrongs().into_iter().next().map(|it| it.words)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if wrong.with_untracked(Option::is_some) || busy.get_untracked() {
            return;
        }
        let interactive = made.get_untracked();
        let send = message::Action::SendInteractive {
            id: MessageId::new(clock::now()),
            interactive,
            reply_to: None,
        };
        busy.set(true);
        spawn_local(async move {
            let answer = it.sender.ask(Action::Message(id, send)).await;
            // The thread may have been left.
            let _ = busy.try_set(false);
            match answer {
                // What crossed with an answer of a colleague waits above the composer.
                Ok(_) | Err(Failure::Refused(Problem { code: Code::Answered, .. })) => {
                    let _ = templates.open.try_set(false);
                }
                Err(why) => {
                    let _ = failure.try_set(Some(why));
                }
            }
        });
    };
    let line = move |it: &mut Interactive, value: String, header: bool| {
        let value = Some(value).filter(|it| !it.is_empty());
        if header {
            it.header = value;
        } else {
            it.footer = value;
        }
    };
    view! {
        <form class="template-form" on:submit=submit>
            <div class="template-fields">
                <TextArea label=format!("Text (up to {BODY_MAX} characters)") name="build-body" value=body testid="build-body" />
                {match what {
                    What::Buttons => view! { <ButtonFields draft=draft /> }.into_any(),
                    What::List => view! { <ListFields draft=draft /> }.into_any(),
                    What::Link => view! { <LinkFields draft=draft /> }.into_any(),
                }}
                <Line label="Header (may stay empty)" name="build-header" most=LINE_MAX
                    put=Callback::new(move |value| draft.update(|it| line(it, value, true))) />
                <Line label="Footer (may stay empty)" name="build-footer" most=LINE_MAX
                    put=Callback::new(move |value| draft.update(|it| line(it, value, false))) />
                <p class="form-problem" role="alert" hidden=move || failure.with(Option::is_none)>
                    {move || failure.with(|it| it.as_ref().map(Failure::words))}
                </p>
            </div>
            <div class="phone-paper" data-testid="build-preview" aria-label="As the phone shows it" role="group">
                {move || view! { <div class="phone-bubble"><InteractiveView it=made.get() /></div> }}
            </div>
            <div class="template-end">
                <p class="template-missing" data-testid="build-missing" role="status">{wrong}</p>
                <button type="button" class="button" on:click=move |_| templates.show(Shown::List)>"Back"</button>
                <button class="button primary" data-testid="build-send" disabled=move || wrong.with(Option::is_some)
                    aria-busy=move || busy.get().to_string()>
                    "Send"
                </button>
            </div>
        </form>
    }
}

#[component]
fn ButtonFields(draft: RwSignal<Interactive>) -> impl IntoView {
    let field = move |at: usize| {
        let put = Callback::new(move |value: String| {
            draft.update(|it| {
                if let Ask::Buttons(buttons) = &mut it.ask
                    && let Some(button) = buttons.get_mut(at)
                {
                    *button = value;
                }
            });
        });
        let label = if at == 0 {
            "Button 1".to_owned()
        } else {
            format!("Button {} (may stay empty)", at + 1)
        };
        view! { <Line label=label name=format!("build-button-{at}") most=BUTTON_MAX put=put /> }
    };
    (0..BUTTONS_MAX).map(field).collect_view()
}

#[component]
fn LinkFields(draft: RwSignal<Interactive>) -> impl IntoView {
    let change = move |edit: fn(&mut String, &mut String, String)| {
        Callback::new(move |value: String| {
            draft.update(|it| {
                if let Ask::Link { button, url } = &mut it.ask {
                    edit(button, url, value);
                }
            });
        })
    };
    view! {
        <Line label="What stands on the button" name="build-link-text" most=BUTTON_MAX put=change(|text, _, value| *text = value) />
        <Line label="Address" name="build-link-url" most=URL_MAX put=change(|_, url, value| *url = value) />
    }
}
