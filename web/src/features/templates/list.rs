//! Templates to choose from: searched at the server, read again when one of them changes.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::ids::NumberId;
use shared::number;
use shared::search::QUERY_MAX;
use shared::template::{Page, TEMPLATES, Template, Values};

use super::{Shown, Templates, words};
use crate::clock;
use crate::features::phone::TemplateView;
use crate::fetch::Answer;
use crate::turns::Turns;
use crate::ui::field::Select;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// How long to wait for the next letter.
const PAUSE: Duration = Duration::from_millis(120);

/// What is looked for, and what was found.
#[derive(Clone, Copy)]
pub struct Choosing {
    number: Memo<Option<NumberId>>,
    query: RwSignal<String>,
    language: RwSignal<String>,
    category: RwSignal<String>,
    /// Whether also those that can't be sent are looked for.
    all: RwSignal<bool>,
    found: RwSignal<Option<Answer<Page>>>,
    turns: Turns,
    /// So many are shown at most.
    most: Option<usize>,
}

impl Choosing {
    /// Looks for templates of a number's account, from now on.
    pub fn new(number: Memo<Option<NumberId>>, most: Option<usize>) -> Self {
        let it: Workspace = expect_context();
        let text = || RwSignal::new(String::new());
        let choosing = Self {
            number,
            query: text(),
            language: text(),
            category: text(),
            all: RwSignal::new(false),
            found: RwSignal::new(None),
            turns: Turns::new(),
            most,
        };
        let revision = memo(move || Some(it.store.number(number.get()?)?.templates.revision));
        effect(move || {
            // A memo that nobody gets is never worked out, and then never changes.
            let _ = revision.get();
            if let Some(path) = choosing.path(0) {
                choosing.ask(it, path);
            }
        });
        choosing
    }

    fn path(self, from: usize) -> Option<String> {
        let number = self.number.get()?;
        let encoded = |text: String| String::from(js_sys::encode_uri_component(text.trim()));
        let mut path = format!("{TEMPLATES}?number={number}&q={}", encoded(self.query.get()));
        for (key, value) in [("language", self.language.get()), ("category", self.category.get())] {
            if !value.is_empty() {
                path = format!("{path}&{key}={}", encoded(value));
            }
        }
        if self.all.get() {
            path.push_str("&all=true");
        }
        if from > 0 {
            path = format!("{path}&from={from}");
        }
        Some(path)
    }

    /// Asks once nobody types any more.
    fn ask(self, it: Workspace, path: String) {
        let current = self.turns.begin();
        spawn_local(async move {
            gloo_timers::future::sleep(PAUSE).await;
            if current() {
                let answer = it.session().get::<Page>(path).await;
                if current() {
                    self.found.set(Some(answer));
                }
            }
        });
    }

    fn more(self, it: Workspace, from: usize) {
        let Some(path) = untrack(|| self.path(from)) else { return };
        let current = self.turns.current();
        spawn_local(async move {
            let answer = it.session().get::<Page>(path).await;
            if !current() {
                return;
            }
            match answer {
                Ok(page) => self.found.update(|found| {
                    if let Some(Ok(found)) = found {
                        found.templates.extend(page.templates);
                        found.more = page.more;
                    }
                }),
                Err(failure) => it.toasts().problem(failure.words()),
            }
        });
    }
}

/// What one looks for.
#[component]
pub fn Search(choosing: Choosing) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    page::focus_once_there(input);
    let languages = memo(move || {
        let known = choosing.found.with(|it| match it {
            Some(Ok(page)) => page.languages.clone(),
            Some(Err(_)) | None => vec![],
        });
        let all = (String::new(), "Every language".to_owned());
        std::iter::once(all).chain(known.into_iter().map(|it| (it.clone(), it))).collect::<Vec<_>>()
    });
    let categories = Signal::stored(
        [("", "Every kind"), ("utility", "Utility"), ("marketing", "Marketing")]
            .map(|(word, words)| (word.to_owned(), words.to_owned()))
            .to_vec(),
    );
    view! {
        <label class="search-field">
            <Icon kind=Kind::Search />
            <span class="visually-hidden">"Search templates"</span>
            <input
                node_ref=input
                type="text"
                autocomplete="off"
                spellcheck="false"
                maxlength=QUERY_MAX.to_string()
                placeholder="Name or words"
                data-testid="template-search"
                prop:value=choosing.query
                on:input:target=move |event| choosing.query.set(event.target().value())
            />
        </label>
        <div class="template-filters">
            <Select label="Language" name="template-language" options=languages value=choosing.language testid="template-language" />
            <Select label="Kind" name="template-category" options=categories value=choosing.category testid="template-category" />
        </div>
        <label class="choice">
            <input type="checkbox" data-testid="template-all" prop:checked=choosing.all
                on:change:target=move |event| choosing.all.set(event.target().checked()) />
            <span>"Also those that can’t be sent, with the reason"</span>
        </label>
    }
}

