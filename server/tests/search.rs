//! One box for people and everything that was said.

mod known;

use serde_json::json;
use shared::command::Action;
use shared::conversation;
use shared::ids::MessageId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{CONVERSATIONS, Floor, THREAD_PAGE, ThreadPage};
use shared::search::{Found, Hit, SEARCH};

use crate::on_both;
use crate::world::{Agent, Rights};

on_both! {
    async fn people_are_found_by_name_and_by_any_part_of_their_number(world: World) {
        let ana = world.agent("Ana").await;
        let (jose, mina) = (world.customer("José Ñandú").await, world.customer("Mina Park").await);
        jose.writes("Hello").await;
        mina.writes("Hello").await;
        let (of_jose, of_mina) = (world.conversation(&jose).await, world.conversation(&mina).await);
        world.rests().await;
        for query in ["jose", "NANDU", "nan jo", "josé"] {
            assert_eq!(people(&ana, query).await, [of_jose], "{query}");
        }
        let number = mina.number();
        let (country, rest) = number.split_at(2);
        for query in [
            number.clone(),
            format!("+{country} ({})-{}", &rest[..3], &rest[3..]),
            number[number.len() - 5..].to_owned(),
            format!("0{rest}"),
        ] {
            assert!(people(&ana, &query).await.contains(&of_mina), "{query}");
        }
        assert_eq!(people(&ana, "mina nandu").await, []);
    }

    async fn a_contact_is_found_by_the_name_of_today(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        let profile = |name: &str| json!([{ "wa_id": sam.number(), "profile": { "name": name } }]);
        for (n, name) in ["Zacharias", "Quentin"].into_iter().enumerate() {
            let at = world.clock.now().seconds();
            let mut value =
                world.whatsapp.text_message_value(&sam, "Hello", &format!("wamid.name.{n}"), at);
            value["contacts"] = profile(name);
            assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(vec![value])).await, 200);
            world.rests().await;
        }
        let chat = world.conversation(&sam).await;
        assert_eq!(people(&ana, "quentin").await, [chat]);
        assert_eq!(people(&ana, "zacharias").await, []);
    }

    async fn what_was_said_is_found_by_the_beginnings_of_its_words(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("The Crème brûlée arrived cold").await;
        sam.sends_file("document", "application/pdf", b"%PDF-1.4".to_vec(),
            json!({ "filename": "Rechnung_März.pdf", "caption": "the bill" })).await;
        sam.writes("自転車の修理は終わりましたか").await;
        sam.writes("Order 4711/b, 50% 'off'; -- \" * (x)").await;
        world.rests().await;
        let chat = world.conversation(&sam).await;
        ana.writes(chat, "We are sorry about the crème").await.unwrap();
        world.rests().await;
        for (query, expected) in [
            ("creme brul", vec!["The Crème brûlée arrived cold"]),
            ("CREME", vec!["We are sorry about the crème", "The Crème brûlée arrived cold"]),
            ("creme from:customer", vec!["The Crème brûlée arrived cold"]),
            ("creme from:us", vec!["We are sorry about the crème"]),
            ("marz rechnung", vec!["the bill Rechnung_März.pdf"]),
            ("has:document", vec!["the bill Rechnung_März.pdf"]),
            ("has:document creme", vec![]),
            ("修理", vec!["自転車の修理は終わりましたか"]),
            ("4711 off", vec!["Order 4711/b, 50% 'off'; -- \" * (x)"]),
            ("\"'*(:&|!", vec![]),
            ("creme before:2001-01-01", vec![]),
            ("creme after:2001-01-01 from:us", vec!["We are sorry about the crème"]),
            ("creme is:closed", vec![]),
        ] {
            match search(&ana, query, None).await {
                Ok(found) => assert_eq!(texts(&found), expected, "{query}"),
                Err(problem) => {
                    assert_eq!((problem.code, expected.len()), (Code::Invalid, 0), "{query}");
                }
            }
        }
    }

    async fn nobody_finds_what_they_may_not_see(world: World) {
        let sales = world.team("Sales").await;
        let rights = |visibility, teams: &[_]| Rights { role: Role::Agent, visibility, teams: teams.to_vec() };
        let olga = world.agent_with("Olga", rights(Visibility::Own, &[sales]), 0).await;
        let all = world.agent("Ana").await;
        let (sam, kim) = (world.customer("Sam Secret").await, world.customer("Kim Secret").await);
        sam.writes("The secret of Sam").await;
        kim.writes("The secret of Kim").await;
        let of_kim = world.conversation(&kim).await;
        assert_eq!(people(&olga, "secret").await, []);
        assert_eq!(texts(&search(&olga, "secret", None).await.unwrap()), [""; 0]);
        all.assigns(of_kim, Some(olga.id)).await.unwrap();
        assert_eq!(people(&olga, "secret").await, [of_kim]);
        assert_eq!(texts(&search(&olga, "secret", None).await.unwrap()), ["The secret of Kim"]);
        all.assigns(of_kim, None).await.unwrap();
        assert_eq!(people(&olga, "secret").await, []);
        assert_eq!(texts(&search(&olga, "secret", None).await.unwrap()), [""; 0]);
        assert_eq!(people(&all, "secret").await.len(), 2);
    }

    async fn there_is_no_end_of_time_but_pages(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        for n in 0..75 {
            sam.writes(&format!("needle {n}")).await;
        }
        world.rests().await;
        let chat = world.conversation(&sam).await;
        let (mut found, mut before) = (vec![], None);
        loop {
            let page = search(&ana, "need", before).await.unwrap();
            assert!(before.is_none() || page.people.is_empty());
            found.extend(texts(&page));
            before = page.more;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(found, (0..75).rev().map(|n| format!("needle {n}")).collect::<Vec<_>>());
        ana.does(Action::Conversation(chat, conversation::Action::Close)).await.unwrap();
        assert_eq!(texts(&search(&ana, "needle is:open", None).await.unwrap()), [""; 0]);
        assert_eq!(texts(&search(&ana, "needle is:closed", None).await.unwrap()).len(), 30);
    }
}

