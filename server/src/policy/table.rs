//! What each action needs: the whole table. An action without a row does not compile.

#![deny(clippy::wildcard_enum_match_arm)]

use shared::command::Action;
use shared::ids::{AgentId, ConversationId, SpaceId};
use shared::permission::Permission;
use shared::{
    agent, allocation, attribute, bulk, call, contact, conversation, label, mention, message, note,
    number, quick_reply, role, space, team,
};

/// What an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// To see this conversation, and a permission.
    Conversation(ConversationId, Permission),
    /// A permission.
    Workspace(Permission),
    /// To be this person, or a permission.
    Person(AgentId, Permission),
    /// That this space is one's own or new, or a permission; and this one to make it what is asked.
    Space(SpaceId, Permission),
}

/// The whole table.
pub const fn requirement(action: &Action) -> Requirement {
    match action {
        // Whether there is one already that the actor does not see is asked where it is begun.
        Action::Begin(..) => Requirement::Workspace(Permission::Reply),
        Action::Conversation(id, action) => Requirement::Conversation(
            *id,
            match action {
                // To take what is nobody's, and to give back one's own, less is needed: `Viewer::for_own`.
                conversation::Action::Assign { .. }
                | conversation::Action::HandOver { .. }
                | conversation::Action::LetGo { .. }
                | conversation::Action::Transfer { .. } => Permission::Assign,
                conversation::Action::Close
                | conversation::Action::Reopen
                | conversation::Action::BringBack { .. }
                | conversation::Action::Snooze { .. }
                | conversation::Action::Label { .. }
                | conversation::Action::SetAttribute { .. } => Permission::Triage,
                conversation::Action::Settle => Permission::Organise,
                conversation::Action::Delete | conversation::Action::Restore => Permission::Delete,
                // That it is theirs who keep or give it is asked where they do.
                conversation::Action::Claim
                | conversation::Action::Ask { .. }
                | conversation::Action::Unask
                | conversation::Action::Keep { .. }
                | conversation::Action::Cede { .. }
                | conversation::Action::TakeOver { .. }
                | conversation::Action::TakeDraft { .. } => Permission::Reply,
                conversation::Action::Escalate { .. }
                | conversation::Action::Follow
                | conversation::Action::Unfollow
                | conversation::Action::Read { .. }
                | conversation::Action::Unread => Permission::Look,
            },
        ),
        Action::Message(id, action) => Requirement::Conversation(*id, of_message(action)),
        Action::Note(id, action) => Requirement::Conversation(*id, of_note(action)),
        Action::Call(id, action) => Requirement::Conversation(*id, of_call(action)),
        Action::Mention(_, action) => Requirement::Workspace(match action {
            mention::Action::See | mention::Action::SeeOne { .. } => Permission::Look,
        }),
        Action::Contact(id, action) => Requirement::Conversation(*id, of_contact(action)),
        Action::Agent(id, action) => of_agent(*id, action),
        Action::Team(_, action) => Requirement::Workspace(match action {
            team::Action::Create { .. } | team::Action::Rename { .. } => Permission::Administer,
        }),
        Action::Role(_, action) => Requirement::Workspace(match action {
            role::Action::Create(_) | role::Action::Change(_) | role::Action::Delete => {
                Permission::Administer
            }
        }),
        Action::Number(_, action) => Requirement::Workspace(match action {
            number::Action::Add { .. }
            | number::Action::Change { .. }
            | number::Action::SetToken { .. }
            | number::Action::Record { .. } => Permission::Administer,
            number::Action::SyncTemplates => Permission::Reply,
        }),
        Action::QuickReply(_, action) => Requirement::Workspace(match action {
            quick_reply::Action::Create(_)
            | quick_reply::Action::Change(_)
            | quick_reply::Action::Archive
            | quick_reply::Action::Restore => Permission::Organise,
        }),
        Action::Attribute(_, action) => Requirement::Workspace(of_attribute(action)),
        Action::Label(_, action) => Requirement::Workspace(of_label(action)),
        // Each conversation is asked for again when its turn comes.
        Action::Bulk(_, action) => Requirement::Workspace(match action {
            bulk::Action::Start { what: bulk::What::Delete | bulk::What::Restore, .. } => {
                Permission::Delete
            }
            bulk::Action::Start { .. } | bulk::Action::Undo { .. } => Permission::Look,
        }),
        Action::Allocation(action) => Requirement::Workspace(of_allocation(action)),
        Action::CallSettings(setting) => Requirement::Workspace(of_calls(setting)),
        Action::Space(id, action) => Requirement::Space(
            *id,
            match action {
                space::Action::Create(looks) | space::Action::Change(looks)
                    if looks.audience.shared() =>
                {
                    Permission::Organise
                }
                space::Action::Create(_)
                | space::Action::Change(_)
                | space::Action::Move { .. }
                | space::Action::Delete => Permission::Look,
            },
        ),
    }
}

