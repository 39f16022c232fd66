//! A busy day at a shop: a dozen customers who write, wait for an answer and answer back, so that a
//! newcomer sees life. What happens is written in `script`; the pace is random but seeded.

mod script;

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::customer::Customer;
use crate::phone::Phone;
use crate::picture;
use crate::world::World;
use script::{Actor, Step};

/// The first minute is quick, to welcome the newcomer.
const WELCOME: Duration = Duration::from_mins(1);

/// Starts the day, unless one goes on; everything happens `hurry` times as fast as in life.
pub(crate) fn start(world: &Arc<World>, hurry: f64) {
    if goes_on(world) {
        return;
    }
    let mut playing = world.busy_day.lock().expect("nothing panics while it holds the day");
    *playing = Some(world.runtime.spawn(play(Arc::clone(world), hurry)));
}

/// Whether a day is being played.
pub(crate) fn goes_on(world: &World) -> bool {
    let playing = world.busy_day.lock().expect("nothing panics while it holds the day");
    playing.as_ref().is_some_and(|day| !day.is_finished())
}

/// Ends the day; what was said stays said.
pub(crate) fn stop(world: &World) {
    let playing = world.busy_day.lock().expect("nothing panics while it holds the day").take();
    if let Some(day) = playing {
        day.abort();
    }
}

async fn play(world: Arc<World>, hurry: f64) {
    let seed = world.options.seed;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut actors: Vec<&'static Actor> = script::ACTORS.iter().collect();
    random.shuffle(&mut actors);
    let pacer = Arc::new(Pacer::new(hurry));
    let mut players = JoinSet::new();
    for (nth, actor) in (0_u64..).zip(actors) {
        let player = Player {
            phone: Phone::new(&world, world.add(customer(actor))),
            random: fastrand::Rng::with_seed(seed ^ nth),
            pacer: Arc::clone(&pacer),
            hurry,
        };
        players.spawn(player.play(actor.stories));
    }
    // Dropping the set, when this task is aborted, ends the players.
    while players.join_next().await.is_some() {}
}

fn customer(actor: &Actor) -> Customer {
    Customer {
        name: actor.name.into(),
        phone: actor.phone.into(),
        wa_id: actor.wa_id.map(Into::into),
        username: actor.username.map(Into::into),
        hide_phone: actor.username.is_some(),
        ..Customer::default()
    }
}

/// Keeps those who write unasked from writing all at once.
struct Pacer {
    hurry: f64,
    start: Instant,
    next: Mutex<Instant>,
}

impl Pacer {
    fn new(hurry: f64) -> Self {
        Self { hurry, start: Instant::now(), next: Mutex::new(Instant::now()) }
    }

    /// Waits for a turn: some five seconds apart in the first minute, half a minute later on.
    async fn turn(&self, random: &mut fastrand::Rng) {
        let mut next = self.next.lock().await;
        sleep_until(*next).await;
        let welcoming = self.start.elapsed() < WELCOME.div_f64(self.hurry);
        let (least, spread) = if welcoming { (3.5, 3.5) } else { (15.0, 30.0) };
        let gap = Duration::from_secs_f64(least + spread * random.f64());
        *next = Instant::now() + gap.div_f64(self.hurry);
    }
}

struct Player {
    phone: Phone,
    random: fastrand::Rng,
    pacer: Arc<Pacer>,
    hurry: f64,
}

impl Player {
    /// Tells one story after the other, for ever, with a long pause between them.
    async fn play(mut self, stories: &'static [script::Story]) {
        for story in stories.iter().cycle() {
            self.tell(story).await;
            // Whatever the business says meanwhile is read, and sometimes thanked for.
            let pause = self.seconds(600.0, 1200.0);
            drop(timeout(pause, self.linger()).await);
        }
    }

    /// Acts follow one another when the business answers; without an answer the story ends there.
    async fn tell(&mut self, story: script::Story) {
        for (nth, act) in story.iter().enumerate() {
            let heard = self.phone.received().len();
            for (step_nth, step) in act.iter().enumerate() {
                if nth == 0 && step_nth == 0 {
                    self.pacer.turn(&mut self.random).await;
                } else if step_nth > 0 {
                    self.pause(2.0, 5.0).await;
                }
                self.take(step).await;
            }
            let patience = self.seconds(400.0, 700.0);
            if timeout(patience, self.answered(heard)).await.is_err() {
                return;
            }
            self.pause(1.0, 3.0).await;
            self.phone.reads().await;
            self.pause(3.0, 8.0).await;
        }
    }

    async fn linger(&mut self) {
        loop {
            let heard = self.phone.received().len();
            self.answered(heard).await;
            self.pause(1.5, 5.0).await;
            self.phone.reads().await;
            if self.random.f64() < 0.4 {
                self.pause(2.0, 5.0).await;
                self.take(&Step::Reacts("👍")).await;
            }
        }
    }

    /// Waits until the business has said more than it had.
    async fn answered(&self, heard: usize) {
        let mut changes = self.phone.world.changed.subscribe();
        while self.phone.received().len() <= heard {
            // The sender lives as long as the world.
            drop(changes.changed().await);
        }
    }

    async fn take(&mut self, step: &Step) {
        let phone = &self.phone;
        let last = phone.received().last().map(|received| received.wamid.clone());
        match (step, last) {
            (Step::Quotes(text), Some(wamid)) => phone.replies_to(&wamid, text).await,
            (Step::Says(text) | Step::Quotes(text), _) => phone.writes(text).await,
            (Step::Reacts(emoji), Some(wamid)) => phone.reacts_to(&wamid, emoji).await,
            (Step::Reacts(emoji), None) => phone.writes(emoji).await,
            (Step::Place { name, address, latitude, longitude }, _) => {
                let place = json!({
                    "latitude": latitude, "longitude": longitude, "name": name, "address": address,
                });
                phone.sends("location", place).await
            }
            (Step::Picture(caption), _) => {
                let caption = json!({ "caption": caption });
                phone.sends_file("image", "image/png", picture::broken_parcel(), caption).await
            }
        };
    }

    async fn pause(&mut self, least: f64, most: f64) {
        sleep(self.seconds(least, most)).await;
    }

    fn seconds(&mut self, least: f64, most: f64) -> Duration {
        Duration::from_secs_f64(least + (most - least) * self.random.f64()).div_f64(self.hurry)
    }
}
