//! One of each kind of action about what is known of customers.

use shared::availability::Availability;
use shared::command::Action;
use shared::ids::{AgentId, AttributeId, ContactId, ConversationId, NoteId, TabId};
use shared::{agent, attribute, contact, conversation};

/// What is known of customers.
pub(super) fn known(chat: ConversationId) -> Vec<Action> {
    let (field, text) = (contact::Field::Email, String::new());
    let (attribute, value) = (AttributeId(ulid::Ulid::nil()), None);
    let contact = ContactId(ulid::Ulid::nil());
    let (of, kind) = (attribute::Of::Contact, attribute::Kind::Text);
    let (name, options) = ("Size".to_owned(), vec![]);
    let create = attribute::Action::Create { of, name: name.clone(), kind, options: vec![] };
    let (me, note) = (AgentId(ulid::Ulid::nil()), NoteId(ulid::Ulid::nil()));
    let hand_over = conversation::Action::HandOver { to: me, note, text: String::new() };
    let available = agent::Action::SetAvailability { to: Availability::Online };
    vec![
        Action::Contact(chat, contact::Action::Set { field, text }),
        Action::Contact(chat, contact::Action::Block),
        Action::Contact(chat, contact::Action::Unblock),
        Action::Contact(chat, contact::Action::Merge { with: chat }),
        Action::Contact(chat, contact::Action::Unmerge { contact }),
        Action::Contact(chat, contact::Action::Consent { given: None, how: String::new() }),
        Action::Agent(me, available),
        Action::Agent(me, agent::Action::SetHours { hours: None }),
        Action::Contact(chat, contact::Action::SetAttribute { attribute, value: value.clone() }),
        Action::Conversation(chat, conversation::Action::Claim),
        Action::Conversation(chat, hand_over),
        Action::Conversation(chat, conversation::Action::TakeDraft { of: me }),
        Action::Conversation(chat, conversation::Action::SetAttribute { attribute, value }),
        Action::Conversation(
            chat,
            conversation::Action::TakeOver { tab: TabId(ulid::Ulid::nil()) },
        ),
        Action::Attribute(attribute, create),
        Action::Attribute(attribute, attribute::Action::Change { name, options }),
        Action::Attribute(attribute, attribute::Action::Move { to: 0 }),
        Action::Attribute(attribute, attribute::Action::Archive),
        Action::Attribute(attribute, attribute::Action::Restore),
    ]
}
