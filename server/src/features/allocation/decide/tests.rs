//! Each way to choose, without a database.

use shared::allocation::{Known, Rule, Skill, Span, Work};
use ulid::Ulid;

use super::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn id(n: u128) -> AgentId {
    AgentId(Ulid(n))
}

fn person(n: u128) -> Person {
    let (teams, last) = (vec![], Timestamp(0));
    let of = BTreeMap::new();
    Person { id: id(n), teams, here: true, gone: None, has: 0, of, takes: 5, given: 0, last }
}

fn chat() -> Chat {
    Chat {
        number: NumberId(Ulid(1)),
        team: None,
        moved: false,
        text: String::new(),
        ad: None,
        labels: vec![],
        language: String::new(),
        known: BTreeMap::new(),
        since: NOW,
        had: None,
        holder: None,
        tried: vec![],
    }
}

fn by(strategy: Strategy) -> Terms {
    Terms { name: "Any".into(), strategy, ..Terms::default() }
}

fn to(terms: &Terms, chat: &Chat, people: &[Person]) -> Option<u128> {
    choose(&Allocation::default(), terms, chat, people, NOW).to.map(|it| it.0.0)
}

#[test]
fn a_thousand_are_shared_so_that_nobody_has_two_more_than_another() {
    let mut people: Vec<_> = (1..=7).map(|n| Person { takes: 1_000, ..person(n) }).collect();
    // One of them was given some before, and takes none until the others have as many.
    people[3].given = 20;
    for n in 0..1_000 {
        let now = NOW + Millis(n);
        let to =
            choose(&Allocation::default(), &by(Strategy::RoundRobin), &chat(), &people, now).to;
        given(&mut people, chat().number, to, None, now);
    }
    let shares: Vec<_> = people.iter().map(|it| it.given).collect();
    assert_eq!(shares.iter().sum::<u32>(), 1_020);
    assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1, "{shares:?}");
}

#[test]
fn the_least_busy_is_so_for_what_they_take() {
    let many = Person { has: 4, takes: 10, ..person(1) };
    let few = Person { has: 2, takes: 4, ..person(2) };
    assert_eq!(to(&by(Strategy::LeastBusy), &chat(), &[few.clone(), many.clone()]), Some(1));
    let more = Person { has: 6, ..many };
    assert_eq!(to(&by(Strategy::LeastBusy), &chat(), &[few, more]), Some(2));
}

#[test]
fn who_is_away_full_or_elsewhere_is_given_nothing() {
    let team = TeamId(Ulid(9));
    let terms = Terms { team: Some(team), ..by(Strategy::RoundRobin) };
    let of_team = |n| Person { teams: vec![team], ..person(n) };
    let away = Person { here: false, ..of_team(1) };
    let full = Person { has: 5, ..of_team(2) };
    let nobody = Person { takes: 0, ..of_team(3) };
    let people = [away, full, nobody, person(4), of_team(5)];
    let choice = choose(&Allocation::default(), &terms, &chat(), &people, NOW);
    assert_eq!((choice.to, choice.team), (Some(id(5)), Some(team)));
    let why = [
        (id(1), WhyNot::Away),
        (id(2), WhyNot::Full { has: 5, takes: 5 }),
        (id(3), WhyNot::Full { has: 0, takes: 0 }),
    ];
    assert_eq!(choice.others, why, "who is elsewhere is not even named");
    let moved = Chat { moved: true, team: None, ..chat() };
    assert_eq!(to(&terms, &moved, &people), Some(4), "what was moved by hand stays where it is");
    assert_eq!(to(&by(Strategy::Manual), &chat(), &people), None);
}

#[test]
fn who_has_as_many_of_a_number_as_anybody_takes_is_given_others() {
    let (sales, care) = (chat().number, NumberId(Ulid(2)));
    let set = Allocation { numbers: BTreeMap::from([(sales, 2)]), ..Allocation::default() };
    let terms = by(Strategy::LeastBusy);
    let mut people = [person(1), Person { has: 3, ..person(2) }];
    let mut gets = |number, holder| {
        let chat = Chat { number, holder, ..chat() };
        let choice = choose(&set, &terms, &chat, &people, NOW);
        given(&mut people, number, choice.to, holder, NOW);
        (choice.to.map(|it| it.0.0), choice.others)
    };
    for to in [1, 1, 2, 2] {
        assert_eq!(gets(sales, None).0, Some(to));
    }
    let full = WhyNot::FullOfNumber { has: 2, takes: 2 };
    let busy = WhyNot::Full { has: 5, takes: 5 };
    assert_eq!(gets(sales, None), (None, vec![(id(1), full), (id(2), busy)]));
    assert_eq!(gets(care, None).0, Some(1), "of another number there is room");
    assert_eq!(gets(sales, Some(id(1))).0, Some(1), "what they have takes no more room");
    assert_eq!(gets(sales, None).0, None, "and gives none either");
}

