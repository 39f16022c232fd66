//! Settings: mine for everyone; people, teams and numbers for those who administer.

pub mod numbers;
pub mod people;
pub mod rights;
pub mod sessions;
pub mod teams;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;

use crate::watch::memo;
use crate::workspace::Workspace;

/// One page of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Sessions,
    People,
    Teams,
    Numbers,
}

impl Section {
    const ALL: [Self; 4] = [Self::Sessions, Self::People, Self::Teams, Self::Numbers];

    const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Sessions => ("sessions", "My sessions"),
            Self::People => ("people", "People"),
            Self::Teams => ("teams", "Teams"),
            Self::Numbers => ("numbers", "Numbers"),
        }
    }

    /// Whether only those who administer have it.
    const fn guarded(self) -> bool {
        !matches!(self, Self::Sessions)
    }
}

/// Settings.
#[component]
pub fn Settings() -> impl IntoView {
    let it: Workspace = expect_context();
    let params = use_params_map();
    let may = memo(move || it.store.may(Permission::Administer));
    let section = memo(move || {
        let wanted = params.with(|it| it.get("section")).unwrap_or_default();
        let found = Section::ALL.into_iter().find(|it| it.name().0 == wanted);
        let found = found.unwrap_or(if may.get() { Section::People } else { Section::Sessions });
        if found.guarded() && !may.get() { Section::Sessions } else { found }
    });
    view! {
        <div class="settings">
            <nav class="settings-nav" aria-label="Settings">
                <h1>"Settings"</h1>
                {move || {
                    Section::ALL
                        .into_iter()
                        .filter(|it| may.get() || !it.guarded())
                        .map(|it| view! { <SectionLink to=it section=section /> })
                        .collect_view()
                }}
            </nav>
            <div class="settings-page">
                {move || match section.get() {
                    Section::Sessions => view! { <sessions::Sessions /> }.into_any(),
                    Section::People => view! { <people::People /> }.into_any(),
                    Section::Teams => view! { <teams::Teams /> }.into_any(),
                    Section::Numbers => view! { <numbers::Numbers /> }.into_any(),
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
