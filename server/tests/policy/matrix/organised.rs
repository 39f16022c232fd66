//! One action of each kind about what leads set up for everyone.

use shared::allocation::{Action as Rules, Terms, Work};
use shared::command::Action;
use shared::ids::{AgentId, QuickReplyId, RuleId};
use shared::quick_reply;

/// Texts that are written often.
pub fn quick_replies() -> Vec<Action> {
    let quick = QuickReplyId(ulid::Ulid::nil());
    let given = quick_reply::Given {
        files: vec![],
        title: "Hi".into(),
        shortcut: "hi".into(),
        text: "Hi".into(),
        offered: quick_reply::Offered::Everywhere,
    };
    vec![
        Action::QuickReply(quick, quick_reply::Action::Create(given.clone())),
        Action::QuickReply(quick, quick_reply::Action::Change(given)),
        Action::QuickReply(quick, quick_reply::Action::Archive),
        Action::QuickReply(quick, quick_reply::Action::Restore),
    ]
}

/// How calls are dealt with.
pub fn call_settings() -> [Action; 5] {
    use shared::call::Setting::{
        AddOutcome, ArchiveOutcome, RenameOutcome, RestoreOutcome, SetWrapUp,
    };

    let (id, name) = (shared::ids::OutcomeId(ulid::Ulid::nil()), || "Sold".to_owned());
    [
        SetWrapUp { seconds: 30 },
        AddOutcome { id, name: name() },
        RenameOutcome { id, name: name() },
        ArchiveOutcome { id },
        RestoreOutcome { id },
    ]
    .map(Action::CallSettings)
}

/// Who gets what by itself.
pub fn allocation() -> Vec<Action> {
    let (id, agent) = (RuleId(ulid::Ulid::nil()), AgentId(ulid::Ulid::nil()));
    let terms = || Box::new(Terms::default());
    let all = [
        Rules::Add { id, terms: terms() },
        Rules::Change { id, terms: terms() },
        Rules::Move { id, to: 0 },
        Rules::Archive { id },
        Rules::Restore { id },
        Rules::SetCapacity { capacity: 5, in_call: None },
        Rules::SetNumbers { most: std::collections::BTreeMap::new() },
        Rules::SetWork { agent, work: Work::default() },
    ];
    all.map(Action::Allocation).into()
}
