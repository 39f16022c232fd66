//! What was shared with a customer and by them, as far as one sees their conversations.

use shared::handed::Handed;
use shared::permission::{Role, Visibility};

use crate::on_both;
use crate::world::Rights;

on_both! {
    async fn files_and_links_are_told_latest_first_to_who_sees_the_conversation(world: World) {
        let ana = world.agent("Ana").await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let (sam, mina) = (world.customer("Sam").await, world.customer("Mina").await);
        mina.writes("Of another: https://example.org/mine").await;
        sam.writes("Look at https://example.com/one, please. And https://example.com/two").await;
        let chat = world.conversation(&sam).await;
        sam.sends_file("document", "application/pdf", b"%PDF-1.4 bill".to_vec(), serde_json::json!({ "filename": "bill.pdf" })).await;
        world.rests().await;
        let path = format!("/api/conversations/{chat}/handed");
        let handed: Handed = ana.get(&path).await.unwrap();
        let links: Vec<_> = handed.links.iter().map(|it| it.url.as_str()).collect();
        assert_eq!(links, ["https://example.com/one", "https://example.com/two"]);
        assert_eq!(handed.files.len(), 1);
        assert_eq!(handed.files[0].name.as_deref(), Some("bill.pdf"));
        assert!(!handed.files[0].outgoing);
        assert!(olga.get::<Handed>(&path).await.is_err());
    }
}
