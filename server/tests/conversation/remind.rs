//! Who waits is called to mind before the window closes: once, and not where somebody has answered.

use shared::conversation::Fact;
use shared::ids::ConversationId;
use shared::state::State;
use shared::time::Millis;

use crate::on_both;

fn reminders(state: &State, chat: ConversationId) -> usize {
    let told = |fact: &Fact| matches!(fact, Fact::ClosesSoon { .. });
    state.thread(chat).unwrap().activities().filter(|it| told(&it.fact)).count()
}

on_both! {
    async fn who_waits_is_called_to_mind_once(world: World) {
        let start = world.clock.now();
        world.set_time(start);
        let ana = world.agent("Ana").await;
        let (sam, rosa) = (world.customer("Sam").await, world.customer("Rosa").await);
        sam.writes("Hello").await;
        rosa.writes("Hello").await;
        let (sams, rosas) = (world.conversation(&sam).await, world.conversation(&rosa).await);
        for it in [sams, rosas] {
            ana.opens(it).await;
        }
        ana.writes(rosas, "Hello Rosa").await.unwrap();
        // Omar's window closes later than what was promised for his first message.
        let omar = world.customer("Omar").await;
        omar.writes("Hello").await;
        let omars = world.conversation(&omar).await;
        ana.opens(omars).await;
        world.set_time(start + Millis::hours(21));
        omar.writes("Hello?").await;
        ana.sees_text(omars, "Hello?").await;
        world.rests().await;
        assert_eq!(ana.look(|state| reminders(state, sams)), 0, "too early");
        world.set_time(start + Millis::hours(22) + Millis::minutes(1));
        ana.sees("the reminder", |state| reminders(state, sams) == 1).await;
        // Sam writes again, and so there is another day; he is called to mind again when it is over.
        sam.writes("Hello?").await;
        ana.sees_text(sams, "Hello?").await;
        world.set_time(start + Millis::hours(25));
        world.rests().await;
        assert_eq!(ana.look(|state| reminders(state, sams)), 1);
        assert_eq!(ana.look(|state| reminders(state, omars)), 0, "he has until the 45th hour");
        world.set_time(start + Millis::hours(44) + Millis::minutes(2));
        ana.sees("Omar's", |state| reminders(state, omars) == 1).await;
        ana.sees("the second", |state| reminders(state, sams) == 2).await;
        world.rests().await;
        assert_eq!(ana.look(|state| reminders(state, rosas)), 0, "Rosa was answered");
    }
}
