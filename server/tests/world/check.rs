//! What holds after every story, whatever happened in it.

use std::collections::{BTreeMap, BTreeSet};

use server::features::{self, conversation, search, session};
use server::jobs::Job;
use server::policy::Viewer;
use server::store::{jobs, log, webhooks};
use shared::availability::Availability;
use shared::conversation::Conversation;
use shared::event::Seq;
use shared::reads::Floor;
use shared::state::State;
use shared::time::Millis;
use shared::view::View;

use super::{Agent, World, eventually, vain};

impl World {
    /// Waits until everything has come to rest, then compares.
    pub async fn check(&self) {
        self.whatsapp.behave();
        self.rests().await;
        let given_up = self.app().store.read(jobs::given_up).await.unwrap();
        assert_eq!(given_up, [], "no job was given up");
        let mut agents = self.agents.lock().unwrap().clone();
        agents.retain(|agent| agent.refused.borrow().is_none());
        self.all_are_there(&agents).await;
        self.rests().await;
        self.nobody_waits_in_vain().await;
        self.what_is_known_is_searched().await;
        for agent in agents {
            self.compare(&agent).await;
        }
    }

    /// No customer waits to whom a rule would give somebody now.
    async fn nobody_waits_in_vain(&self) {
        let now = self.clock.now();
        let plan = self.app().store.read(move |conn| features::allocation::drain::plan(conn, now));
        let plan = plan.await.unwrap();
        assert!(plan.as_ref().is_none_or(|it| !it.late()), "somebody waits: {plan:#?}");
        let vain = self.app().store.read(vain::waits_in_vain).await.unwrap();
        assert!(vain.is_empty(), "somebody waits for whom somebody has room: {vain:#?}");
    }

    /// The index has what is on each conversation and known of it, and nothing else.
    async fn what_is_known_is_searched(&self) {
        let read = |conn: &mut server::store::Conn| {
            for it in conversation::rows::every(conn)? {
                let body = search::rows::known::body(conn, it.id)?.unwrap_or_default();
                assert_eq!(body, search::vocabulary::index(&it), "{it:?}");
            }
            Ok(())
        };
        self.app().store.read(read).await.unwrap();
    }

    /// Waits until everybody is known to be there, and holds it so: it goes into the log like everything else.
    async fn all_are_there(&self, agents: &[Agent]) {
        for agent in agents {
            agent.finds_the_network();
        }
        let there = eventually(async || {
            let all = self.app().store.read(features::agent::rows::all).await.unwrap();
            let offline = |it: &Agent| {
                let found = all.iter().find(|agent| agent.id == it.id);
                found.is_some_and(|it| it.active && it.availability == Availability::Offline)
            };
            let refused = |it: &Agent| it.refused.borrow().is_some();
            agents.iter().all(|it| refused(it) || !offline(it)).then_some(())
        });
        there.await.expect("who has a tab is not offline");
        for node in &self.nodes {
            node.app.attendance.ends().await;
        }
    }

    /// Waits until WhatsApp has delivered everything and no work is left.
    pub async fn rests(&self) {
        let rest = eventually(async || {
            self.whatsapp.settled().await;
            let now = self.clock.now();
            let left = self
                .app()
                .store
                .read(move |conn| {
                    let later = jobs::later(conn, now)?;
                    Ok((jobs::waiting(conn)?, later, webhooks::any_pending(conn)?))
                })
                .await;
            let (mut jobs, later, webhooks) = left.unwrap();
            // What is put off for days is no work that is left, nor what is tried again by a clock that stands.
            let stands = self.clock.stands();
            let waits = |job: &Job| match job {
                Job::Wake { .. }
                | Job::Release { .. }
                | Job::Erase { .. }
                | Job::Remind { .. }
                | Job::RingOn { .. }
                | Job::ForgetRecording { .. }
                | Job::WrapUp { .. }
                | Job::Shift { .. }
                | Job::AllocateLater => true,
                // In a few seconds at most.
                Job::Cede { .. } | Job::SyncTemplates { .. } => stands,
                _ => false,
            };
            // There may be thousands of them.
            let put_off: BTreeSet<_> = later.iter().map(|it| format!("{it:?}")).collect();
            jobs.retain(|job| !waits(job) || !put_off.contains(&format!("{job:?}")));
            // Nothing is tried again by a clock that stands.
            if stands && jobs.iter().any(|job| later.contains(job)) {
                self.set_time(self.clock.now() + Millis::seconds(1));
            }
            (jobs.is_empty() && !webhooks && self.whatsapp.pending_webhooks() == 0).then_some(())
        });
        if rest.await.is_none() {
            let left = self.app().store.read(jobs::waiting).await.unwrap();
            panic!("work is left: {left:?}, {} webhooks", self.whatsapp.pending_webhooks());
        }
    }

