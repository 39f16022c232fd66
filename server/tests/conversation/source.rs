//! The advertisement through which a customer came: kept with the conversation, told in the thread, and asked for by lists.

use serde_json::json;
use shared::conversation::Fact;
use shared::view::View;

use crate::on_both;

on_both! {
    async fn where_a_customer_came_from_is_told_above_what_they_wrote(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, mina) = (world.customer("Sam").await, world.customer("Mina").await);
        mina.writes("Hello").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let from_ad: View = "is:open.is:from-ad".parse().unwrap();
        ana.looks_at(&from_ad).await;
        ana.sees_list(from_ad.clone(), vec![]).await;
        assert!(ana.opens(chat).await);
        for headline in ["Bikes", "Winter bikes"] {
            sam.sends_message(json!({
                "type": "text", "text": { "body": format!("About {headline}") },
                "referral": { "source_type": "ad", "source_id": "7", "source_url": "https://fb.me/7",
                    "headline": headline, "ctwa_clid": "click", "image_url": "https://example.com/a.png" },
            })).await;
            world.rests().await;
        }
        ana.sees_list(from_ad.clone(), vec![chat]).await;
        ana.sees("one", |state| state.count(&from_ad) == Some(1)).await;
        ana.sees_text(chat, "About Winter bikes").await;
        ana.look(|state| {
            let it = state.conversation(chat).unwrap().source.clone().unwrap();
            assert_eq!(it.ad.headline.as_deref(), Some("Winter bikes"));
            let thread = state.thread(chat).unwrap();
            let told: Vec<_> = thread.activities().filter(|it| matches!(it.fact, Fact::CameThrough { .. })).collect();
            assert_eq!(told.len(), 2);
            let said = thread.messages().find(|it| it.content.preview() == "About Bikes").unwrap();
            let (place, first) = (said.place(), told[0].place());
            assert!(first < place, "{first:?} {place:?}");
            assert_eq!(first.0, place.0);
        });
    }
}
