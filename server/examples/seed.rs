//! Fills a database with many conversations, for measuring: `seed <database> <open> <contacts> <messages>`.
//!
//! It needs one conversation with one message, written to us as `Hello`: every row is made like those, so that it fits
//! whatever the schema is. The first contact gets ten thousand messages, which is the long thread that is measured.

use std::env;
use std::error::Error;
use std::fmt::Write as _;

use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use server::store::conn::PgConnection;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// So many messages stand in the first thread.
const LONG: u64 = 10_000;
/// So many rows go in one statement.
const ROWS: u64 = 2_000;
/// So many of what is read are agents' answers: each third.
const OURS: u64 = 3;

const FIRST: &str = "Ana Björn Chinwe Dmitri Elif Fatima Giulia Hiro Ines José Kofi Lena Mina Noor Omar Priya Quentin Rosa Sam \
    Thandiwe";
const LAST: &str = "Abe Bauer Costa Diaz Eriksen Fischer Garcia Haddad Ito Jansen Kim Lopez Meyer Nkosi Okri Park Quist Rossi \
    Silva Tanaka Urban Varga Weber Yilmaz Zola";
const WORDS: &str = "order invoice parcel refund address blue green size tomorrow today friday please thanks hello when where why \
    how delivery payment card shop open closed late broken missing wrong right new old phone number photo \
    picture table chair lamp glass garden kitchen window door return exchange price discount coupon stock again \
    still already never always maybe monday tuesday weekend morning evening";

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Whichever database it is.
enum Db {
    Sqlite(SqliteConnection),
    Postgres(Box<PgConnection>),
}

impl Db {
    fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres") {
            return Ok(Self::Postgres(Box::new(PgConnection::establish(url)?)));
        }
        let mut conn = SqliteConnection::establish(url)?;
        // What is measured is reading; whoever loses power begins again.
        conn.batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;",
        )?;
        Ok(Self::Sqlite(conn))
    }

    fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(sql)?,
            Self::Postgres(conn) => conn.batch_execute(sql)?,
        }
        Ok(())
    }

    fn names(&mut self, sql: &str) -> Result<Vec<String>> {
        let query = sql_query(sql);
        let names: Vec<Name> = match self {
            Self::Sqlite(conn) => query.load(conn)?,
            Self::Postgres(conn) => query.load(conn.as_mut())?,
        };
        Ok(names.into_iter().map(|it| it.name).collect())
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{table}'"
            ),
        };
        self.names(&sql)
    }

    fn one(&mut self, sql: &str) -> Result<String> {
        let found = self.names(sql)?.pop();
        found.ok_or_else(|| format!("nothing found: {sql}").into())
    }
}

/// Makes rows of a table like the one that `like` finds, with some columns of their own.
struct Rows<'d> {
    db: &'d mut Db,
    head: String,
    tail: String,
    values: String,
    many: u64,
}

impl<'d> Rows<'d> {
    fn new(db: &'d mut Db, table: &str, like: &str, own: &[&str], given: &[&str]) -> Result<Self> {
        let mut columns = db.columns(table)?;
        columns.retain(|it| !given.contains(&it.as_str()));
        let made = columns.iter().map(|it| {
            let own = own.contains(&it.as_str());
            if own { format!("v.{it}") } else { format!("t.{it}") }
        });
        let made: Vec<_> = made.collect();
        let head = format!("WITH v ({}) AS (VALUES ", own.join(", "));
        let tail = format!(
            ") INSERT INTO {table} ({}) SELECT {} FROM v CROSS JOIN {table} t WHERE t.{like};",
            columns.join(", "),
            made.join(", ")
        );
        Ok(Self { db, head, tail, values: String::new(), many: 0 })
    }