/// The templates that were found.
#[component]
pub fn Cards(choosing: Choosing) -> impl IntoView {
    let it: Workspace = expect_context();
    let shown = move |page: Page| {
        let most = choosing.most.unwrap_or(usize::MAX);
        let more = page.more.filter(|_| choosing.most.is_none());
        if page.templates.is_empty() {
            return view! { <Nothing choosing=choosing /> }.into_any();
        }
        let cards = page.templates.into_iter().take(most);
        view! {
            <ul class="template-cards" data-testid="template-cards">
                {cards.map(|template| view! { <Card template=template /> }).collect_view()}
            </ul>
            {more
                .map(|from| {
                    view! {
                        <button type="button" class="button" on:click=move |_| choosing.more(it, from)>
                            "More templates"
                        </button>
                    }
                })}
        }
        .into_any()
    };
    move || match choosing.found.get() {
        None => view! { <p class="quiet" role="status">"Looking for templates…"</p> }.into_any(),
        Some(Ok(page)) => shown(page),
        Some(Err(failure)) => view! { <p role="alert">{failure.words()}</p> }.into_any(),
    }
}

#[component]
fn Card(template: Template) -> impl IntoView {
    let it: Templates = expect_context();
    let sent = template.fill(&Values::new(), None);
    let file = matches!(sent.header, Some(shared::template::sent::Top::File(..)))
        .then(|| view! { <span class="phone-file"><Icon kind=Kind::Image /></span> }.into_any());
    let (name, about) =
        (words(&template.name), format!("{} · {}", template.category, template.language));
    let preview = view! { <TemplateView sent=sent file=file /> };
    if let Some(why) = template.why_not() {
        return view! {
            <li>
                <div class="template-card off" data-testid="template-off">
                    <span class="template-name"><bdi>{name}</bdi> <span class="small-label">{about}</span></span>
                    <p class="template-why"><Icon kind=Kind::Alert /> <span>{why}</span></p>
                    <span class="phone-paper">{preview}</span>
                </div>
            </li>
        }
        .into_any();
    }
    view! {
        <li>
            <button
                type="button"
                class="template-card"
                data-testid="template-card"
                on:click=move |_| it.show(Shown::Template(Box::new(template.clone())))
            >
                <span class="template-name"><bdi>{name}</bdi> <span class="small-label">{about}</span></span>
                <span class="phone-paper">{preview}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Why there is none, and what to do.
#[component]
fn Nothing(choosing: Choosing) -> impl IntoView {
    let it: Workspace = expect_context();
    let words = move || {
        let number = choosing.number.get().and_then(|id| it.store.number(id))?;
        let shelf = number.templates;
        Some(if let Some(problem) = shelf.problem {
            format!("The templates could not be read from WhatsApp. {problem}")
        } else if number.account.is_none() {
            "We learn of this number's templates as soon as a customer writes to it, or when an admin tells its account.".into()
        } else if shelf.total == 0 {
            "This number's account has no templates yet. They are made in Meta's WhatsApp Manager, and appear here by themselves.".into()
        } else {
            "No template that may be sent has these words. Try fewer, or another language."
                .to_owned()
        })
    };
    view! { <p class="quiet">{words}</p> }
}

/// How old what is shown is, and a way to read it again.
#[component]
pub fn Freshness(number: Memo<Option<NumberId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let shelf = memo(move || Some(it.store.number(number.get()?)?.templates));
    let busy = RwSignal::new(false);
    let again = move |_| {
        let Some(number) = number.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            let action = Action::Number(number, number::Action::SyncTemplates);
            if let Err(failure) = it.sender.ask(action).await {
                it.toasts().problem(failure.words());
            }
            // The window may have been closed.
            let _ = busy.try_set(false);
        });
    };
    let words = move || match shelf.get().and_then(|it| it.synced) {
        Some(at) => format!("Read from WhatsApp {}", clock::since(it.time.now(), at)),
        None => "Not read from WhatsApp yet".to_owned(),
    };
    view! {
        <p class="template-fresh">
            <span class="small-label">{words}</span>
            <button type="button" class="button plain" data-testid="template-sync" aria-busy=move || busy.get().to_string() on:click=again>
                "Read again"
            </button>
        </p>
    }
}
