//! The same for many conversations: each once, by the rules of single commands, followed by who wanted it, and taken back.

use server::features::contact;
use server::store::Tx;
use shared::attribute::{Kind, Of, Value};
use shared::bulk::{Action, Bulk, Targets, What, shares};
use shared::command::Action as AnyAction;
use shared::conversation::{self, Conversation, Snooze, Status};
use shared::event::{Actor, Fact};
use shared::filter::{Filter, Who};
use shared::ids::{BulkId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::reads::Loads;
use shared::time::Millis;
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

/// So many conversations besides that of one customer.
pub async fn make(world: &World, many: usize) -> Vec<ConversationId> {
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let first = world.conversation(&sam).await;
    world.rests().await;
    let model = world.conversations().await.into_iter().find(|it| it.id == first).unwrap();
    let work = move |tx: &mut Tx<'_>| {
        let mut made = vec![first];
        for n in 0..many {
            let phone = Some(format!("1555000{n:05}"));
            let identity = server::whatsapp::Identity { phone, ..Default::default() };
            let contact = contact::resolve(tx, &identity, None)?;
            let id = ConversationId(tx.ulid());
            let it = Conversation { id, contact, version: 1, ..model.clone() };
            tx.happened(Fact::Contact(shared::contact::Fact::Appeared)).create(&it)?;
            made.push(id);
        }
        Ok(made)
    };
    world.app().write(Actor::System, work).await.unwrap().0
}

async fn starts(world: &World, who: &Agent, what: What, targets: Targets) -> BulkId {
    let id = BulkId(world.clock.ulid());
    who.does(AnyAction::Bulk(id, Action::Start { what, targets })).await.unwrap();
    id
}

async fn undoes(world: &World, who: &Agent, of: BulkId) -> BulkId {
    let id = BulkId(world.clock.ulid());
    who.does(AnyAction::Bulk(id, Action::Undo { of })).await.unwrap();
    id
}

async fn ends(who: &Agent, id: BulkId) -> Bulk {
    who.sees("the end", |state| state.bulks().get(&id).is_some_and(|it| it.finished)).await;
    who.look(|state| state.bulks()[&id].clone())
}

fn tally(it: &Bulk) -> (u32, u32, u32, u32) {
    (it.total, it.changed, it.same, it.refused)
}