    fn add(&mut self, values: std::fmt::Arguments<'_>) -> Result<()> {
        if self.many > 0 {
            self.values.push(',');
        }
        write!(self.values, "({values})")?;
        self.many += 1;
        if self.many == ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.many > 0 {
            let sql = format!("{}{}{}", self.head, self.values, self.tail);
            self.db.run(&sql)?;
            self.values.clear();
            self.many = 0;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [url, open, contacts, messages] = words.as_slice() else {
        return Err("seed <database> <open> <contacts> <messages>".into());
    };
    let (url, open, contacts) = (url.clone(), open.parse()?, contacts.parse()?);
    let messages = messages.parse()?;
    tokio::task::spawn_blocking(move || fill(&url, open, contacts, messages)).await?
}

fn fill(url: &str, open: u64, contacts: u64, messages: u64) -> Result<()> {
    let mut db = Db::open(url)?;
    let message = db.one("SELECT id AS name FROM messages WHERE content LIKE '%Hello%' LIMIT 1")?;
    let of = format!("SELECT conversation_id AS name FROM messages WHERE id = '{message}'");
    let conversation = db.one(&of)?;
    let of = format!("SELECT contact_id AS name FROM conversations WHERE id = '{conversation}'");
    let contact = db.one(&of)?;
    let agent = db.one("SELECT id AS name FROM agents LIMIT 1")?;
    let of = format!(
        "SELECT CAST(active_at AS text) AS name FROM conversations WHERE id = '{conversation}'"
    );
    let now: u64 = db.one(&of)?.parse()?;
    let content =
        db.one(&format!("SELECT content AS name FROM messages WHERE id = '{message}'"))?;
    let last =
        db.one(&format!("SELECT last AS name FROM conversations WHERE id = '{conversation}'"))?;
    db.run("BEGIN")?;
    people(&mut db, &contact, contacts)?;
    threads(&mut db, &conversation, &last, now, open, contacts)?;
    said(&mut db, &message, &content, &agent, now, contacts, messages)?;
    db.run("COMMIT")?;
    db.run("ANALYZE")
}

fn people(db: &mut Db, like: &str, contacts: u64) -> Result<()> {
    let mut rows =
        Rows::new(db, "contacts", &format!("id = '{like}'"), &["id", "name", "phone"], &[])?;
    for n in 1..=contacts {
        rows.add(format_args!("'{}', '{}', '{}'", id('C', n), name(n), phone(n)))?;
    }
    rows.flush()?;
    let like = format!("contact_id = '{like}'");
    let mut rows = Rows::new(db, "contact_texts", &like, &["contact_id", "body"], &["id"])?;
    for n in 1..=contacts {
        let phone = phone(n);
        let ends: Vec<_> =
            (0..phone.len().saturating_sub(2)).filter_map(|at| phone.get(at..)).collect();
        let body = format!("{} {}", folded(&name(n)), ends.join(" "));
        rows.add(format_args!("'{}', '{body}'", id('C', n)))?;
    }
    rows.flush()
}

fn threads(db: &mut Db, like: &str, last: &str, now: u64, open: u64, contacts: u64) -> Result<()> {
    let own = [
        "id",
        "contact_id",
        "contact_name",
        "contact_phone",
        "open",
        "unread",
        "active_at",
        "last",
    ];
    let mut rows = Rows::new(db, "conversations", &format!("id = '{like}'"), &own, &[])?;
    for n in 1..=contacts {
        let (is_open, unread) = (n <= open, u64::from(n <= open && n.is_multiple_of(4)));
        let last = last.replace("Hello", &text(n));
        rows.add(format_args!(
            "'{}', '{}', '{}', '{}', {is_open}, {unread}, {}, '{last}'",
            id('V', n),
            id('C', n),
            name(n),
            phone(n),
            at(now, n, contacts)
        ))?;
    }
    rows.flush()
}

fn said(
    db: &mut Db,
    like: &str,
    content: &str,
    agent: &str,
    now: u64,
    contacts: u64,
    messages: u64,
) -> Result<()> {
    let long = LONG.min(messages);
    // The long thread, and the rest in turn; the later, the greater the number.
    let of = |n: u64| if n <= long { 1 } else { (n - long - 1) % contacts + 1 };
    let when = |n: u64| at(now, of(n), contacts) - (messages - n) * 40;
    let ours = |n: u64| n.is_multiple_of(OURS);
    let own = ["id", "conversation_id", "wamid", "author", "content", "at", "arrived"];
    let mut rows = Rows::new(db, "messages", &format!("id = '{like}'"), &own, &["raw", "quote"])?;
    for n in 1..=messages {
        let author =
            if ours(n) { format!("{{\"agent\":\"{agent}\"}}") } else { "\"contact\"".into() };
        let content = content.replace("Hello", &text(n));
        let (at, of) = (when(n), id('V', of(n)));
        rows.add(format_args!(
            "'{}', '{of}', 'wamid.seed{n}', '{author}', '{content}', {at}, {at}",
            id('M', n)
        ))?;
    }
    rows.flush()?;
    let own = ["message_id", "conversation_id", "author", "at", "body"];
    let mut rows =
        Rows::new(db, "message_texts", &format!("message_id = '{like}'"), &own, &["id"])?;
    for n in 1..=messages {
        let author = if ours(n) { "agent" } else { "contact" };
        rows.add(format_args!(
            "'{}', '{}', '{author}', {}, '{}'",
            id('M', n),
            id('V', of(n)),
            when(n),
            text(n)
        ))?;
    }
    rows.flush()
}

/// A ULID that nothing else has, in the order of its numbers.
fn id(kind: char, n: u64) -> String {
    format!("01A{kind}{n:022}")
}

fn name(n: u64) -> String {
    let (first, last) = (pick(FIRST, n), pick(LAST, n / 20));
    format!("{first} {last}")
}

fn phone(n: u64) -> String {
    format!("4915{n:09}")
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('ö', "o").replace('é', "e")
}

/// Six words, the same for the same number.
fn text(n: u64) -> String {
    let mut seed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let words = (0..6).map(|_| {
        seed = seed.rotate_left(17).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        pick(WORDS, seed >> 40)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The first is the latest; all within two years.
fn at(now: u64, n: u64, of: u64) -> u64 {
    now - n * (2 * 365 * 86_400_000 / of.max(1))
}

fn pick(words: &'static str, n: u64) -> &'static str {
    let place = usize::try_from(n).unwrap_or_default() % words.split(' ').count();
    words.split(' ').nth(place).unwrap_or_default()
}
