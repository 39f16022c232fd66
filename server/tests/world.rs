//! The world in which a test happens: the real app on a real database, WhatsApp as the simulator over HTTP, and
//! agents with real sockets and real pictures.
//!
//! When a story ends, [`World::check`] holds the promises for whatever happened in it: every agent's picture equals a
//! fresh one, pushed counts equal SQL, and no work is left.

pub mod agent;
pub mod chance;
mod check;
pub mod database;
pub mod http;
mod many;
pub mod node;
pub mod program;
mod stories;
pub mod tab;
mod template;
mod vain;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use server::clock::Clock;
use server::features;
use shared::event::Actor;
use shared::ids::{AgentId, ConversationId, SessionId, TeamId};
use shared::permission::{Role, Visibility};
use simulator::{Options, Phone, Simulator};

pub use agent::Agent;
pub use database::Database;
pub use node::Node;

/// How long anything may take before a test gives up. No test asserts a duration.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Signs the simulator's webhooks.
pub const SECRET: &str = "the app's secret";
/// For the handshake.
pub const VERIFY_TOKEN: &str = "the verify token";

/// Everything a story needs.
#[derive(Clone)]
pub struct World {
    /// The servers, on one database.
    pub nodes: Vec<Node>,
    /// WhatsApp.
    pub whatsapp: Simulator,
    /// The time of the servers.
    pub clock: Clock,
    agents: Arc<Mutex<Vec<Agent>>>,
    settings: HashMap<String, String>,
    /// Servers that came later.
    later: Arc<Mutex<Vec<Node>>>,
}

/// What somebody may do and see.
pub struct Rights {
    pub role: Role,
    pub visibility: Visibility,
    pub teams: Vec<TeamId>,
}

impl World {
    /// Tells a story in a new world, and checks what it left.
    pub async fn tell<Story: Future<Output = ()>>(
        database: Database,
        redis: Option<&str>,
        nodes: usize,
        story: impl FnOnce(Self) -> Story,
    ) {
        Self::tell_having(database, redis, nodes, &[], story).await;
    }

    /// The same with servers that have these settings besides.
    pub async fn tell_having<Story: Future<Output = ()>>(
        database: Database,
        redis: Option<&str>,
        nodes: usize,
        settings: &[(&str, &str)],
        story: impl FnOnce(Self) -> Story,
    ) {
        let mut world = Self::without_servers(&database, redis, settings).await;
        for place in 0..nodes {
            world.nodes.push(world.starts(place).await);
        }
        world.whatsapp.set_webhook_url(world.nodes[0].webhook_url());
        story(world.clone()).await;
        world.check().await;
        world.end().await;
        database.drop().await;
    }