#[test]
fn who_had_it_comes_first_if_they_can_take_it() {
    let terms = Terms { sticky: true, ..by(Strategy::RoundRobin) };
    let busy = Person { given: 100, ..person(2) };
    let back = Chat { had: Some(id(2)), ..chat() };
    assert_eq!(to(&terms, &back, &[person(1), busy.clone()]), Some(2));
    assert_eq!(to(&by(Strategy::RoundRobin), &back, &[person(1), busy.clone()]), Some(1));
    let away = Person { here: false, ..busy.clone() };
    assert_eq!(to(&terms, &back, &[person(1), away]), Some(1));
    let gave_back = Chat { tried: vec![id(2)], ..back.clone() };
    assert_eq!(to(&terms, &gave_back, &[person(1), busy.clone()]), Some(1));
    let full = Person { has: 5, ..busy };
    assert_eq!(to(&terms, &back, &[person(1), full.clone()]), Some(1));
    let holds = Chat { holder: Some(id(2)), ..back };
    assert_eq!(
        to(&terms, &holds, &[person(1), full]),
        Some(2),
        "what they have takes no more room"
    );
}

#[test]
fn skills_are_insisted_on_until_it_has_waited_for_too_long() {
    let skill = |level| Skill { name: " french ".into(), level };
    let terms = Terms { skills: vec![skill(3)], relax: Some(60), ..by(Strategy::RoundRobin) };
    let mut set = Allocation::default();
    for (n, level) in [(1, 2), (2, 4)] {
        let skills = vec![Skill { name: "French".into(), level }];
        set.people.insert(id(n), Work { skills, ..Work::default() });
    }
    let at = |seconds, people: &[Person]| {
        choose(&set, &terms, &chat(), people, NOW + Millis::seconds(seconds))
    };
    assert_eq!(at(0, &[person(1), person(2), person(3)]).to, Some(id(2)));
    let nobody = at(59, &[person(1), person(3)]);
    assert_eq!((nobody.to, nobody.relaxes), (None, Some(NOW + Millis::seconds(60))));
    assert_eq!(nobody.others, [(id(1), WhyNot::Skills), (id(3), WhyNot::Skills)]);
    let anybody = at(60, &[person(1), person(3)]);
    assert_eq!((anybody.to, anybody.relaxes), (Some(id(1)), None));
}

#[test]
fn the_first_rule_whose_conditions_all_hold_is_the_one() {
    let attribute = AttributeId(Ulid(7));
    let label = LabelId(Ulid(8));
    let rule = |n, when| Rule {
        id: RuleId(Ulid(n)),
        terms: Terms { when, ..by(Strategy::RoundRobin) },
        archived: false,
    };
    let words = vec!["invoice".into(), "rechnung".into()];
    let hours = shared::allocation::Hours {
        zone: "UTC".into(),
        // The fifteenth of January 2027 is a Friday, and it is eight in the morning.
        week: vec![Span { day: 4, from: 8 * 60, to: 9 * 60 }],
        ..shared::allocation::Hours::default()
    };
    let says = "gold".into();
    let rules = vec![
        rule(1, When { numbers: vec![NumberId(Ulid(2))], ..When::default() }),
        rule(2, When { words, labels: vec![label], ..When::default() }),
        rule(3, When { source: Origin::Ad("77".into()), ..When::default() }),
        rule(4, When { source: Origin::AnyAd, hours: Some(hours), ..When::default() }),
        rule(5, When { attribute: Some(Known { attribute, says }), ..When::default() }),
        Rule { archived: true, ..rule(6, When::default()) },
    ];
    let set = Allocation { rules, ..Allocation::default() };
    let of = |chat: &Chat, now| super::rule(&set, chat, now).0.0.0;
    let plain = chat();
    assert_eq!(of(&plain, NOW), 0, "the fallback");
    let (.., passed) = super::rule(&set, &plain, NOW);
    let unmet: Vec<_> = passed.into_iter().map(|(_, why)| why).collect();
    let wanted = [Unmet::Number, Unmet::Labels, Unmet::Source, Unmet::Source, Unmet::Attribute];
    assert_eq!(unmet, wanted);
    let asks = Chat { text: "Wo ist meine RECHNUNG?".into(), ..plain.clone() };
    assert_eq!(of(&asks, NOW), 0, "without the label");
    assert_eq!(of(&Chat { labels: vec![label], ..asks.clone() }, NOW), 2);
    let ad = |id: Option<&str>| Chat { ad: Some(id.map(Into::into)), ..chat() };
    assert_eq!(of(&ad(Some("77")), NOW), 3);
    assert_eq!(of(&ad(Some("78")), NOW), 4);
    assert_eq!(of(&ad(None), NOW + Millis::hours(1)), 0, "it is nine");
    let gold = Chat { known: BTreeMap::from([(attribute, "Gold".into())]), ..chat() };
    assert_eq!(of(&gold, NOW), 5);
    assert_eq!(of(&Chat { number: NumberId(Ulid(2)), ..gold }, NOW), 1);
}
