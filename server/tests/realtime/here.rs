//! Who looks, types and replies is seen at once by whoever sees the conversation, and by nobody else; the reply is one
//! person's, until it is given or taken.

use std::collections::BTreeSet;

use shared::answer::Seen;
use shared::command::Action;
use shared::conversation::{self, Fact};
use shared::ids::{ConversationId, MessageId};
use shared::permission::{Role, Visibility};
use shared::presence::{Doing, Person};
use shared::problem::Code;
use shared::protocol::{ClientFrame, ServerFrame};

use crate::world::{Agent, Rights, World};
use crate::{on_both, on_nodes};

fn rights(visibility: Visibility) -> Rights {
    Rights { role: Role::Agent, visibility, teams: vec![] }
}

async fn chat_of(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}

fn doing(people: &[Person], who: &Agent) -> Option<(Doing, bool, bool)> {
    people.iter().find(|it| it.agent == who.id).map(|it| (it.doing, it.typing, it.holds))
}

async fn takes_over(agent: &Agent, chat: ConversationId) {
    let take = conversation::Action::TakeOver { tab: agent.here.tab };
    agent.does(Action::Conversation(chat, take)).await.unwrap();
}

/// From the first key to the last, at whichever nodes they are.
async fn from_key_to_key(ana: &Agent, ben: &Agent, chat: ConversationId) {
    for agent in [ana, ben] {
        agent.opens(chat).await;
        agent.is(Some(chat), Doing::Viewing, false);
    }
    ben.sees_people(chat, "that Ana looks", |it| {
        doing(it, ana) == Some((Doing::Viewing, false, false))
    })
    .await;
    ana.is(Some(chat), Doing::Replying, true);
    ben.sees_people(chat, "that Ana replies", |it| {
        doing(it, ana) == Some((Doing::Replying, true, true))
    })
    .await;
    let fence = ana.holds_reply(chat).await;

    // He types too, and the reply stays hers; a note needs nobody's leave.
    ben.is(Some(chat), Doing::Replying, true);
    ana.sees_people(chat, "that Ben types", |it| {
        doing(it, ben) == Some((Doing::Replying, true, false))
    })
    .await;
    assert_eq!(ben.here.fence(chat), None);
    ben.is(Some(chat), Doing::Noting, true);
    ana.sees_people(chat, "that Ben notes", |it| {
        doing(it, ben) == Some((Doing::Noting, true, false))
    })
    .await;
    // Nobody hears of him any more once he presses no key.
    ana.sees_people(chat, "that he stopped", |it| {
        doing(it, ben) == Some((Doing::Noting, false, false))
    })
    .await;

    // He asks, she says no, he asks again and she says yes.
    for yes in [false, true] {
        ben.frame(ClientFrame::Ask { at: chat });
        ana.is_told(
            "that Ben asks",
            |it| matches!(it, ServerFrame::Asked { by, .. } if *by == ben.id),
        )
        .await;
        ana.frame(ClientFrame::Answer { to: ben.here.tab, yes });
        ben.is_told(
            "what she says",
            |it| matches!(it, ServerFrame::Answered { yes: told, .. } if *told == yes),
        )
        .await;
    }
    takes_over(ben, chat).await;
    ana.sees("that Ben took over", |state| {
        let told =
            |it: &shared::activity::Activity| it.fact == Fact::TookOver { from: Some(ana.id) };
        state.thread(chat).unwrap().activities().any(told)
    })
    .await;
    ben.is(Some(chat), Doing::Replying, true);
    let newer = ben.holds_reply(chat).await;
    assert!(newer > fence);
    ana.sees("that the reply is not hers", |_| ana.here.fence(chat).is_none()).await;

    // Her Enter comes too late, whatever she has seen.
    let version = ana.look(|state| state.conversation(chat).unwrap().version);
    let seen = |fence| Seen { version, own: vec![], fence: Some(fence) };
    let late =
        ana.answers_having(chat, (MessageId::new(ana.now()), "Hi"), seen(fence)).await.unwrap_err();
    assert_eq!((late.code, late.meanwhile.unwrap().taken), (Code::Answered, Some(ben.id)));
    ben.answers_having(chat, (MessageId::new(ben.now()), "Hi"), seen(newer)).await.unwrap();
    ben.is(None, Doing::Viewing, false);
    ana.sees_people(chat, "that Ben is gone", |it| doing(it, ben).is_none()).await;
    // Who closes the laptop is gone too.
    ana.is(Some(chat), Doing::Replying, true);
    ana.holds_reply(chat).await;
    ana.loses_the_network();
    ben.is(Some(chat), Doing::Viewing, false);
    ben.sees_people(chat, "that Ana is gone", |it| {
        doing(it, ana).is_none() && doing(it, ben).is_some()
    })
    .await;
    ben.is(Some(chat), Doing::Replying, true);
    ben.holds_reply(chat).await;
}

