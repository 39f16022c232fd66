//! Whether a customer wants marketing, how we know, and who wrote it down when.

use leptos::prelude::*;
use shared::command::Action;
use shared::contact;
use shared::conversation::Conversation;
use shared::ids::ConversationId;

use super::line::{Kind, Line, Pick};
use crate::clock::{self, Style};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Shown and changed.
#[component]
pub fn ConsentPart(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let consent = memo(move || {
        conversation
            .with(|it| it.as_ref().and_then(|it| it.contact.about.consent.as_deref().cloned()))
    });
    let given = memo(move || match consent.with(|it| it.as_ref().map(|it| it.given)) {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    });
    let how =
        memo(move || consent.with(|it| it.as_ref().map(|it| it.how.clone()).unwrap_or_default()));
    let known = memo(move || consent.with(Option::is_some));
    let wish = move |given: &str, how: String| {
        let given = (!given.is_empty()).then_some(given == "yes");
        Ok(Action::Contact(id, contact::Action::Consent { given, how }))
    };
    let options = [("yes", "Wants it"), ("no", "Does not want it")];
    let options: Vec<_> = options.map(|(word, words)| (word.to_owned(), words.to_owned())).into();
    let noted = move || {
        let consent = consent.get()?;
        let by = consent.by.and_then(|by| it.store.agent(by)).map(|it| format!("by {} ", it.name));
        let at = clock::write(consent.at, Style::Moment);
        Some(format!("Noted {}on {at}", by.unwrap_or_default()))
    };
    view! {
        <section class="customer-part" aria-labelledby="customer-consent">
            <header>
                <h3 id="customer-consent">"Marketing"</h3>
            </header>
            <div class="customer-lines">
                <Pick label="Consent".to_owned() testid="consent".to_owned() options=options value=given
                    wish=move |chosen: String| wish(&chosen, how.get_untracked()) />
                <Show when=move || known.get()>
                    <Line label="How we know".to_owned() testid="consent-how".to_owned() kind=Kind::Text hint="Such as: on the phone" value=how
                        wish=move |typed: String| wish(&given.get_untracked(), typed) />
                    <p class="small-label customer-noted" data-testid="consent-noted">{noted}</p>
                </Show>
            </div>
        </section>
    }
}
