//! Every role × every kind of action.

use std::fmt::Write as _;

use server::policy::{Requirement, requirement};
use shared::colour::Colour;
use shared::command::Action;
use shared::ids::{AgentId, BulkId, ConversationId, LabelId, MessageId, NumberId, SpaceId, TeamId};
use shared::number::ReadReceipts;
use shared::permission::{Role, Visibility};
use shared::space::Audience;
use shared::{agent, bulk, conversation, label, message, number, space, team};

mod known;
mod made;
mod organised;

use self::known::known;
use self::made::{begin, calls, following, made, name, noted};
use self::organised::{allocation, call_settings, quick_replies};

/// One action of each kind.
pub fn every_action() -> Vec<Action> {
    let nil = ulid::Ulid::nil();
    let (chat, message) = (ConversationId(nil), MessageId(nil));
    let (agent, team, number) = (AgentId(nil), TeamId(nil), NumberId(nil));
    let (label, space) = (LabelId(nil), SpaceId(nil));
    let looks = |audience| space::Looks {
        name: "Mine".into(),
        icon: space::Icon::Tag,
        colour: Colour::Red,
        view: shared::view::View::All,
        audience,
    };
    let rights =
        agent::Action::SetRights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
    let invite = agent::Action::Invite {
        name: "Eve".into(),
        email: "eve@example.com".into(),
        role: Role::Admin,
        visibility: Visibility::All,
        teams: vec![],
    };
    let change = number::Action::Change {
        name: "One".into(),
        team: None,
        on_missed: String::new(),
        read_receipts: ReadReceipts::Never,
    };
    let (bulk, targets) = (BulkId(nil), bulk::Targets::These(vec![]));
    let start = bulk::Action::Start { what: bulk::What::Close, targets };
    let send_file = message::Action::SendFile {
        id: message,
        upload: shared::ids::UploadId(nil),
        caption: None,
        voice: false,
        reply_to: None,
    };
    let mut all = made(chat, message);
    all.push(begin(chat, number));
    all.extend(known(chat));
    all.extend(quick_replies());
    all.extend(allocation().into_iter().chain(call_settings()));
    all.extend(following(chat, agent));
    all.extend(calls(chat));
    all.extend([
        Action::Conversation(chat, conversation::Action::Assign { to: None }),
        Action::Conversation(chat, conversation::Action::Transfer { to: None }),
        Action::Conversation(chat, conversation::Action::Delete),
        Action::Conversation(chat, conversation::Action::Restore),
        Action::Conversation(chat, conversation::Action::Close),
        Action::Conversation(chat, conversation::Action::Reopen),
        Action::Conversation(chat, conversation::Action::Label { add: vec![], remove: vec![] }),
        Action::Conversation(chat, conversation::Action::Read { through: message }),
        Action::Conversation(chat, conversation::Action::Unread),
        Action::Conversation(
            chat,
            conversation::Action::Snooze { until: conversation::Snooze::Reply },
        ),
        Action::Message(
            chat,
            message::Action::Send { id: message, text: "Hi".into(), reply_to: None },
        ),
        Action::Message(chat, send_file),
        Action::Message(chat, message::Action::Retry { id: message }),
        Action::Message(chat, message::Action::FetchFile { id: message }),
    ]);
    all.extend(noted(chat, message));
    all.extend([
        Action::Agent(agent, invite),
        Action::Agent(agent, rights),
        Action::Agent(agent, agent::Action::Deactivate),
        Action::Agent(agent, agent::Action::Reactivate),
        Action::Role(shared::ids::RoleId(nil), shared::role::Action::Delete),
        Action::Team(team, team::Action::Create { name: "Sales".into() }),
        Action::Team(team, team::Action::Rename { name: "Sales".into() }),
        Action::Number(number, made::add()),
        Action::Number(number, change),
        Action::Number(number, number::Action::SetToken { access_token: "t".into() }),
        Action::Number(number, made::record()),
        Action::Number(number, number::Action::SyncTemplates),
        Action::Label(label, label::Action::Create { name: "VIP".into(), colour: Colour::Red }),
        Action::Label(label, label::Action::Change { name: "VIP".into(), colour: Colour::Red }),
        Action::Label(label, label::Action::Move { to: 0 }),
        Action::Label(label, label::Action::Archive),
        Action::Label(label, label::Action::Restore),
        Action::Space(space, space::Action::Create(looks(Audience::Owner))),
        Action::Space(space, space::Action::Change(looks(Audience::Everyone))),
        Action::Space(space, space::Action::Move { to: 0 }),
        Action::Space(space, space::Action::Delete),
        Action::Bulk(bulk, start),
        Action::Bulk(bulk, bulk::Action::Undo { of: bulk }),
    ]);
    all
}

