//! Rights by themselves, and roles of a workspace's own: what they let people do, how they change live, and who may give what.

use reqwest::Method;
use shared::agent;
use shared::command::Action;
use shared::conversation::{self, Conversation};
use shared::ids::{AgentId, ConversationId, RoleId};
use shared::permission::{Permission, Rights as Set, Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::CONVERSATIONS;
use shared::role::{self, Looks};
use shared::search::{Found, SEARCH};
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

fn looks(name: &str, rights: &[Permission]) -> Looks {
    Looks { name: name.into(), rights: Set::of(rights), visibility: Visibility::All }
}

async fn makes(who: &Agent, name: &str, rights: &[Permission]) -> Result<RoleId, Problem> {
    let id = RoleId::new(who.clock_now());
    let create = role::Action::Create(looks(name, rights));
    who.does(Action::Role(id, create)).await.map(|_| id)
}

async fn changes(who: &Agent, id: RoleId, to: Looks) -> Result<(), Problem> {
    who.does(Action::Role(id, role::Action::Change(to))).await.map(drop)
}

async fn gives(who: &Agent, to: AgentId, role: Role) -> Result<(), Problem> {
    gives_to_see(who, to, role, Visibility::All).await
}

async fn gives_to_see(
    who: &Agent,
    to: AgentId,
    role: Role,
    visibility: Visibility,
) -> Result<(), Problem> {
    let set = agent::Action::SetRights { role, visibility, teams: vec![] };
    who.does(Action::Agent(to, set)).await.map(drop)
}

async fn wants(who: &Agent, chat: ConversationId, what: conversation::Action) -> Result<(), Code> {
    let done = who.does(Action::Conversation(chat, what)).await;
    done.map(drop).map_err(|problem| problem.code)
}

async fn office(world: &World, rights: &[Permission]) -> (Agent, Agent, RoleId) {
    let (ada, otto) = (world.admin("Ada").await, world.agent("Otto").await);
    let role = makes(&ada, "Office", rights).await.unwrap();
    gives(&ada, otto.id, Role::Custom(role)).await.unwrap();
    otto.sees("their role", |it| it.agents()[&otto.id].role == Role::Custom(role)).await;
    (ada, otto, role)
}

on_both! {
    async fn a_right_alone_lets_one_do_what_it_is_for_and_nothing_else(world: World) {
        use conversation::Action::{Assign, Claim, Close, Delete, Follow, Transfer};

        let (ada, otto, role) = office(&world, &[Permission::Reply]).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        otto.writes(chat, "Hi").await.unwrap();
        wants(&otto, chat, Follow).await.unwrap();
        wants(&otto, chat, Claim).await.unwrap();
        let forbidden = Err(Code::Forbidden);
        assert_eq!(wants(&otto, chat, Assign { to: Some(ada.id) }).await, forbidden);
        wants(&otto, chat, Assign { to: None }).await.unwrap();
        wants(&otto, chat, Assign { to: Some(otto.id) }).await.unwrap();
        for what in [Close, Delete, Transfer { to: None }] {
            assert_eq!(wants(&otto, chat, what).await, forbidden);
        }

        // It changes for everybody who has it, in open tabs too.
        changes(&ada, role, looks("Office", &[Permission::Triage])).await.unwrap();
        otto.sees("their rights", |it| it.agents()[&otto.id].rights == Set::of(&[Permission::Triage])).await;
        assert_eq!(otto.writes(chat, "Hi").await.unwrap_err().code, Code::Forbidden);
        assert_eq!(wants(&otto, chat, Claim).await, forbidden);
        wants(&otto, chat, Close).await.unwrap();

        let gone = Action::Role(role, role::Action::Delete);
        let problem = ada.does(gone.clone()).await.unwrap_err();
        assert!(problem.detail.contains("1 colleague has"), "{problem}");
        gives(&ada, otto.id, Role::Lead).await.unwrap();
        ada.does(gone).await.unwrap();
        ada.sees("it gone", |it| it.roles().is_empty()).await;
        assert_eq!(gives(&ada, otto.id, Role::Custom(role)).await.unwrap_err().code, Code::Invalid);
        for name in ["Admin", "", "Admin "] {
            assert!(makes(&ada, name, &[]).await.is_err(), "{name}");
        }
    }

    async fn nobody_gives_what_they_do_not_have(world: World) {
        let (ada, otto, role) = office(&world, &[Permission::Administer, Permission::Reply]).await;
        let ben = world.agent("Ben").await;
        let forbidden = |outcome: Result<(), Problem>| outcome.unwrap_err().code == Code::Forbidden;
        assert!(forbidden(gives(&otto, otto.id, Role::Admin).await));
        assert!(forbidden(gives(&otto, ben.id, Role::Lead).await));
        assert!(forbidden(makes(&otto, "More", &[Permission::Delete]).await.map(drop)));
        let more = looks("Office", &[Permission::Administer, Permission::Phones]);
        assert!(forbidden(changes(&otto, role, more).await));
        let path = |of: AgentId| format!("/api/invitations/{of}");
        let link = otto.request(Method::POST, &path(ada.id)).send().await.unwrap();
        assert_eq!(link.status().as_u16(), 403, "nobody becomes an admin by a link");
        let less = makes(&otto, "Less", &[Permission::Reply]).await.unwrap();
        gives(&otto, ben.id, Role::Custom(less)).await.unwrap();

        gives_to_see(&ada, otto.id, Role::Custom(role), Visibility::Own).await.unwrap();
        otto.sees("less", |it| it.agents()[&otto.id].visibility == Visibility::Own).await;
        assert!(forbidden(gives(&otto, otto.id, Role::Custom(role)).await), "nor sight");
        let lea = world.agent_with("Lea", Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] }, 0).await;
        gives_to_see(&otto, lea.id, Role::Custom(less), Visibility::Own).await.unwrap();
    }

    async fn somebody_always_administers(world: World) {
        let (ada, otto, role) = office(&world, &[Permission::Administer]).await;
        let refused = |problem: Problem| problem.detail.contains("Somebody has to be admin");
        gives(&ada, ada.id, Role::Agent).await.unwrap();
        let without = looks("Office", &[]);
        assert!(refused(changes(&otto, role, without.clone()).await.unwrap_err()));
        let nothing = Role::Custom(makes(&otto, "Nothing", &[]).await.unwrap());
        assert!(refused(gives(&otto, otto.id, nothing).await.unwrap_err()));
        let leave = Action::Agent(otto.id, agent::Action::Deactivate);
        assert_eq!(otto.does(leave).await.unwrap_err().code, Code::Forbidden);
    }

    async fn numbers_never_leave_for_who_is_not_to_see_them(world: World) {
        let (ada, otto, _) = office(&world, &[Permission::Reply, Permission::Triage]).await;
        let sam = world.customer("Sam").await;
        let phone = sam.number();
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(otto.opens(chat).await && ada.opens(chat).await);
        sam.writes("Anybody?").await;
        let id = ada.writes(chat, "Yes").await.unwrap();
        world.rests().await;
        otto.sees_text(chat, "Yes").await;
        assert!(ada.look(|it| it.conversation(chat).unwrap().contact.phone.is_some()));
        assert!(otto.look(|it| it.conversation(chat).unwrap().contact.phone.is_none()));

        let own = format!("{CONVERSATIONS}/{chat}");
        let name = format!("{SEARCH}?q=Sam");
        let reads = [
            "/api/bootstrap?views=all,mine".into(),
            format!("{CONVERSATIONS}?view=all"),
            own.clone(),
            format!("{own}/messages"),
            format!("{own}/messages/{id}"),
            format!("{own}/contact"),
            format!("{own}/handed"),
            name.clone(),
        ];
        for path in reads {
            let text = otto.request(Method::GET, &path).send().await.unwrap().text().await.unwrap();
            assert!(!text.contains(&phone), "{path}: {text}");
            assert!(!text.contains("wamid."), "{path}: in WhatsApp's ids there is a number too");
        }
        let found: Found = otto.get(&name).await.unwrap();
        assert_eq!(found.people.len(), 1);
        let part = &phone[phone.len() - 6..];
        for (who, count) in [(&ada, 1), (&otto, 0)] {
            for wanted in [part.to_owned(), format!("{part}%20Sam")] {
                let found: Found = who.get(&format!("{SEARCH}?q={wanted}")).await.unwrap();
                if wanted == part {
                    assert_eq!(found.people.len(), count, "{}: {wanted}", who.name);
                } else {
                    assert!(found.people.len() <= count, "{}: {wanted}", who.name);
                }
            }
        }
        let number = ada.look(|it| *it.numbers().keys().next().unwrap());
        let path = format!("/api/chats?number={number}&phone={phone}");
        let asked = otto.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(asked.status().as_u16(), 403, "nor can numbers be tried");
    }

    async fn a_number_for_a_name_is_no_name_for_who_is_not_to_see_it(world: World) {
        let (ada, otto, _) = office(&world, &[]).await;
        let sam = world.customer("+4930 123456").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let called = |it: &Conversation| it.contact.name.clone();
        ada.sees("it", |it| it.conversation(chat).is_some_and(|it| called(it).contains("123456"))).await;
        otto.sees("it", |it| it.conversation(chat).is_some_and(|it| called(it).starts_with("Customer "))).await;
    }

    async fn who_sees_what_is_nobodys_loses_it_when_somebody_has_it(world: World) {
        let ana = world.agent("Ana").await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::Unassigned, teams: vec![] };
        let uma = world.agent_with("Uma", rights, 0).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        uma.sees_list(View::All, vec![chat]).await;
        ana.assigns(chat, Some(ana.id)).await.unwrap();
        uma.sees_list(View::All, vec![]).await;
        ana.assigns(chat, None).await.unwrap();
        uma.sees_list(View::Unassigned, vec![chat]).await;
    }
}