on_both! {
    async fn a_reply_is_one_persons_until_it_is_given_or_taken(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let chat = chat_of(&world, "Sam").await;
        from_key_to_key(&ana, &ben, chat).await;
    }

    async fn two_tabs_of_one_person_do_not_lock_each_other_out(world: World) {
        let ana = world.agent("Ana").await;
        let other = world.opens(ana.id, "Ana", ana.session).await;
        let chat = chat_of(&world, "Sam").await;
        ana.is(Some(chat), Doing::Replying, true);
        let fence = ana.holds_reply(chat).await;
        other.is(Some(chat), Doing::Replying, true);
        assert_eq!(other.holds_reply(chat).await, fence);
    }

    async fn who_does_not_see_a_conversation_never_hears_who_is_there(world: World) {
        let ada = world.agent_with("Ada", rights(Visibility::All), 0).await;
        let olga = world.agent_with("Olga", rights(Visibility::Own), 0).await;
        let chats = [chat_of(&world, "Sam").await, chat_of(&world, "Tom").await];
        ada.assigns(chats[0], Some(ada.id)).await.unwrap();
        ada.assigns(chats[1], Some(olga.id)).await.unwrap();
        for chat in chats {
            ada.is(Some(chat), Doing::Replying, true);
            ada.sees_people(chat, "herself", |it| doing(it, &ada).is_some()).await;
        }
        olga.sees_people(chats[1], "that Ada replies", |it| doing(it, &ada).is_some()).await;
        let told: BTreeSet<_> = olga.here.places().into_iter().collect();
        assert_eq!(told, BTreeSet::from([chats[1]]));
        // What she may not see she can't be in.
        olga.is(Some(chats[0]), Doing::Viewing, false);
        olga.is(Some(chats[1]), Doing::Viewing, false);
        ada.sees_people(chats[1], "that Olga looks", |it| doing(it, &olga).is_some()).await;
        assert_eq!(doing(&ada.here.people(chats[0]), &olga), None);
        // Who loses sight hears that nobody is there, and nothing more.
        ada.assigns(chats[1], Some(ada.id)).await.unwrap();
        olga.sees_people(chats[1], "nobody", <[Person]>::is_empty).await;
        ada.is(Some(chats[1]), Doing::Noting, true);
        ada.sees_people(chats[1], "herself", |it| doing(it, &ada) == Some((Doing::Noting, true, false))).await;
        assert!(olga.here.people(chats[1]).is_empty());
        ada.sees_people(chats[1], "that Olga is gone", |it| doing(it, &olga).is_none()).await;
    }
}

on_nodes! {
    async fn a_reply_is_one_persons_over_two_nodes(world: World) {
        let ana = world.agent_with("Ana", rights(Visibility::All), 0).await;
        let ben = world.agent_with("Ben", rights(Visibility::All), 1).await;
        let chat = chat_of(&world, "Sam").await;
        from_key_to_key(&ana, &ben, chat).await;
    }
}
