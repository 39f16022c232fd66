//! Whether one can be given work.

use shared::availability::{Availability, Why};
use shared::permission::Permission;

use super::{Action, Group, Here};
use crate::features::availability;
use crate::ui::icon::Kind;
use crate::ui::page;

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    be("be-online", "Be online", |here| availability::choose(here.it, Availability::Online)),
    be("be-break", "Be away: break", |here| away(here, Why::Break)),
    be("be-lunch", "Be away: lunch", |here| away(here, Why::Lunch)),
    be("be-meeting", "Be away: meeting", |here| away(here, Why::Meeting)),
    be("be-training", "Be away: training", |here| away(here, Why::Training)),
    be("be-after-work", "Be away: after work", |here| away(here, Why::AfterWork)),
    be("be-other", "Be away for another reason…", |_| page::press("[data-testid=be-other]")),
];

fn away(here: &Here, why: Why) {
    availability::choose(here.it, Availability::Away { why });
}

const fn be(id: &'static str, name: &'static str, run: fn(&Here)) -> Action {
    Action {
        id,
        name,
        group: Group::App,
        icon: Kind::Person,
        keys: "",
        needs: Permission::Look,
        able: |_| Ok(()),
        run,
    }
}