on_both! {
    async fn all_of_a_list_are_closed_in_several_steps_and_brought_back(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let all = make(&world, 450).await;
        let id = starts(&world, &ana, What::Close, Targets::Matching(View::All)).await;
        let done = ends(&ana, id).await;
        assert_eq!(tally(&done), (451, 451, 0, 0));
        assert!(done.version > 3, "told in between, too: {}", done.version);
        ben.sees("the lists", |state| state.count(&View::Closed) == Some(451) && state.count(&View::All) == Some(0)).await;
        assert!(ben.look(|state| state.bulks().is_empty()), "it is Ana's alone");

        let again = starts(&world, &ana, What::Close, Targets::These(all[..2].to_vec())).await;
        assert_eq!(tally(&ends(&ana, again).await), (2, 0, 2, 0));
        let reopened = AnyAction::Conversation(all[7], conversation::Action::Reopen);
        ben.does(reopened).await.unwrap();
        let back = ends(&ana, undoes(&world, &ana, id).await).await;
        assert_eq!(tally(&back), (451, 450, 0, 1));
        assert_eq!((back.undoes, back.failures[0].conversation), (Some(id), all[7]));
        ben.sees("all as they were", |state| state.count(&View::All) == Some(451)).await;
        let after = world.conversations().await;
        let kept = after.iter().filter(|it| it.unread == 1 && it.waiting_since.is_some()).count();
        assert_eq!(kept, 450, "with what was unread and waiting");
    }

    async fn each_kind_is_done_and_taken_back(world: World) {
        let ana = world.agent_with("Ana", Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] }, 0).await;
        let all = make(&world, 3).await;
        let label = shared::ids::LabelId(world.clock.ulid());
        let create = shared::label::Action::Create { name: "VIP".into(), colour: shared::colour::Colour::Red };
        ana.does(AnyAction::Label(label, create)).await.unwrap();
        ana.assigns(all[0], Some(ana.id)).await.unwrap();
        let (care, size) = (world.team("Care").await, shared::ids::AttributeId(world.clock.ulid()));
        let create = shared::attribute::Action::Create {
            of: Of::Conversation, name: "Size".into(), kind: Kind::Text, options: vec![],
        };
        ana.does(AnyAction::Attribute(size, create)).await.unwrap();
        let large = Some(Value::Text("Large".into()));
        let key = |it: &Conversation| {
            let known = (it.labels.clone(), it.attributes.clone(), it.deleted);
            (it.status, it.snoozed, it.unread, it.waiting_since, it.assignee, it.team, known)
        };
        let before: Vec<_> = world.conversations().await.iter().map(key).collect();
        let tomorrow = Snooze::Until(world.clock.now() + Millis::days(1));
        for (what, changed) in [
            (What::Read, 1),
            (What::Unread, 0),
            (What::Close, 4),
            (What::Snooze { until: tomorrow }, 4),
            (What::Assign { to: Some(ana.id) }, 3),
            (What::Label { add: vec![label], remove: vec![] }, 4),
            (What::Transfer { to: Some(care) }, 4),
            (What::SetAttribute { attribute: size, value: large }, 4),
            (What::Delete, 4),
        ] {
            let targets = || Targets::These(all.clone());
            let id = starts(&world, &ana, what.clone(), targets()).await;
            let done = ends(&ana, id).await;
            // Those that were only made have no message of their own to read.
            assert!(done.changed >= changed, "{what:?}: {done:?}");
            let back = ends(&ana, undoes(&world, &ana, id).await).await;
            assert_eq!((back.changed, back.refused), (done.changed, 0), "{what:?}: {back:?}");
            let after: Vec<_> = world.conversations().await.iter().map(key).collect();
            assert_eq!(after, before, "{what:?}");
        }
    }

    async fn what_one_has_is_shared_out_as_the_preview_says_and_taken_back(world: World) {
        let lead = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let ana = world.agent_with("Ana", lead, 0).await;
        let (ben, cyd, dan) = (world.agent("Ben").await, world.agent("Cyd").await, world.agent("Dan").await);
        let all = make(&world, 9).await;
        let (cyds, bens) = all.split_at(3);
        for id in cyds {
            ana.assigns(*id, Some(cyd.id)).await.unwrap();
        }
        for id in bens {
            ana.assigns(*id, Some(ben.id)).await.unwrap();
        }
        let loads = || async {
            let them = world.conversations().await.into_iter().filter_map(|it| it.assignee);
            them.fold(Loads::new(), |mut all, who| {
                *all.entry(who).or_default() += 1;
                all
            })
        };
        let before = loads().await;
        assert_eq!(before, Loads::from([(ben.id, 7), (cyd.id, 3)]));
        let among = vec![cyd.id, dan.id];
        let mut then = before.clone();
        then.remove(&ben.id);
        for (who, gets) in shares(&among, &before, 7) {
            *then.entry(who).or_default() += gets;
        }
        assert_eq!(then, Loads::from([(cyd.id, 5), (dan.id, 5)]));

        let theirs = Filter { assignee: [Who::Agent(ben.id)].into(), ..Filter::default() };
        let targets = Targets::Matching(View::Filtered(Box::new(theirs)));
        let id = starts(&world, &ana, What::Share { among: among.clone() }, targets).await;
        assert_eq!(tally(&ends(&ana, id).await), (7, 7, 0, 0));
        assert_eq!(loads().await, then);
        let again = starts(&world, &ana, What::Share { among: among.clone() }, Targets::These(all.clone())).await;
        assert_eq!(tally(&ends(&ana, again).await), (10, 0, 10, 0), "who has it keeps it");

        // What somebody else has changed since stays.
        let taken = world.conversations().await.into_iter().find(|it| it.assignee == Some(dan.id)).unwrap();
        ana.assigns(taken.id, Some(ana.id)).await.unwrap();
        let back = ends(&ana, undoes(&world, &ana, id).await).await;
        assert_eq!(tally(&back), (7, 6, 0, 1));
        assert_eq!(loads().await, Loads::from([(ana.id, 1), (ben.id, 6), (cyd.id, 3)]));

        let none = Action::Start { what: What::Share { among: vec![] }, targets: Targets::These(all.clone()) };
        let problem = ana.does(AnyAction::Bulk(BulkId(world.clock.ulid()), none)).await.unwrap_err();
        assert_eq!(problem.code, Code::Invalid);
    }

    async fn what_one_does_not_see_is_refused_and_not_named(world: World) {
        let all = make(&world, 2).await;
        let ada = world.agent("Ada").await;
        let olga = world.agent_with("Olga", Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] }, 0).await;
        ada.assigns(all[1], Some(olga.id)).await.unwrap();
        let id = starts(&world, &olga, What::Close, Targets::These(all.clone())).await;
        let done = ends(&olga, id).await;
        assert_eq!(tally(&done), (3, 1, 0, 2));
        assert!(done.failures.iter().all(|it| it.name.is_none()), "{:?}", done.failures);
        let closed = world.conversations().await.into_iter().filter(|it| it.status == Status::Closed);
        assert_eq!(closed.map(|it| it.id).collect::<Vec<_>>(), [all[1]]);
        let mine = starts(&world, &olga, What::Reopen, Targets::Matching(View::Closed)).await;
        assert_eq!(tally(&ends(&olga, mine).await), (1, 1, 0, 0));

        let theirs = AnyAction::Bulk(BulkId(world.clock.ulid()), Action::Undo { of: id });
        assert_eq!(ada.does(theirs).await.unwrap_err().code, Code::NotFound);
        let none = starts(&world, &olga, What::Close, Targets::These(vec![])).await;
        assert!(ends(&olga, none).await.finished);
        let many = (0..1_001).map(|_| ConversationId(world.clock.ulid())).collect();
        let start = Action::Start { what: What::Close, targets: Targets::These(many) };
        let problem = ada.does(AnyAction::Bulk(BulkId(world.clock.ulid()), start)).await.unwrap_err();
        assert_eq!(problem.code, Code::Invalid);
    }

    async fn after_a_day_it_is_forgotten(world: World) {
        make(&world, 1).await;
        let ana = world.agent("Ana").await;
        let id = starts(&world, &ana, What::Close, Targets::Matching(View::All)).await;
        ends(&ana, id).await;
        world.rests().await;
        world.set_time(world.clock.now() + Millis::hours(25));
        server::maintenance::forget(world.app()).await.unwrap();
        ana.sees("nothing of it", |state| state.bulks().is_empty()).await;
    }
}
