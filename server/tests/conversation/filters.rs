//! A list by conditions of one's own is as live as the others: rows and count follow the log.

use shared::colour::Colour;
use shared::command::Action;
use shared::conversation;
use shared::ids::LabelId;
use shared::problem::Code;
use shared::protocol::WATCH_MAX;
use shared::reads::{CONVERSATIONS, ListPage};
use shared::view::View;

use crate::on_both;

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
