//! What is left of something for who sees it: phone numbers of customers and addresses of colleagues are not for everybody.

use shared::agent::Agent;
use shared::call::WrapUp;
use shared::command::Action;
use shared::contact::Contact;
use shared::conversation::{self, Conversation};
use shared::event::Entity;
use shared::permission::Permission;

use super::Viewer;

/// A name that is nothing but so many digits and what stands between them is a phone number.
const DIGITS: usize = 5;

impl Viewer {
    /// What they see of something that they see.
    pub(super) fn redact(&self, entity: &Entity) -> Entity {
        let mut entity = entity.clone();
        match &mut entity {
            Entity::Agent(it) => *it = self.redact_agent(it.clone()),
            Entity::Conversation(it) => self.veil(it),
            Entity::Message(_)
            | Entity::Delivery(_)
            | Entity::Held(_)
            | Entity::Activity(_)
            | Entity::Note(_)
            | Entity::Call(_)
            | Entity::Mention(_)
            | Entity::QuickReply(_)
            | Entity::Attribute(_)
            | Entity::Role(_)
            | Entity::Team(_)
            | Entity::Number(_)
            | Entity::Label(_)
            | Entity::Space(_)
            | Entity::Bulk(_)
            | Entity::Allocation(_)
            | Entity::CallSettings(_) => {}
        }
        entity
    }

    /// Addresses are for those who administer, and one's own. After which call somebody has something to do, they alone know.
    pub(super) fn redact_agent(&self, agent: Agent) -> Agent {
        let own = agent.id == self.agent;
        let shown = own || self.rights.may(Permission::Administer);
        let wrap_up = agent.wrap_up.map(|it| WrapUp { of: it.of.filter(|_| own), ..it });
        Agent { email: agent.email.filter(|_| shown), wrap_up, ..agent }
    }

    /// Takes the customer's number off a conversation, for who is not to see it.
    pub(super) fn veil(&self, it: &mut Conversation) {
        self.veil_contact(&mut it.contact);
    }

    /// Takes the number off a customer, also where it stands for a name.
    pub(super) fn veil_contact(&self, it: &mut Contact) {
        if self.rights.may(Permission::Phones) {
            return;
        }
        it.phone = None;
        if is_number(&it.name) {
            let id = it.id.to_string();
            it.name =
                format!("Customer {}", id.get(id.len().saturating_sub(4)..).unwrap_or_default());
        }
    }

    /// What they are shown as the customer's name.
    pub fn name(&self, it: &Conversation) -> String {
        let mut contact = it.contact.clone();
        self.veil_contact(&mut contact);
        contact.name
    }

    /// What an action needs instead, where it only concerns oneself: to take what is nobody's, and to give back what is one's
    /// own, one need not be allowed to give to others.
    pub(super) fn for_own(&self, it: Option<&Conversation>, action: &Action) -> Option<Permission> {
        let Action::Conversation(_, conversation::Action::Assign { to }) = action else {
            return None;
        };
        let (me, has) = (Some(self.agent), it?.assignee);
        ((*to == me && has.is_none()) || (to.is_none() && has == me)).then_some(Permission::Reply)
    }
}

fn is_number(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    digits >= DIGITS && !name.chars().any(char::is_alphabetic)
}