/// The table, as it is meant.
const MATRIX: &str = "\
action                    agent lead  admin subject
message SendTemplate      yes   yes   yes   must be seen
message SendInteractive   yes   yes   yes   must be seen
message Schedule          yes   yes   yes   must be seen
message ScheduleFile      yes   yes   yes   must be seen
message ScheduleTemplate  yes   yes   yes   must be seen
message Reschedule        yes   yes   yes   must be seen
message Withdraw          yes   yes   yes   must be seen
message SendNow           yes   yes   yes   must be seen
message Forward           yes   yes   yes   must be seen
message React             yes   yes   yes   must be seen
chat Begin                yes   yes   yes   -
contact Set               yes   yes   yes   must be seen
contact Block             yes   yes   yes   must be seen
contact Unblock           yes   yes   yes   must be seen
contact Merge             yes   yes   yes   must be seen
contact Unmerge           yes   yes   yes   must be seen
contact Consent           yes   yes   yes   must be seen
agent SetAvailability     no    yes   yes   self, or this
agent SetHours            no    yes   yes   self, or this
contact SetAttribute      yes   yes   yes   must be seen
conversation Claim        yes   yes   yes   must be seen
conversation HandOver     yes   yes   yes   must be seen
conversation TakeDraft    yes   yes   yes   must be seen
conversation SetAttribute yes   yes   yes   must be seen
conversation TakeOver     yes   yes   yes   must be seen
attribute Create          no    yes   yes   -
attribute Change          no    yes   yes   -
attribute Move            no    yes   yes   -
attribute Archive         no    yes   yes   -
attribute Restore         no    yes   yes   -
quick_reply Create        no    yes   yes   -
quick_reply Change        no    yes   yes   -
quick_reply Archive       no    yes   yes   -
quick_reply Restore       no    yes   yes   -
allocation Add            no    yes   yes   -
allocation Change         no    yes   yes   -
allocation Move           no    yes   yes   -
allocation Archive        no    yes   yes   -
allocation Restore        no    yes   yes   -
allocation SetCapacity    no    yes   yes   -
allocation SetNumbers     no    yes   yes   -
allocation SetWork        no    yes   yes   -
calls SetWrapUp           no    yes   yes   -
calls AddOutcome          no    yes   yes   -
calls RenameOutcome       no    yes   yes   -
calls ArchiveOutcome      no    yes   yes   -
calls RestoreOutcome      no    yes   yes   -
conversation Ask          yes   yes   yes   must be seen
conversation Unask        yes   yes   yes   must be seen
conversation Keep         yes   yes   yes   must be seen
conversation Cede         yes   yes   yes   must be seen
conversation Escalate     yes   yes   yes   must be seen
conversation Settle       no    yes   yes   must be seen
conversation Follow       yes   yes   yes   must be seen
conversation Unfollow     yes   yes   yes   must be seen
conversation LetGo        yes   yes   yes   must be seen
conversation BringBack    yes   yes   yes   must be seen
call Decline              yes   yes   yes   must be seen
call HangUp               yes   yes   yes   must be seen
call Hold                 yes   yes   yes   must be seen
call Hand                 yes   yes   yes   must be seen
call Ask                  yes   yes   yes   must be seen
call Together             yes   yes   yes   must be seen
call Back                 yes   yes   yes   must be seen
call Pass                 yes   yes   yes   must be seen
call Dial                 yes   yes   yes   must be seen
call BeHeard              no    yes   yes   must be seen
call Leave                yes   yes   yes   must be seen
call WrapUp               yes   yes   yes   must be seen
call MoreTime             yes   yes   yes   must be seen
conversation Assign       yes   yes   yes   must be seen
conversation Transfer     yes   yes   yes   must be seen
conversation Delete       no    yes   yes   must be seen
conversation Restore      no    yes   yes   must be seen
conversation Close        yes   yes   yes   must be seen
conversation Reopen       yes   yes   yes   must be seen
conversation Label        yes   yes   yes   must be seen
conversation Read         yes   yes   yes   must be seen
conversation Unread       yes   yes   yes   must be seen
conversation Snooze       yes   yes   yes   must be seen
message Send              yes   yes   yes   must be seen
message SendFile          yes   yes   yes   must be seen
message Retry             yes   yes   yes   must be seen
message FetchFile         yes   yes   yes   must be seen
note Add                  yes   yes   yes   must be seen
note Discuss              yes   yes   yes   must be seen
note Delete               yes   yes   yes   must be seen
mention See               yes   yes   yes   -
mention SeeOne            yes   yes   yes   -
agent Invite              no    no    yes   -
agent SetRights           no    no    yes   -
agent Deactivate          no    no    yes   -
agent Reactivate          no    no    yes   -
role Delete               no    no    yes   -
team Create               no    no    yes   -
team Rename               no    no    yes   -
number Add                no    no    yes   -
number Change             no    no    yes   -
number SetToken           no    no    yes   -
number Record             no    no    yes   -
number SyncTemplates      yes   yes   yes   -
label Create              no    yes   yes   -
label Change              no    yes   yes   -
label Move                no    yes   yes   -
label Archive             no    yes   yes   -
label Restore             no    yes   yes   -
space Create              yes   yes   yes   own, or shared
space Change              no    yes   yes   own, or shared
space Move                yes   yes   yes   own, or shared
space Delete              yes   yes   yes   own, or shared
bulk Start                yes   yes   yes   -
bulk Undo                 yes   yes   yes   -
";

#[test]
fn the_matrix_of_permissions_is_the_one_that_is_meant() {
    let mut table = "action                    agent lead  admin subject\n".to_owned();
    for action in every_action() {
        let (permission, subject) = match requirement(&action) {
            Requirement::Conversation(_, permission) => (permission, "must be seen"),
            Requirement::Workspace(permission) => (permission, "-"),
            Requirement::Space(_, permission) => (permission, "own, or shared"),
            Requirement::Person(_, permission) => (permission, "self, or this"),
        };
        let [agent, lead, admin] =
            Role::ALL.map(|role| if role.rights().unwrap().may(permission) { "yes" } else { "no" });
        let name = name(&action);
        writeln!(table, "{name:<25} {agent:<5} {lead:<5} {admin:<5} {subject}").unwrap();
    }
    assert_eq!(table, MATRIX);
}
