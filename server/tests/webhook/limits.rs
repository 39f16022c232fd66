//! Large, broken and poisonous deliveries: taken or refused as a whole, and never at the cost of what follows.

use serde_json::{Value, json};
use shared::message::Content;
use shared::time::Millis;
use simulator::Signature;

use super::tools::{SIGNATURE, contents, deliver_all, is_read, kept, post, says, sign, sql};
use super::types::text;
use crate::on_both;
use crate::world::http::client;
use crate::world::{World, eventually};

/// What Meta may send at once: 3 MB and 1,000 updates.
const LARGEST: usize = 3 * 1024 * 1024;

on_both! {
    async fn three_megabytes_with_a_thousand_updates_are_taken(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let words = "ä".repeat(1_000);
        let mut values: Vec<_> = (0..1_000).map(|n| {
            let mut value = says(&world, &sam, n);
            value["messages"][0]["text"]["body"] = json!(format!("{n} {words}"));
            value
        }).collect();
        let body = |values: &[Value]| world.whatsapp.envelope(values.to_vec()).to_string();
        let left = LARGEST - body(&values).len();
        values[999]["padding"] = json!("x".repeat(left - r#","padding":"""#.len()));
        let body = body(&values);
        assert_eq!(body.len(), LARGEST);
        assert_eq!(world.whatsapp.deliver_raw(body, Signature::Valid).await, 200);
        is_read(&world).await;
        let shown = contents(&ana, world.conversation(&sam).await).await;
        assert_eq!(shown.len(), 1_000);
        for (n, shown) in shown.iter().enumerate() {
            assert_eq!(shown, &text(&format!("{n} {words}")));
        }
    }

    async fn one_byte_more_is_too_large_and_not_stored(world: World) {
        for length in [LARGEST + 1, 2 * LARGEST] {
            let body = vec![b' '; length];
            let request = post(&client(), &world.nodes[0], body.clone()).header(SIGNATURE, sign(&body));
            assert_eq!(request.send().await.unwrap().status(), 413);
        }
        assert_eq!(kept(&world).await, []);
        hello_arrives(&world, "Eve").await;
    }

    async fn what_is_no_json_is_kept_aside_with_its_error(world: World) {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let deep_object = format!("{}0{}", r#"{"entry":"#.repeat(10_000), "}".repeat(10_000));
        let nonsense: [&[u8]; 10] = [b"", b" ", b"hello", b"{", b"{\"entry\":[}", b"\xff\xfe", b"{} {}", b"\0",
            deep.as_bytes(), deep_object.as_bytes()];
        for body in nonsense {
            assert_eq!(world.whatsapp.deliver_raw(body, Signature::Valid).await, 200, "nothing is gained by repeating it");
        }
        hello_arrives(&world, "Eve").await;
        let kept = kept(&world).await;
        assert_eq!(kept.len(), nonsense.len() + 1);
        for it in &kept[..nonsense.len()] {
            assert!(it.error.as_ref().unwrap().starts_with("the body is no JSON"), "{it:?}");
            assert!(!it.pending);
        }
        assert_eq!(kept.last().unwrap().error, None);
    }

    async fn json_that_says_nothing_to_us_costs_nothing(world: World) {
        for body in ["null", "0", "\"x\"", "[]", "[[]]", "{}", r#"{"entry":null}"#, r#"{"entry":[]}"#, r#"{"entry":{}}"#,
            r#"{"entry":[{"changes":[{"value":{}}]}]}"#, r#"{"object":"page","entry":[{"messaging":[]}]}"#] {
            assert_eq!(world.whatsapp.deliver_raw(body, Signature::Valid).await, 200, "{body}");
        }
        hello_arrives(&world, "Eve").await;
        assert_eq!(world.conversations().await.len(), 1);
    }

    async fn half_a_character_costs_one_character(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let body = world.whatsapp.envelope(vec![says(&world, &sam, 7), says(&world, &sam, 8)]).to_string();
        for (n, half) in [("1", r"a\ud83d"), ("2", r"\udc4d"), ("3", r"nul\u0000")] {
            let body = body.replacen(r#""body":"7""#, &format!(r#""body":"{half}""#), 1).replace("wamid.", &format!("wamid.{n}."));
            assert_eq!(world.whatsapp.deliver_raw(body, Signature::Valid).await, 200);
        }
        let cut = body.replacen(r#""body":"7""#, "\"body\":\"\u{1f44d}\"", 1).replace("wamid.", "wamid.4.");
        let at = cut.find('\u{1f44d}').unwrap();
        let mut cut = cut.into_bytes();
        cut.drain(at + 2..at + 4);
        assert_eq!(world.whatsapp.deliver_raw(cut, Signature::Valid).await, 200);
        is_read(&world).await;
        let shown = contents(&ana, world.conversation(&sam).await).await;
        let expected = ["a\u{fffd}", "\u{fffd}", "nul\u{fffd}", "\u{fffd}", "8", "8", "8", "8"];
        assert_eq!(shown, expected.map(text));
    }

    async fn one_that_the_database_refuses_is_kept_aside_alone(world: World) {
        poison(&world).await;
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let bodies = (0..30).map(|n| {
            let mut value = says(&world, &sam, n);
            if n % 10 == 5 {
                value["messages"][0]["text"]["body"] = json!("poison");
            }
            world.whatsapp.envelope(vec![value])
        });
        deliver_all(&world, bodies.collect()).await;
        hello_arrives(&world, "Eve").await;
        assert_eq!(kept(&world).await.iter().filter(|it| it.pending).count(), 3, "they are tried again");
        // Each time after a longer pause, then no more.
        let given_up = eventually(async || {
            world.set_time(world.clock.now() + Millis::minutes(2));
            let left = kept(&world).await.iter().any(|it| it.pending);
            (!left).then_some(())
        });
        given_up.await.expect("nothing is tried for ever");
        let shown = contents(&ana, world.conversation(&sam).await).await;
        let healthy = (0..30).filter(|n| n % 10 != 5).map(|n| text(&n.to_string()));
        assert_eq!(shown, healthy.collect::<Vec<_>>());
        let errors: Vec<_> = kept(&world).await.into_iter().filter_map(|it| it.error).collect();
        assert_eq!(errors.len(), 3);
        assert!(errors.iter().all(|it| it.contains("no poison here")), "{errors:?}");
        hello_arrives(&world, "Bob").await;
    }

    async fn texts_of_absurd_length_are_shown(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let long = "x".repeat(400_000);
        let mut value = says(&world, &sam, 0);
        value["messages"][0]["text"]["body"] = json!(long);
        value["contacts"][0]["profile"]["name"] = json!(long);
        let mut strange = says(&world, &sam, 1);
        // No id that WhatsApp would give: then it has none.
        strange["messages"][0]["id"] = json!(long);
        strange["messages"][0]["context"] = json!({"id": long});
        let message = json!({"type": long, long.clone(): {"body": 1}});
        let unknown = world.whatsapp.message_value(&sam, message, "wamid.2", world.clock.now().seconds());
        deliver_all(&world, vec![world.whatsapp.envelope(vec![value, strange, unknown])]).await;
        is_read(&world).await;
        let shown = contents(&ana, world.conversation(&sam).await).await;
        assert_eq!(shown[..2], [text(&long), text("1")]);
        assert!(matches!(shown[2], Content::Unsupported { .. }));
    }
}

/// Makes the database refuse what contains `poison`, and nothing else.
async fn poison(world: &World) {
    let sqlite = "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN NEW.content LIKE '%poison%'
        BEGIN SELECT RAISE(ABORT, 'no poison here'); END";
    let postgres = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no poison here'; END $$;
        CREATE TRIGGER poison BEFORE INSERT ON messages FOR EACH ROW
        WHEN (NEW.content LIKE '%poison%') EXECUTE FUNCTION refuse()";
    sql(world, sqlite, postgres).await;
}

/// What follows is there at once.
async fn hello_arrives(world: &World, name: &str) {
    let (ana, eve) = (world.agent("Ana").await, world.customer(name).await);
    eve.writes("Hello").await;
    let chat = world.conversation(&eve).await;
    ana.opens(chat).await;
    ana.sees_text(chat, "Hello").await;
}
