//! A customer writes, an agent answers.

use shared::message::Status;
use shared::view::View;

use crate::on_both;

on_both! {
    async fn a_customer_writes_and_an_agent_answers(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Is my bike ready?").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(View::Unassigned, vec![chat]).await;
        ana.opens(chat).await;
        ana.sees_text(chat, "Is my bike ready?").await;

        let answer = ana.writes(chat, "Tomorrow at nine.").await.unwrap();
        sam.awaits("Tomorrow at nine.").await;
        ana.sees_delivery(chat, answer, Status::Delivered).await;
        sam.reads().await;
        ana.sees_delivery(chat, answer, Status::Read).await;
        assert_eq!(ana.texts(chat), ["Is my bike ready?", "Tomorrow at nine."]);
    }
}
