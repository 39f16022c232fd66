//! Templates in the composer: the time in which one may write freely, what there is when it has ended, and the window in
//! which a template is chosen and filled in. Nothing is sent but by its button.

pub mod build;
pub mod form;
pub mod list;

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, NumberId};
use shared::template::Template;

use crate::clock::{self, Style};
use crate::logic::when::{self, Window};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::memo;
use crate::workspace::Workspace;
use form::Form;
use list::{Cards, Choosing};

/// The window of the thread that is open.
#[derive(Clone, Copy)]
pub struct Templates {
    open: RwSignal<bool>,
    shown: RwSignal<Shown>,
}

/// What the window shows.
#[derive(Clone, PartialEq)]
enum Shown {
    List,
    Template(Box<Template>),
    Build(build::What),
}

impl Templates {
    fn show(self, what: Shown) {
        self.shown.set(what);
        self.open.set(true);
    }
}

/// Opens the window of the open thread, as a click would.
pub fn open_window() {
    page::press("[data-testid=templates]");
}

/// Gives what is in it a window with templates. It stays while what is in it changes.
#[component]
pub fn WithTemplates(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    children: ChildrenFn,
) -> impl IntoView {
    let it = Templates { open: RwSignal::new(false), shown: RwSignal::new(Shown::List) };
    provide_context(it);
    let number = memo(move || conversation.with(|it| it.as_ref().map(|it| it.number)));
    let name = Signal::derive(move || {
        conversation.with(|it| it.as_ref().map(|it| it.contact.name.clone()).unwrap_or_default())
    });
    let title = move || match it.shown.get() {
        Shown::Template(template) => words(&template.name),
        Shown::Build(what) => what.title().to_owned(),
        Shown::List => "Templates".to_owned(),
    };
    view! {
        {children()}
        <Dialog title=Signal::derive(title) open=it.open>
            {move || inside(id, it.shown.get(), name, number, conversation)}
        </Dialog>
    }
}

part! {
    fn inside(
        id: ConversationId,
        shown: Shown,
        name: Signal<String>,
        number: Memo<Option<NumberId>>,
        conversation: Memo<Option<Conversation>>
    ) in thread {
        match shown {
            Shown::Template(template) => view! { <Form id=id template=*template name=name /> }.into_any(),
            Shown::Build(what) => view! { <build::Builder id=id what=what /> }.into_any(),
            Shown::List => view! { <Whole number=number conversation=conversation /> }.into_any(),
        }
    }
}

/// Opens the window.
#[component]
pub fn TemplatesButton() -> impl IntoView {
    let (it, workspace): (Templates, Workspace) = (expect_context(), expect_context());
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="templates"
            title=workspace.keys.hint("Templates", "templates")
            aria-label="Templates"
            on:click=move |_| it.show(Shown::List)
        >
            <Icon kind=Kind::Template />
        </button>
    }
}

/// How long one may write freely.
#[component]
pub fn WindowLeft(conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let until = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.window_until)));
    let window = memo(move || when::window(until.get(), it.time.now()));
    let class = move || match window.get() {
        Window::Open(_) => "chip window-left",
        Window::Closing(_) => "chip window-left amber",
        Window::Closed => "chip window-left red",
    };
    let words = move || match window.get() {
        Window::Open(left) | Window::Closing(left) => format!("{} left", when::span(left)),
        Window::Closed => "Window closed".to_owned(),
    };
    view! {
        <span
            class=class
            data-testid="window-left"
            title="WhatsApp lets us write freely for 24 hours after the customer's last message. Afterwards only templates arrive."
        >
            <Icon kind=Kind::Clock />
            {words}
        </span>
    }
}

/// What there is when the time is over: why, and what can be sent all the same.
#[component]
pub fn WindowClosed(conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let (it, workspace): (Templates, Workspace) = (expect_context(), expect_context());
    let number = memo(move || conversation.with(|it| it.as_ref().map(|it| it.number)));
    let words = move || {
        conversation.with(|it| {
            let it = it.as_ref()?;
            let name = &it.contact.name;
            Some(match it.window_until {
                Some(until) => format!(
                    "WhatsApp lets us write freely for 24 hours after {name} last wrote. That ended on {}. Until {name} writes again, a template still arrives.",
                    clock::write(until, Style::Moment)
                ),
                None => format!("{name} has not written yet: WhatsApp lets us begin with a template."),
            })
        })
    };
    view! {
        <div class="window-closed" data-testid="window-closed">
            <Icon kind=Kind::Clock />
            <p>{words}</p>
            <button type="button" class="button" data-testid="templates" title=workspace.keys.hint("Templates", "templates")
                on:click=move |_| it.show(Shown::List)>
                "All templates"
            </button>
        </div>
        <div class="template-strip">
            <Cards choosing=Choosing::new(number, Some(3)) />
        </div>
    }
}

#[component]
fn Whole(
    number: Memo<Option<NumberId>>,
    conversation: Memo<Option<Conversation>>,
) -> impl IntoView {
    let (it, templates): (Workspace, Templates) = (expect_context(), expect_context());
    let open = move || {
        conversation
            .with(|it| it.as_ref().and_then(|it| it.window_until))
            .is_some_and(|until| it.time.now() < until)
    };
    let choosing = Choosing::new(number, None);
    view! {
        <div class="template-picker">
            <list::Search choosing=choosing />
            <Show when=open>
                <p class="build-choice">
                    <span class="small-label">"Or ask with"</span>
                    {build::What::ALL
                        .map(|what| {
                            view! {
                                <button type="button" class="button" data-testid=format!("build-{}", what.word())
                                    on:click=move |_| templates.show(Shown::Build(what))>
                                    {what.label()}
                                </button>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </p>
            </Show>
            <Cards choosing=choosing />
            <list::Freshness number=number />
        </div>
    }
}

/// The name of a template, for people.
fn words(name: &str) -> String {
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}
