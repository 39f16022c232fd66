//! The webhooks on their way to the server. None is lost: each is tried until it is answered 200,
//! in the order of its customer, whatever happens to the server meanwhile.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};

use crate::envelope::{Change, envelope};
use crate::misbehaviour::Misbehaviour;
use crate::options::Options;
use crate::signature::{Signature, spell};
use crate::world::World;

/// What is posted at once.
#[derive(Clone)]
pub(crate) struct Webhook {
    /// Those of one lane go one after the other; a duplicate travels alone.
    pub(crate) lane: String,
    pub(crate) changes: Vec<Change>,
    /// The customer's messages in it, which have arrived when it is answered.
    pub(crate) wamids: Vec<String>,
    /// Told when it is answered 200.
    pub(crate) done: Option<Arc<Notify>>,
    pub(crate) tries: u32,
}

impl Webhook {
    pub(crate) fn new(lane: &str, change: Change) -> Self {
        let lane = lane.to_owned();
        Self { lane, changes: vec![change], wamids: Vec::new(), done: None, tries: 0 }
    }
}

/// Queues by lane, and what is not in a queue yet.
pub(crate) struct Outbox {
    pub(crate) url: watch::Sender<Option<String>>,
    /// Webhooks not answered 200 yet, wherever they are.
    pub(crate) pending: watch::Sender<usize>,
    http: reqwest::Client,
    slots: Semaphore,
    lanes: Mutex<HashMap<String, VecDeque<Webhook>>>,
    aside: Mutex<Aside>,
}

/// Webhooks kept back by a misbehaviour.
#[derive(Default)]
struct Aside {
    held: Vec<Webhook>,
    gathered: Vec<Webhook>,
}

/// How a try ended.
enum Answer {
    Ok,
    Refused,
    Unreachable,
}

impl Outbox {
    pub(crate) fn new(options: &Options) -> Self {
        // Meta gives a webhook about twenty seconds. No proxy and no certificates: the server is near.
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .no_proxy()
            .tls_certs_only([])
            .build()
            .expect("a client without TLS settings can be built");
        Self {
            url: watch::Sender::new(options.webhook_url.clone()),
            pending: watch::Sender::new(0),
            http,
            slots: Semaphore::new(options.parallel_webhooks.max(1)),
            lanes: Mutex::default(),
            aside: Mutex::default(),
        }
    }

    /// Keeps a webhook until [`release`].
    pub(crate) fn hold(&self, webhook: Webhook) {
        self.pending.send_modify(|pending| *pending += 1);
        self.aside().held.push(webhook);
    }

    /// Gathers a webhook with others; says how many there are.
    pub(crate) fn gather(&self, webhook: Webhook) -> usize {
        self.pending.send_modify(|pending| *pending += 1);
        let mut aside = self.aside();
        aside.gathered.push(webhook);
        aside.gathered.len()
    }

    /// Takes what was gathered.
    pub(crate) fn gathered(&self) -> Vec<Webhook> {
        std::mem::take(&mut self.aside().gathered)
    }

    /// Posts once, without retry; `None` when there was no answer.
    pub(crate) async fn attempt(&self, body: Vec<u8>, signature: Option<String>) -> Option<u16> {
        let url = self.url.subscribe().wait_for(Option::is_some).await.ok()?.clone()?;
        let mut request = self.http.post(url).header("Content-Type", "application/json");
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature-256", signature);
        }
        let answer = request.header("User-Agent", "facebookexternalua").body(body).send().await;
        match answer {
            Ok(answer) => Some(answer.status().as_u16()),
            Err(error) => {
                tracing::debug!(error = %error, "webhook.unreachable");
                None
            }
        }
    }

    /// Meta's GET before it delivers to a URL.
    pub(crate) async fn handshake(&self, verify_token: &str) -> bool {
        let Some(url) = self.url.borrow().clone() else { return false };
        let challenge = crate::ids::digits(10);
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", verify_token),
        ];
        let Ok(answer) = self.http.get(url).query(&query).send().await else { return false };
        answer.status().as_u16() == 200 && answer.text().await.is_ok_and(|body| body == challenge)
    }

    fn done(&self, webhooks: usize) {
        self.pending.send_modify(|pending| *pending = pending.saturating_sub(webhooks));
    }

    fn aside(&self) -> MutexGuard<'_, Aside> {
        self.aside.lock().expect("nothing panics while it holds the outbox")
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Webhook>>> {
        self.lanes.lock().expect("nothing panics while it holds the outbox")
    }

    /// The next of a lane, or the end of the lane.
    fn next_of(&self, lane: &str) -> Option<Webhook> {
        let mut lanes = self.lanes();
        let next = lanes.get_mut(lane).and_then(VecDeque::pop_front);
        if next.is_none() {
            lanes.remove(lane);
        }
        next
    }
}

