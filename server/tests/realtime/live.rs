//! What one does, the others see.

use shared::view::View;

use crate::on_both;

on_both! {
    async fn an_assignment_moves_between_the_lists_of_all(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;

        ana.assigns(chat, Some(ben.id)).await.unwrap();
        ben.sees_list(View::Mine, vec![chat]).await;
        ana.sees_list(View::Unassigned, vec![]).await;
        ana.sees_list(View::All, vec![chat]).await;
    }
}
