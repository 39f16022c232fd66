//! What the workspace wants to know of its own, in the panel and in what threads tell.

use leptos::prelude::*;
use shared::attribute::{Attribute, Kind, Of, Value, Values};
use shared::command::Action;
use shared::ids::{AttributeId, ConversationId};
use shared::{contact, conversation};

use super::line::{Kind as Typed, Line, Pick};
use crate::watch::memo;
use crate::workspace::Workspace;

/// All that there are about this, each to be changed in place.
#[component]
pub fn AttributeLines(id: ConversationId, of: Of, values: Memo<Values>) -> impl IntoView {
    let it: Workspace = expect_context();
    let these =
        move || it.store.attributes().into_iter().filter(|it| it.of == of).collect::<Vec<_>>();
    view! {
        <For each=these key=|it| (it.id, it.version) let:attribute>
            <AttributeLine id=id attribute=attribute values=values />
        </For>
    }
}

#[component]
fn AttributeLine(id: ConversationId, attribute: Attribute, values: Memo<Values>) -> impl IntoView {
    let (which, of, kind) = (attribute.id, attribute.of, attribute.kind);
    let (label, testid) = (attribute.name.clone(), format!("attribute-{}", attribute.name));
    let value =
        memo(move || values.with(|it| it.get(&which).map(Value::write).unwrap_or_default()));
    let options: Vec<_> = match kind {
        Kind::Flag => {
            vec![("yes".to_owned(), "Yes".to_owned()), ("no".to_owned(), "No".to_owned())]
        }
        _ => attribute.options.iter().map(|it| (it.id.to_string(), it.name.clone())).collect(),
    };
    let kept = StoredValue::new(attribute);
    let wish = move |text: String| {
        let value = kept.with_value(|it| Value::read(&text, it))?;
        Ok(match of {
            Of::Contact => {
                Action::Contact(id, contact::Action::SetAttribute { attribute: which, value })
            }
            Of::Conversation => {
                let set = conversation::Action::SetAttribute { attribute: which, value };
                Action::Conversation(id, set)
            }
        })
    };
    let typed = match kind {
        Kind::Choice | Kind::Flag => {
            return view! { <Pick label=label testid=testid options=options value=value wish=wish /> }.into_any();
        }
        Kind::Text => Typed::Text,
        Kind::Number => Typed::Number,
        Kind::Date => Typed::Date,
    };
    view! { <Line label=label testid=testid kind=typed hint="Add" value=value wish=wish /> }
        .into_any()
}

/// What a thread tells of a change.
pub fn told(
    it: Workspace,
    who: &str,
    id: AttributeId,
    from: Option<&Value>,
    to: Option<&Value>,
) -> String {
    let Some(attribute) = it.store.attribute(id) else {
        return format!("{who} changed an attribute");
    };
    let name = &attribute.name;
    match (from, to) {
        (None, Some(to)) => format!("{who} set “{name}” to {}", to.words(&attribute)),
        (Some(from), Some(to)) => {
            format!(
                "{who} changed “{name}” from {} to {}",
                from.words(&attribute),
                to.words(&attribute)
            )
        }
        (_, None) => format!("{who} cleared “{name}”"),
    }
}
