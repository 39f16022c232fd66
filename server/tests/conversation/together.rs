//! Drafts that are written together: everybody in one has the same words in the end, and nobody else hears of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use fastrand::Rng;
use reqwest::Method;
use shared::conversation::Fact;
use shared::draft::{BESIDE, Beside, DRAFTS, Draft, Kept};
use shared::ids::{AgentId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::presence::Doing;
use shared::problem::{Code, Problem};
use shared::reads::CONVERSATIONS;
use shared::together::{Act, Document, Page, Said, TOGETHER};

use crate::world::chance::chance;
use crate::world::http::answer;
use crate::world::{Agent, Rights, World};
use crate::{on_both, on_nodes};

/// A tab that is in a draft.
struct Pen {
    who: Agent,
    chat: ConversationId,
    author: AgentId,
    document: Document,
    heard: AtomicUsize,
}

impl Pen {
    /// In the draft of `author`, whether or not that is allowed yet.
    fn of(who: &Agent, chat: ConversationId, author: &Agent) -> Self {
        let (who, author) = (who.clone(), author.id);
        Self { who, chat, author, document: Document::default(), heard: AtomicUsize::new(0) }
    }

    async fn act(&self, act: Act) -> Result<Option<Page>, Problem> {
        let path = format!("{CONVERSATIONS}/{}/{TOGETHER}/{}", self.chat, self.author);
        let said = Said { tab: self.who.here.tab, act };
        answer(self.who.request(Method::POST, &path).json(&said)).await
    }

    async fn joins(&self) -> Result<Page, Problem> {
        let page = self.act(Act::Join).await?.unwrap();
        self.document.apply(&page.state).unwrap();
        Ok(page)
    }

    async fn writes(&self, words: &str) -> Result<(), Problem> {
        match self.document.write(words) {
            Some(update) => self.act(Act::Write { update }).await.map(drop),
            None => Ok(()),
        }
    }

    /// Takes in what it was told since the last time.
    fn hears(&self) {
        let strokes = self.who.here.strokes();
        let before = self.heard.swap(strokes.len(), Ordering::Relaxed);
        for stroke in strokes.into_iter().skip(before) {
            if let Act::Write { update } = stroke.act {
                self.document.apply(&update).unwrap();
            }
        }
    }

    async fn sees_words(&self, words: &str) {
        self.who
            .sees(&format!("“{words}”"), |_| {
                self.hears();
                self.document.text() == words
            })
            .await;
    }

    /// Types here and there.
    async fn scribbles(&self, mut random: Rng, times: usize) {
        for _ in 0..times {
            self.hears();
            let mut words: Vec<char> = self.document.text().chars().collect();
            let at = random.usize(..=words.len());
            if random.u8(..4) == 0 && at < words.len() {
                words.remove(at);
            } else {
                words.insert(at, random.lowercase());
            }
            self.writes(&words.into_iter().collect::<String>()).await.unwrap();
        }
    }
}

async fn begun(world: &World, text: &str) -> (Agent, Agent, ConversationId) {
    let lead = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    let ana = world.agent("Ana").await;
    let lena = world.agent_with("Lena", lead, world.nodes.len() - 1).await;
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    keeps(&ana, chat, text).await;
    look_at(chat, &[&ana, &lena]).await;
    (ana, lena, chat)
}

async fn keeps(who: &Agent, chat: ConversationId, text: &str) {
    let draft = Draft { text: text.into(), ..Draft::default() };
    let path = format!("{DRAFTS}/{chat}");
    answer::<()>(who.request(Method::POST, &path).json(&draft)).await.unwrap();
}

/// All of them look at it, and know it of each other.
async fn look_at(chat: ConversationId, all: &[&Agent]) {
    for who in all {
        who.is(Some(chat), Doing::Viewing, false);
    }
    for who in all {
        let everybody = |people: &[shared::presence::Person]| {
            all.iter().all(|it| people.iter().any(|person| person.agent == it.id))
        };
        who.sees_people(chat, "everybody who looks at it", everybody).await;
    }
}

async fn kept(who: &Agent) -> Vec<Kept> {
    who.get(DRAFTS).await.unwrap()
}

async fn open(who: &Agent, chat: ConversationId) -> Vec<AgentId> {
    who.get::<Beside>(&format!("{CONVERSATIONS}/{chat}/{BESIDE}")).await.unwrap().open
}

async fn write_at_once(world: World) {
    let (ana, lena, chat) = begun(&world, "Hello Sam").await;
    let pens = [Pen::of(&lena, chat, &ana), Pen::of(&ana, chat, &ana)];
    for pen in &pens {
        assert_eq!(pen.joins().await.map(|page| page.offered), Ok(false));
        assert_eq!(pen.document.text(), "Hello Sam");
    }
    let mut random = chance();
    let [one, other] = &pens;
    tokio::join!(one.scribbles(random.fork(), 40), other.scribbles(random.fork(), 40));
    // The last key of each is heard by the other.
    one.writes(&format!("{}!", one.document.text())).await.unwrap();
    one.hears();
    let fresh = Pen::of(&ana, chat, &ana);
    fresh.joins().await.unwrap();
    let words = fresh.document.text();
    assert!(words.contains('!'), "{words}");
    for pen in &pens {
        pen.sees_words(&words).await;
    }
    let all = kept(&ana).await;
    assert_eq!(all.iter().map(|it| it.draft.text.as_str()).collect::<Vec<_>>(), [words.as_str()]);
    assert_eq!(kept(&lena).await, [], "it is Ana's draft, whoever wrote in it");
}

on_nodes! {
    async fn what_two_write_at_two_nodes_at_once_is_one_text(world: World) {
        write_at_once(world).await;
    }
}

on_both! {
    async fn what_two_write_at_once_is_one_text(world: World) {
        write_at_once(world).await;
    }

    async fn a_draft_is_its_authors_and_the_leads_until_it_is_offered(world: World) {
        let (ana, lena, chat) = begun(&world, "Hello").await;
        let (ben, own) = (world.agent("Ben").await, Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] });
        let olga = world.agent_with("Olga", own, 0).await;
        olga.is(Some(chat), Doing::Viewing, false);
        look_at(chat, &[&ana, &lena, &ben]).await;
        let [mine, leads, bens, olgas] = [&ana, &lena, &ben, &olga].map(|who| Pen::of(who, chat, &ana));
        leads.joins().await.unwrap();
        assert_eq!(bens.joins().await.unwrap_err().code, Code::NotFound);
        assert_eq!((open(&ben, chat).await, open(&lena, chat).await), (vec![], vec![ana.id]));
        mine.joins().await.unwrap();
        leads.writes("Hello Sam").await.unwrap();
        mine.sees_words("Hello Sam").await;
        assert_eq!(bens.act(Act::Offer(true)).await.unwrap_err().code, Code::NotFound);
        assert_eq!(leads.act(Act::Offer(true)).await.unwrap_err().code, Code::Forbidden);
        mine.act(Act::Offer(true)).await.unwrap();
        bens.joins().await.unwrap();
        assert_eq!(olgas.joins().await.unwrap_err().code, Code::NotFound, "she does not see the conversation");
        bens.writes("Hello Sam!").await.unwrap();
        mine.sees_words("Hello Sam!").await;
        mine.act(Act::Offer(false)).await.unwrap();
        assert_eq!(bens.writes("Hello Sam?").await.unwrap_err().code, Code::NotFound);
        leads.sees_words("Hello Sam!").await;
        leads.writes("Hello, Sam!").await.unwrap();
        mine.sees_words("Hello, Sam!").await;
        let heard = ben.here.strokes();
        assert!(heard.iter().all(|it| it.offered), "{heard:?}");
        assert_eq!(olga.here.strokes(), []);
    }

    async fn a_lead_goes_on_with_it_alone(world: World) {
        let (ana, lena, chat) = begun(&world, "Hello").await;
        let ben = world.agent("Ben").await;
        let [mine, leads, bens] = [&ana, &lena, &ben].map(|who| Pen::of(who, chat, &ana));
        mine.joins().await.unwrap();
        mine.act(Act::Offer(true)).await.unwrap();
        leads.joins().await.unwrap();
        bens.joins().await.unwrap();
        leads.writes("Hello Sam").await.unwrap();
        assert_eq!(bens.act(Act::Finish).await.unwrap_err().code, Code::Forbidden);
        assert_eq!(mine.act(Act::Finish).await.unwrap_err().code, Code::Forbidden);
        let page = leads.act(Act::Finish).await.unwrap().unwrap();
        let document = Document::default();
        document.apply(&page.state).unwrap();
        assert_eq!(document.text(), "Hello Sam");
        assert_eq!(kept(&ana).await, []);
        assert_eq!(mine.writes("Hello there").await.unwrap_err().code, Code::NotFound);
        ben.opens(chat).await;
        ben.sees("whose it was", |state| {
            state.thread(chat).unwrap().activities().any(|it| it.fact == Fact::TookDraft { of: ana.id })
        }).await;
    }

    async fn what_is_no_part_of_a_draft_is_refused_and_leaves_it_as_it_was(world: World) {
        let (ana, _, chat) = begun(&world, "Hello").await;
        let mine = Pen::of(&ana, chat, &ana);
        mine.joins().await.unwrap();
        for update in [vec![], vec![0xff; 100], b"Hello".to_vec()] {
            assert_eq!(mine.act(Act::Write { update }).await.unwrap_err().code, Code::Invalid);
        }
        let endless = "x".repeat(shared::together::STATE_MAX);
        assert_eq!(mine.writes(&endless).await.unwrap_err().code, Code::TooLarge);
        let again = Pen::of(&ana, chat, &ana);
        again.joins().await.unwrap();
        assert_eq!(again.document.text(), "Hello");
        again.act(Act::End).await.unwrap();
        assert_eq!(again.act(Act::End).await.unwrap_err().code, Code::NotFound, "it is not open any more");
        assert_eq!(kept(&ana).await.len(), 1, "what was written is still hers");
    }
}
