//! Settings: mine and when I work for everyone; labels, attributes, quick replies, assignment and calls for those who organise; people, roles, teams and numbers for those who administer.

pub mod allocation;
pub mod attributes;
pub mod calls;
pub mod keyboard;
pub mod labels;
pub mod numbers;
pub mod people;
pub mod quick_replies;
pub mod rights;
pub mod roles;
pub mod sending;
pub mod sessions;
pub mod teams;
pub mod working_hours;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use crate::watch::memo;
use crate::workspace::Workspace;

/// One page of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Sessions,
    Keyboard,
    Sending,
    Hours,
    People,
    Roles,
    Teams,
    Numbers,
    Labels,
    Attributes,
    QuickReplies,
    Rules,
    Calls,
}

impl Section {
    const ALL: [Self; 13] = [
        Self::Sessions,
        Self::Keyboard,
        Self::Sending,
        Self::Hours,
        Self::People,
        Self::Roles,
        Self::Teams,
        Self::Numbers,
        Self::Labels,
        Self::Attributes,
        Self::QuickReplies,
        Self::Rules,
        Self::Calls,
    ];

    const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Sessions => ("sessions", "My sessions"),
            Self::Keyboard => ("keyboard", "Keyboard"),
            Self::Sending => ("sending", "Sending"),
            Self::Hours => ("hours", "Working hours"),
            Self::People => ("people", "People"),
            Self::Roles => ("roles", "Roles"),
            Self::Teams => ("teams", "Teams"),
            Self::Numbers => ("numbers", "Numbers"),
            Self::Labels => ("labels", "Labels"),
            Self::Attributes => ("attributes", "Attributes"),
            Self::QuickReplies => ("quick-replies", "Quick replies"),
            Self::Rules => ("assignment", "Assignment"),
            Self::Calls => ("calls", "Calls"),
        }
    }

    /// What one must be allowed to have it.
    const fn needs(self) -> Option<Permission> {
        match self {
            Self::Sessions | Self::Keyboard | Self::Sending | Self::Hours => None,
            Self::Labels | Self::Attributes | Self::QuickReplies | Self::Rules | Self::Calls => {
                Some(Permission::Organise)
            }
            Self::People | Self::Roles | Self::Teams | Self::Numbers => {
                Some(Permission::Administer)
            }
        }
    }
}

part! {
    /// Settings.
    pub fn settings() in settings { view! { <Settings /> }.into_any() }
}

#[component]
fn Settings() -> impl IntoView {
    let it: Workspace = expect_context();
    let params = use_params_map();
    let has = move |section: Section| section.needs().is_none_or(|needs| it.store.may(needs));
    let section = memo(move || {
        let wanted = params.with(|it| it.get("section")).unwrap_or_default();
        let found = Section::ALL.into_iter().find(|it| it.name().0 == wanted);
        let begin = [Section::People, Section::Labels, Section::Sessions];
        found.into_iter().chain(begin).find(|it| has(*it)).unwrap_or(Section::Sessions)
    });
    view! {
        <div class="settings">
            <nav class="settings-nav" aria-label="Settings">
                <h1>"Settings"</h1>
                {move || {
                    Section::ALL
                        .into_iter()
                        .filter(|it| has(*it))
                        .map(|it| view! { <SectionLink to=it section=section /> })
                        .collect_view()
                }}
            </nav>
            <div class="settings-page">
                {move || match section.get() {
                    Section::Sessions => view! { <sessions::Sessions /> }.into_any(),
                    Section::Keyboard => view! { <keyboard::Keyboard /> }.into_any(),
                    Section::Sending => view! { <sending::Sending /> }.into_any(),
                    Section::Hours => view! { <working_hours::WorkingHours /> }.into_any(),
                    Section::People => view! { <people::People /> }.into_any(),
                    Section::Roles => view! { <roles::Roles /> }.into_any(),
                    Section::Teams => view! { <teams::Teams /> }.into_any(),
                    Section::Numbers => view! { <numbers::Numbers /> }.into_any(),
                    Section::Labels => view! { <labels::Labels /> }.into_any(),
                    Section::Attributes => view! { <attributes::Attributes /> }.into_any(),
                    Section::Rules => view! { <allocation::Rules /> }.into_any(),
                    Section::Calls => view! { <calls::Calls /> }.into_any(),
                    Section::QuickReplies => view! { <quick_replies::QuickReplies /> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn SectionLink(to: Section, section: Memo<Section>) -> impl IntoView {
    let (path, name) = to.name();
    view! {
        <a
            href=format!("/settings/{path}")
            data-testid=format!("settings-{path}")
            aria-current=move || (section.get() == to).then_some("page")
        >
            {name}
        </a>
    }
}

/// The head of a page: what it is for, and what one can begin here.
#[component]
fn Heading(
    title: &'static str,
    about: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="heading">
            <div>
                <h2>{title}</h2>
                <p class="quiet">{about}</p>
            </div>
            {children.map(|children| children())}
        </header>
    }
}

/// Takes something out of sight, or brings it back.
#[component]
fn ArchiveButton(
    archived: bool,
    /// What becomes of it.
    title: &'static str,
    press: impl Fn() + 'static,
) -> impl IntoView {
    let (testid, words) = if archived { ("restore", "Bring back") } else { ("archive", "Archive") };
    view! {
        <button class="button" data-testid=testid title=(!archived).then_some(title) on:click=move |_| press()>{words}</button>
    }
}

/// A form's buttons.
#[component]
fn Buttons(
    /// What happens.
    label: &'static str,
    /// Whether it is happening.
    #[prop(into)]
    busy: Signal<bool>,
    /// Its name for tests.
    testid: &'static str,
) -> impl IntoView {
    view! {
        <div class="buttons">
            <button
                class="button primary"
                data-testid=testid
                disabled=busy
                aria-busy=move || busy.get().to_string()
            >
                {label}
            </button>
        </div>
    }
}