    /// What an agent sees equals what they would fetch now.
    async fn compare(&self, agent: &Agent) {
        let head = self.app().store.read(log::cursor).await.unwrap();
        agent.sees(&format!("{:?}", head.seq), |state| state.cursor().seq >= head.seq).await;
        let mut fresh = agent.fresh().await;
        assert_eq!(fresh.cursor(), agent.look(State::cursor), "nothing happens any more");
        agent.look(|live| {
            assert_eq!(live.agents(), fresh.agents(), "{}", agent.name);
            assert_eq!(live.roles(), fresh.roles(), "{}", agent.name);
            assert_eq!(live.teams(), fresh.teams(), "{}", agent.name);
            assert_eq!(live.numbers(), fresh.numbers(), "{}", agent.name);
            assert_eq!(live.labels(), fresh.labels(), "{}", agent.name);
            assert_eq!(live.attributes(), fresh.attributes(), "{}", agent.name);
            assert_eq!(live.quick_replies(), fresh.quick_replies(), "{}", agent.name);
            assert_eq!(live.mentions(), fresh.mentions(), "{}", agent.name);
            assert_eq!(live.spaces(), fresh.spaces(), "{}", agent.name);
            assert_eq!(live.bulks(), fresh.bulks(), "{}", agent.name);
            assert_eq!(live.allocation(), fresh.allocation(), "{}", agent.name);
            assert_eq!(live.call_settings(), fresh.call_settings(), "{}", agent.name);
            assert!(live.calls().eq(fresh.calls()), "{}", agent.name);
            let mine = |it: &&Conversation| it.asked_of(agent.id).is_some();
            assert!(live.asked().filter(mine).eq(fresh.asked().filter(mine)), "{}", agent.name);
        });
        self.compare_lists(agent, &mut fresh).await;
        self.compare_counts(agent, head.seq).await;
        self.compare_threads(agent).await;
    }

    async fn compare_lists(&self, agent: &Agent, fresh: &mut State) {
        for view in &agent.views() {
            // As far down as the agent has scrolled.
            let floor = agent.look(|live| live.list(view).unwrap().floor());
            while fresh.list(view).unwrap().floor() > floor {
                let Some(Floor::At((at, id))) = fresh.list(view).unwrap().floor() else { break };
                let path =
                    format!("{}?view={view}&at={}&id={id}", shared::reads::CONVERSATIONS, at.0);
                fresh.merge_list(agent.get(&path).await.unwrap());
            }
            let shown = |state: &State| {
                let ids = state.list(view).unwrap().ids();
                ids.map(|id| state.conversation(id).cloned().unwrap()).collect::<Vec<_>>()
            };
            if view.timed() {
                // Time reaches a client some moments after it has passed.
                let fresh = shown(fresh);
                let same = |live: &State| fresh.starts_with(&shown(live));
                agent.sees(&format!("{view} as of now: {fresh:#?}"), same).await;
            }
            let now = self.clock.now();
            agent.look(|live| {
                let (live, fresh) = (shown(live), shown(fresh));
                let same = live.iter().zip(&fresh).all(|(live, fresh)| live == fresh);
                assert!(
                    same && fresh.len() >= live.len(),
                    "{} in {view}: {live:#?} {fresh:#?}",
                    agent.name
                );
                // A page of another list may reach further down than this agent has looked.
                let rest = fresh.get(live.len()).map(|it| view.key(it, now));
                assert!(
                    rest.is_none_or(|key| Some(Floor::At(key)) < floor),
                    "{} misses rows of {view}",
                    agent.name
                );
            });
        }
    }

    async fn compare_counts(&self, agent: &Agent, head: Seq) {
        let session = agent.session;
        let (views, now) = (agent.views(), self.clock.now());
        let counted = self.app().store.snapshot(move |conn| {
            let viewer = Viewer::of(session::rows::agent_of(conn, session)?.unwrap(), session);
            assert_eq!(log::cursor(conn)?.seq, head);
            views
                .into_iter()
                .map(|view| {
                    let count = conversation::rows::count(conn, &viewer, &view, now)?;
                    Ok((view, count))
                })
                .collect()
        });
        let counted: BTreeMap<View, u64> = counted.await.unwrap();
        agent
            .sees(&format!("the counts {counted:?}"), |state| {
                counted.iter().all(|(view, count)| state.count(view) == Some(*count))
            })
            .await;
    }

    async fn compare_threads(&self, agent: &Agent) {
        let open: Vec<_> = agent.look(|live| live.threads().map(|(id, _)| id).collect());
        let mut fresh = agent.fresh().await;
        for it in open {
            let floor = agent.look(|live| live.thread(it).unwrap().floor());
            let mut path = format!("{}/{it}/messages", shared::reads::CONVERSATIONS);
            loop {
                fresh.expect_thread(it);
                fresh.merge_thread(agent.get(&path).await.unwrap());
                match fresh.thread(it).unwrap().floor() {
                    Some(Floor::At((at, id))) if Some(Floor::At((at, id))) > floor => {
                        path = format!(
                            "{}/{it}/messages?at={}&id={id}",
                            shared::reads::CONVERSATIONS,
                            at.0
                        );
                    }
                    _ => break,
                }
            }
            agent.look(|live| {
                let (live, fresh) = (live.thread(it).unwrap(), fresh.thread(it).unwrap());
                let from = live.floor().filter(|it| *it != Floor::End);
                let above = |place| from.is_none_or(|from| from <= Floor::At(place));
                let activities = fresh.activities().filter(|it| above(it.place()));
                assert!(live.activities().eq(activities), "{} in {it}", agent.name);
                let notes = fresh.notes().filter(|note| above(note.place()));
                assert!(live.notes().eq(notes), "{} in {it}", agent.name);
                assert_eq!(live.held(), fresh.held(), "{} in {it}", agent.name);
                let fresh: Vec<_> = fresh
                    .messages()
                    .filter(|message| above(message.place()))
                    .map(|message| (message, fresh.delivery(message.id)))
                    .collect();
                let live: Vec<_> =
                    live.messages().map(|message| (message, live.delivery(message.id))).collect();
                assert_eq!(live, fresh, "{} in {it}", agent.name);
            });
        }
    }
}
