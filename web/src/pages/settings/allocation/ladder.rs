//! What happens while nobody answers: a number of minutes for each step, or nothing.

use leptos::prelude::*;
use shared::allocation::Ladder;

use super::words::no_number;
use crate::fetch::Failure;
use crate::ui::field::Field;

/// The steps, while they are being written.
#[derive(Clone, Copy)]
pub struct Steps {
    warn: RwSignal<String>,
    reassign: RwSignal<String>,
    leads: RwSignal<String>,
    hook: RwSignal<String>,
}

impl Steps {
    /// To begin with.
    pub fn new(it: Ladder) -> Self {
        let text = |it: Option<u16>| RwSignal::new(it.map(|it| it.to_string()).unwrap_or_default());
        Self {
            warn: text(it.warn),
            reassign: text(it.reassign),
            leads: text(it.leads),
            hook: text(it.hook),
        }
    }

    /// As written, or what is no number.
    pub fn chosen(self) -> Result<Ladder, Failure> {
        Ok(Ladder {
            warn: number(self.warn, "warn")?,
            reassign: number(self.reassign, "reassign")?,
            leads: number(self.leads, "leads")?,
            hook: number(self.hook, "hook")?,
        })
    }
}

/// A whole number, or nothing.
pub fn number<T: std::str::FromStr>(
    of: RwSignal<String>,
    field: &'static str,
) -> Result<Option<T>, Failure> {
    let text = of.get_untracked();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| no_number(field))
}

/// Writes them.
#[component]
pub fn StepFields(steps: Steps, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>"While nobody answers, after so many minutes"</legend>
            <div class="steps">
                <Field label="Remind who has it" name="warn" kind="number" testid="warn" value=steps.warn failure=failure />
                <Field label="Give it to somebody else" name="reassign" kind="number" testid="reassign" value=steps.reassign failure=failure />
                <Field label="Ask leads to look at it" name="leads" kind="number" testid="leads" value=steps.leads failure=failure />
                <Field label="Tell the bot" name="hook" kind="number" testid="hook" value=steps.hook failure=failure />
            </div>
            <small class="small-label">"Leave out what is not to happen. It counts from when the customer wrote, or somebody was given it. The bot is at the address that the server was given (ONEVOICE_HOOK_URL); what it could not be told is said in the thread."</small>
        </fieldset>
    }
}