const fn of_call(action: &call::Action) -> Permission {
    match action {
        call::Action::Decline { .. }
        | call::Action::Leave { .. }
        | call::Action::WrapUp { .. }
        | call::Action::MoreTime { .. } => Permission::Look,
        call::Action::BeHeard { .. } => Permission::Listen,
        call::Action::HangUp { .. }
        | call::Action::Hold { .. }
        | call::Action::Hand { .. }
        | call::Action::Ask { .. }
        | call::Action::Together { .. }
        | call::Action::Back { .. }
        | call::Action::Pass { .. }
        | call::Action::Dial { .. } => Permission::Reply,
    }
}

const fn of_message(action: &message::Action) -> Permission {
    match action {
        message::Action::Send { .. }
        | message::Action::SendFile { .. }
        | message::Action::SendTemplate { .. }
        | message::Action::SendInteractive { .. }
        | message::Action::Schedule { .. }
        | message::Action::ScheduleFile { .. }
        | message::Action::ScheduleTemplate { .. }
        | message::Action::Reschedule { .. }
        | message::Action::Withdraw { .. }
        | message::Action::SendNow { .. }
        | message::Action::Forward { .. }
        | message::Action::React { .. }
        | message::Action::Retry { .. } => Permission::Reply,
        message::Action::FetchFile { .. } => Permission::Look,
    }
}

const fn of_note(action: &note::Action) -> Permission {
    match action {
        note::Action::Add { .. } | note::Action::Discuss { .. } | note::Action::Delete { .. } => {
            Permission::Look
        }
    }
}

const fn of_contact(action: &contact::Action) -> Permission {
    match action {
        contact::Action::Set { .. }
        | contact::Action::SetAttribute { .. }
        | contact::Action::Consent { .. }
        | contact::Action::Block
        | contact::Action::Unblock
        | contact::Action::Merge { .. }
        | contact::Action::Unmerge { .. } => Permission::Triage,
    }
}

const fn of_attribute(action: &attribute::Action) -> Permission {
    match action {
        attribute::Action::Create { .. }
        | attribute::Action::Change { .. }
        | attribute::Action::Move { .. }
        | attribute::Action::Archive
        | attribute::Action::Restore => Permission::Organise,
    }
}

const fn of_agent(id: AgentId, action: &agent::Action) -> Requirement {
    match action {
        agent::Action::SetAvailability { .. } | agent::Action::SetHours { .. } => {
            Requirement::Person(id, Permission::Organise)
        }
        agent::Action::Invite { .. }
        | agent::Action::SetRights { .. }
        | agent::Action::Deactivate
        | agent::Action::Reactivate => Requirement::Workspace(Permission::Administer),
    }
}

const fn of_allocation(action: &allocation::Action) -> Permission {
    match action {
        allocation::Action::Add { .. }
        | allocation::Action::Change { .. }
        | allocation::Action::Move { .. }
        | allocation::Action::Archive { .. }
        | allocation::Action::Restore { .. }
        | allocation::Action::SetCapacity { .. }
        | allocation::Action::SetNumbers { .. }
        | allocation::Action::SetWork { .. } => Permission::Organise,
    }
}

const fn of_calls(setting: &call::Setting) -> Permission {
    match setting {
        call::Setting::SetWrapUp { .. }
        | call::Setting::AddOutcome { .. }
        | call::Setting::RenameOutcome { .. }
        | call::Setting::ArchiveOutcome { .. }
        | call::Setting::RestoreOutcome { .. } => Permission::Organise,
    }
}

const fn of_label(action: &label::Action) -> Permission {
    match action {
        label::Action::Create { .. }
        | label::Action::Change { .. }
        | label::Action::Move { .. }
        | label::Action::Archive
        | label::Action::Restore => Permission::Organise,
    }
}
