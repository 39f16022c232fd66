//! Several servers on one PostgreSQL: an agent at each sees the other's work, with Redis and without.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use shared::conversation::Action;
use shared::ids::ConversationId;
use shared::message::Status;
use shared::view::View;

use crate::message::crossing::one_is_heard_in_each_round;
use crate::on_nodes;
use crate::world::http::client;
use crate::world::{Agent, Database, Rights, World, eventually};

fn everything() -> Rights {
    let role = shared::permission::Role::Agent;
    Rights { role, visibility: shared::permission::Visibility::All, teams: vec![] }
}

on_nodes! {
    async fn an_agent_at_each_node_sees_the_others_work(world: World) {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        for agent in [&ana, &ben] {
            agent.sees_list(View::Unassigned, vec![chat]).await;
            agent.opens(chat).await;
        }
        ben.assigns(chat, Some(ben.id)).await.unwrap();
        ana.sees_list(View::Unassigned, vec![]).await;
        let answer = ben.writes(chat, "Hi, Sam").await.unwrap();
        ana.sees_text(chat, "Hi, Sam").await;
        ana.sees_delivery(chat, answer, Status::Delivered).await;
    }

    async fn answers_of_one_conversation_leave_in_order_from_two_nodes(world: World) {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        for n in 0..20 {
            let agent = if n % 2 == 0 { &ana } else { &ben };
            agent.writes(chat, &format!("{n}")).await.unwrap();
        }
        world.rests().await;
        let texts: Vec<_> = sam.received().iter().map(|it| it.body["body"].clone()).collect();
        assert_eq!(texts, (0..20).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    async fn of_two_who_answer_at_two_nodes_at_once_one_is_heard(world: World) {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        one_is_heard_in_each_round(&world, &[ana, ben], chat, &sam).await;
    }

    async fn what_two_nodes_have_to_do_is_done_once(world: World) {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let mut customers = vec![];
        for n in 0..100 {
            let customer = world.customer(&format!("Customer {n}")).await;
            customer.writes("Hello").await;
            customers.push(customer);
        }
        let mut writing = vec![];
        for (n, customer) in customers.iter().enumerate() {
            let (agent, chat) = (if n % 2 == 0 { &ana } else { &ben }.clone(), world.conversation(customer).await);
            writing.push(tokio::spawn(async move { agent.writes(chat, "Hi").await.unwrap() }));
        }
        for answer in writing {
            answer.await.unwrap();
        }
        world.rests().await;
        for customer in customers {
            assert_eq!(customer.received().len(), 1, "{}", customer.name());
        }
    }

    async fn two_who_take_a_conversation_at_once_agree_in_the_end(world: World) {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let (one, other) = tokio::join!(ana.assigns(chat, Some(ana.id)), ben.assigns(chat, Some(ben.id)));
        one.unwrap();
        other.unwrap();
        ana.does(shared::command::Action::Conversation(chat, Action::Close)).await.unwrap();
        for agent in [&ana, &ben] {
            agent.sees_list(View::Closed, vec![chat]).await;
        }
    }
}

/// A Redis of our own, to be stopped and started.
struct Redis {
    port: u16,
    child: Option<Child>,
}

impl Redis {
    fn new() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut redis = Self { port, child: None };
        redis.start();
        redis
    }

    fn start(&mut self) {
        let mut command = Command::new("redis-server");
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        self.child =
            Some(command.stdout(Stdio::null()).spawn().expect("redis-server is installed"));
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What Ben's node does reaches the other by a signal, once that has found Redis again. Nothing else rings there
/// meanwhile: without the signal only polling would tell.
async fn rings_again(world: &World, ben: &Agent, chat: ConversationId) {
    world.rests().await;
    let heads = world.nodes[0].app.bus.listen_for_heads();
    for _ in 0..60 {
        let done = ben.assigns(chat, Some(ben.id)).await.unwrap();
        let mut heads = heads.clone();
        let rung = heads.wait_for(|head| *head >= done.seq);
        if tokio::time::timeout(Duration::from_millis(500), rung).await.is_ok() {
            return;
        }
        ben.assigns(chat, None).await.unwrap();
    }
    panic!("Redis is back, and nobody rings");
}

/// `/health` says whether Redis is there.
async fn hears_others(world: &World, there: bool) {
    let url = world.nodes[0].url("/health");
    let seen = eventually(async || {
        let health: serde_json::Value =
            client().get(&url).send().await.unwrap().json().await.unwrap();
        (health["status"] == "well" && health["redis"] == there).then_some(())
    });
    assert!(seen.await.is_some(), "Redis is there: {there}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_of_others_arrives_without_redis_and_when_it_is_back_on_postgres() {
    let mut redis = Redis::new();
    let url = format!("redis://127.0.0.1:{}", redis.port);
    let database = Database::postgres().await;
    let story = async |world: World| {
        let ana = world.agent_with("Ana", everything(), 0).await;
        let ben = world.agent_with("Ben", everything(), 1).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        ben.opens(chat).await;
        for round in 0..2 {
            redis.stop();
            hears_others(&world, false).await;
            ben.writes(chat, &format!("without {round}")).await.unwrap();
            ana.sees_text(chat, &format!("without {round}")).await;
            redis.start();
            ana.writes(chat, &format!("with {round}")).await.unwrap();
            ben.sees_text(chat, &format!("with {round}")).await;
            rings_again(&world, &ben, chat).await;
            hears_others(&world, true).await;
        }
    };
    World::tell(database, Some(&url), 2, story).await;
}