    async fn without_servers(
        database: &Database,
        redis: Option<&str>,
        besides: &[(&str, &str)],
    ) -> Self {
        let options = Options {
            app_secret: SECRET.into(),
            verify_token: VERIFY_TOKEN.into(),
            retry_first: Duration::from_millis(50),
            retry_most: Duration::from_secs(1),
            ..Options::default()
        };
        let (token, numbers) = (options.access_token.clone(), options.numbers.clone());
        let whatsapp = Simulator::start(options).await.unwrap();
        let clock = Clock::real();
        let mut settings = node::settings(database, redis);
        settings.extend(besides.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        settings.insert("ONEVOICE_WHATSAPP_API_URL".into(), whatsapp.base_url());
        settings.insert("ONEVOICE_WHATSAPP_PHONE_NUMBER_ID".into(), numbers[0].id.clone());
        settings.insert("ONEVOICE_WHATSAPP_DISPLAY_NUMBER".into(), numbers[0].display.clone());
        settings.insert("ONEVOICE_WHATSAPP_ACCESS_TOKEN".into(), token);
        let (agents, later) = (Arc::default(), Arc::default());
        Self { nodes: vec![], whatsapp, clock, agents, settings, later }
    }

    /// Another server beside the one in this place, whose memory begins now.
    pub async fn starts(&self, place: usize) -> Node {
        Node::start(node::named(self.settings.clone(), place), self.clock.clone()).await
    }

    /// Another server in the place of one, to which these agents go as it stops.
    pub async fn deploys(&self, place: usize, agents: impl Iterator<Item = &Agent>) {
        let node = self.starts(place).await;
        agents.for_each(|agent| agent.moves_to(&node));
        if place == 0 {
            self.whatsapp.set_webhook_url(node.webhook_url());
        }
        self.later.lock().unwrap().push(node);
        self.nodes[place].stop().await;
    }

    /// The first server.
    pub fn app(&self) -> &server::app::App {
        &self.nodes[0].app
    }

    /// Somebody who sees everything, with a socket.
    pub async fn agent(&self, name: &str) -> Agent {
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        self.agent_with(name, rights, 0).await
    }

    /// Somebody who may do everything, with a socket.
    pub async fn admin(&self, name: &str) -> Agent {
        self.agent_with(
            name,
            Rights { role: Role::Admin, visibility: Visibility::All, teams: vec![] },
            0,
        )
        .await
    }

    /// Somebody with these rights, with a socket at that node.
    pub async fn agent_with(&self, name: &str, rights: Rights, node: usize) -> Agent {
        let id = self.person(name, rights).await;
        self.logs_in(id, name, node).await
    }

    /// Another browser of somebody.
    pub async fn logs_in(&self, id: AgentId, name: &str, node: usize) -> Agent {
        let agent = Agent::log_in(&self.nodes[node], id, name).await;
        self.agents.lock().unwrap().push(agent.clone());
        agent
    }

    /// A socket in a session that somebody has.
    pub async fn opens(&self, id: AgentId, name: &str, session: SessionId) -> Agent {
        let agent = Agent::open(&self.nodes[0], id, name, session).await;
        self.agents.lock().unwrap().push(agent.clone());
        agent
    }

    /// Somebody who is not logged in.
    pub async fn person(&self, name: &str, rights: Rights) -> AgentId {
        let id = AgentId(self.clock.ulid());
        let person = shared::agent::Agent {
            id,
            name: name.into(),
            email: Some(format!("{}@example.com", id.to_string().to_lowercase())),
            role: rights.role,
            rights: rights.role.rights().unwrap_or_default(),
            visibility: rights.visibility,
            teams: rights.teams,
            active: true,
            joined: false,
            availability: shared::availability::Availability::Offline,
            available_since: self.clock.now(),
            in_call: None,
            wrap_up: None,
            shift: None,
            version: 1,
        };
        self.app()
            .write(Actor::System, move |tx| features::agent::invite(tx, person))
            .await
            .unwrap();
        id
    }

    /// A team of this name.
    pub async fn team(&self, name: &str) -> TeamId {
        let (id, name) = (TeamId(self.clock.ulid()), name.to_owned());
        let action = shared::team::Action::Create { name };
        self.app()
            .write(Actor::System, move |tx| features::team::handle(tx, id, action))
            .await
            .unwrap();
        id
    }

    /// A customer with a phone.
    pub async fn customer(&self, name: &str) -> Phone {
        self.whatsapp.phone(name).await
    }

    /// The conversation of a customer, once it is there.
    pub async fn conversation(&self, customer: &Phone) -> ConversationId {
        let phone = customer.number();
        self.conversation_where(move |it| it.contact.phone.as_deref() == Some(&phone)).await
    }

    /// The first conversation of this kind, once it is there.
    pub async fn conversation_where(
        &self,
        fits: impl Fn(&shared::conversation::Conversation) -> bool,
    ) -> ConversationId {
        let found = eventually(async || {
            let all = self.conversations().await;
            all.iter().find(|it| fits(it)).map(|it| it.id)
        });
        found.await.expect("the conversation appears")
    }

    /// All conversations, from SQL.
    pub async fn conversations(&self) -> Vec<shared::conversation::Conversation> {
        self.app().store.read(features::conversation::rows::every).await.unwrap()
    }

    /// Moves the time of servers and simulator.
    pub fn set_time(&self, now: shared::time::Timestamp) {
        self.clock.set(now);
        self.whatsapp.set_time(Some(now.seconds()));
        for node in &self.nodes {
            node.app.bus.ring_jobs_here();
        }
    }

    async fn end(&self) {
        let agents = std::mem::take(&mut *self.agents.lock().unwrap());
        for agent in agents {
            agent.leaves();
        }
        let later = self.later.lock().unwrap().clone();
        for node in self.nodes.iter().chain(&later) {
            node.leaves().await;
        }
    }
}

/// Looks again and again until there is something, or patience ends.
pub async fn eventually<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.ok()
}