/// Sends a webhook after a while.
pub(crate) fn send(world: &Arc<World>, webhook: Webhook, after: Duration) {
    world.outbox.pending.send_modify(|pending| *pending += 1);
    later(world, webhook, after);
}

/// Lets go of what was held or gathered.
pub(crate) fn release(world: &Arc<World>) {
    let aside = std::mem::take(&mut *world.outbox.aside());
    for webhook in aside.held.into_iter().chain(aside.gathered) {
        enqueue(world, webhook);
    }
}

/// Sends webhooks that are counted already as one request.
pub(crate) fn send_as_one(world: &Arc<World>, webhooks: Vec<Webhook>) {
    let gone = webhooks.len().saturating_sub(1);
    let one = webhooks.into_iter().reduce(|mut one, other| {
        one.changes.extend(other.changes);
        one.wamids.extend(other.wamids);
        one.done = one.done.or(other.done);
        one
    });
    if let Some(one) = one {
        world.outbox.done(gone);
        enqueue(world, one);
    }
}

/// Sends webhooks that are counted already, each alone so that they may overtake one another.
pub(crate) fn send_each(world: &Arc<World>, webhooks: Vec<Webhook>) {
    for webhook in webhooks {
        enqueue(world, webhook);
    }
}

fn later(world: &Arc<World>, webhook: Webhook, after: Duration) {
    if after.is_zero() {
        return enqueue(world, webhook);
    }
    let own = Arc::clone(world);
    world.runtime.spawn(async move {
        tokio::time::sleep(after).await;
        enqueue(&own, webhook);
    });
}

fn enqueue(world: &Arc<World>, webhook: Webhook) {
    let lane = webhook.lane.clone();
    let mut lanes = world.outbox.lanes();
    if let Some(queue) = lanes.get_mut(&lane) {
        queue.push_back(webhook);
        return;
    }
    lanes.insert(lane.clone(), VecDeque::from([webhook]));
    drop(lanes);
    world.runtime.spawn(run_lane(Arc::clone(world), lane));
}

async fn run_lane(world: Arc<World>, lane: String) {
    while let Some(webhook) = world.outbox.next_of(&lane) {
        deliver(&world, webhook).await;
    }
}

/// Tries until there is an answer. One that is not 200 makes the webhook step aside, so that what
/// the server dislikes does not block what follows; an absent server is waited for.
async fn deliver(world: &Arc<World>, mut webhook: Webhook) {
    loop {
        let answer = attempt(world, &webhook).await;
        webhook.tries += 1;
        match answer {
            Answer::Ok => {
                world.arrived(&webhook.wamids);
                world.outbox.done(1);
                if let Some(done) = webhook.done {
                    done.notify_one();
                }
                return;
            }
            Answer::Refused => {
                let wait = backoff(&world.options, webhook.tries);
                return later(world, webhook, wait);
            }
            Answer::Unreachable => {
                let mut moved = world.outbox.url.subscribe();
                let wait = tokio::time::sleep(backoff(&world.options, webhook.tries));
                tokio::select! {
                    () = wait => {}
                    _ = moved.changed() => {}
                }
            }
        }
    }
}

async fn attempt(world: &Arc<World>, webhook: &Webhook) -> Answer {
    let Ok(_slot) = world.outbox.slots.acquire().await else { return Answer::Unreachable };
    let options = &world.options;
    let body = spell(&envelope(&options.waba_id, world.clock.now(), &webhook.changes));
    let signature = signature_now(world).header(&options.app_secret, &body);
    match world.outbox.attempt(body, signature).await {
        Some(200) => Answer::Ok,
        Some(status) => {
            tracing::warn!(status, tries = webhook.tries, "webhook.refused");
            Answer::Refused
        }
        None => Answer::Unreachable,
    }
}

fn signature_now(world: &World) -> Signature {
    let mut state = world.state();
    if state.plans.happens(&Misbehaviour::WrongSignature) {
        Signature::Wrong
    } else if state.plans.happens(&Misbehaviour::MissingSignature) {
        Signature::Missing
    } else {
        Signature::Valid
    }
}

fn backoff(options: &Options, tries: u32) -> Duration {
    let factor = 2_u32.saturating_pow(tries.saturating_sub(1).min(16));
    options.retry_first.saturating_mul(factor).min(options.retry_most)
}