on_both! {
    async fn a_thread_opens_back_to_what_was_found(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        let begin = world.clock.now().seconds() - 1_000;
        for n in 0..240 {
            sam.writes_at(&format!("line {n}"), begin + n).await;
        }
        world.rests().await;
        let chat = world.conversation(&sam).await;
        let found = search(&ana, "120 line", None).await.unwrap();
        let hit = found.messages.iter().find(|it| texts_of(it) == "line 120").unwrap().message;
        let path = format!("{CONVERSATIONS}/{chat}/messages?until={hit}");
        let page: ThreadPage = ana.get(&path).await.unwrap();
        assert!(page.messages.len() < 240, "not all of it");
        assert!(page.messages.iter().position(|it| it.id == hit).unwrap() > 0, "and a little more");
        assert_eq!(page.messages.last().unwrap().content.preview(), "line 239");
        assert!(matches!(page.floor, Floor::At(_)));
        let stranger = MessageId(world.clock.ulid());
        let path = format!("{CONVERSATIONS}/{chat}/messages?until={stranger}");
        let page: ThreadPage = ana.get(&path).await.unwrap();
        assert_eq!(page.messages.len(), THREAD_PAGE);
    }
}

async fn search(agent: &Agent, query: &str, before: Option<i64>) -> Result<Found, Problem> {
    let mut address = reqwest::Url::parse("http://x").unwrap();
    address.query_pairs_mut().append_pair("q", query);
    if let Some(before) = before {
        address.query_pairs_mut().append_pair("before", &before.to_string());
    }
    agent.get(&format!("{SEARCH}?{}", address.query().unwrap())).await
}

async fn people(agent: &Agent, query: &str) -> Vec<shared::ids::ConversationId> {
    search(agent, query, None).await.unwrap().people.into_iter().map(|it| it.id).collect()
}

fn texts(found: &Found) -> Vec<String> {
    found.messages.iter().map(texts_of).collect()
}

fn texts_of(hit: &Hit) -> String {
    hit.snippet.iter().map(|it| it.text.as_str()).collect()
}
