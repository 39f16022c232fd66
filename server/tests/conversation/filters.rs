//! A list by conditions of one's own is as live as the others: rows and count follow the log.

use shared::colour::Colour;
use shared::command::Action;
use shared::conversation;
use shared::ids::LabelId;
use shared::problem::Code;
use shared::protocol::WATCH_MAX;
use shared::reads::{CONVERSATIONS, ListPage};
use shared::time::Millis;
use shared::view::View;

use crate::on_both;
use crate::world::Agent;

on_both! {
    async fn rows_come_and_go_with_what_happens(world: World) {
        let (ada, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let red = LabelId(world.clock.ulid());
        let create = shared::label::Action::Create { name: "Red".into(), colour: Colour::Red };
        ada.does(Action::Label(red, create)).await.unwrap();
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let view = |text: String| text.parse::<View>().unwrap();
        let (labelled, waiting) = (view(format!("label:{red}")), view("is:open.is:waiting.sort:waiting".into()));
        for it in [&labelled, &waiting] {
            ana.looks_at(it).await;
        }
        ana.sees_list(labelled.clone(), vec![]).await;
        ana.sees_list(waiting.clone(), vec![chat]).await;

        let put_on = conversation::Action::Label { add: vec![red], remove: vec![] };
        ada.does(Action::Conversation(chat, put_on)).await.unwrap();
        ana.sees_list(labelled.clone(), vec![chat]).await;
        ana.sees("one", |state| state.count(&labelled) == Some(1)).await;
        ada.writes(chat, "Hello Sam").await.unwrap();
        ana.sees_list(waiting.clone(), vec![]).await;
        ana.sees("none", |state| state.count(&waiting) == Some(0)).await;
        let take_off = conversation::Action::Label { add: vec![], remove: vec![red] };
        ada.does(Action::Conversation(chat, take_off)).await.unwrap();
        ana.sees_list(labelled.clone(), vec![]).await;
        sam.writes("And?").await;
        ana.sees_list(waiting, vec![chat]).await;
    }

    async fn time_alone_brings_rows_and_takes_them(world: World) {
        let start = world.clock.now();
        world.set_time(start);
        let (ada, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let sams = world.conversation(&sam).await;
        world.set_time(start + Millis::minutes(20));
        let rosa = world.customer("Rosa").await;
        rosa.writes("Hello").await;
        let rosas = world.conversation(&rosa).await;
        let view = |text: &str| text.parse::<View>().unwrap();
        let (late, soon, order) = (view("is:open.waits:30"), view("closes:2"), view("is:open.sort:window"));
        let counts = async |agent: &Agent, late_ones: u64, soon_ones: u64| {
            agent.sees("the counts", |state| {
                state.count(&late) == Some(late_ones) && state.count(&soon) == Some(soon_ones)
            }).await;
        };
        for it in [&late, &soon, &order] {
            ana.looks_at(it).await;
            ada.looks_at(it).await;
        }
        ana.sees_list(late.clone(), vec![]).await;
        counts(&ana, 0, 0).await;

        world.set_time(start + Millis::minutes(31));
        ana.sees_list(late.clone(), vec![sams]).await;
        counts(&ada, 1, 0).await;
        // Answered in the meantime, it leaves by what happens and not by time.
        ada.writes(sams, "Hello Sam").await.unwrap();
        ana.sees_list(late.clone(), vec![]).await;
        world.set_time(start + Millis::hours(1));
        ana.sees_list(late.clone(), vec![rosas]).await;
        counts(&ana, 1, 0).await;

        world.set_time(start + Millis::hours(22) + Millis::minutes(1));
        ana.sees_list(soon.clone(), vec![sams]).await;
        counts(&ada, 1, 1).await;
        ana.sees("Sam first", |state| state.list(&order).unwrap().ids().eq([sams, rosas])).await;
        world.set_time(start + Millis::hours(24) + Millis::minutes(1));
        ana.sees_list(soon.clone(), vec![rosas]).await;
        counts(&ada, 1, 1).await;
        ana.sees("Sam last", |state| state.list(&order).unwrap().ids().eq([rosas, sams])).await;
    }

    async fn who_was_away_is_told_what_time_brought(world: World) {
        let start = world.clock.now();
        world.set_time(start);
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let late: View = "is:open.waits:30".parse().unwrap();
        ana.looks_at(&late).await;
        ana.sees_list(late.clone(), vec![]).await;
        ana.loses_the_network();
        world.set_time(start + Millis::minutes(40));
        ana.finds_the_network();
        ana.sees_list(late.clone(), vec![chat]).await;
        ana.loses_the_network();
        world.set_time(start + Millis::days(3));
        ana.finds_the_network();
        ana.sees_list(late, vec![chat]).await;
    }

    async fn a_filter_that_is_none_is_refused(world: World) {
        let ana = world.agent("Ana").await;
        let path = format!("{CONVERSATIONS}?view=is:purple");
        let problem = ana.get::<ListPage>(&path).await.unwrap_err();
        assert_eq!(problem.code, Code::Malformed);
        assert!(problem.detail.contains("is:purple"), "{problem}");
    }

    async fn a_socket_that_watches_too_much_is_refused(world: World) {
        let ana = world.agent("Ana").await;
        for n in 0..WATCH_MAX {
            let label = LabelId(ulid::Ulid(n as u128));
            ana.watches(&format!("label:{label}").parse().unwrap());
        }
        assert_eq!(ana.is_refused().await.code, Code::Malformed);
    }
}
