//! Who was there when everything died is offline when it is back, unless they are back too.

use std::collections::HashMap;
use std::sync::Arc;

use shared::availability::Availability;
use shared::reads::{BOOTSTRAP, Bootstrap};
use simulator::{Options, Simulator};

use super::process::Process;
use crate::world::database::Database;
use crate::world::tab::Tab;
use crate::world::{SECRET, VERIFY_TOKEN, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_come_back_after_a_crash_is_offline_on_sqlite() {
    let database = Database::sqlite().await;
    story(&database).await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_come_back_after_a_crash_is_offline_on_postgres() {
    let database = Database::postgres().await;
    story(&database).await;
    database.drop().await;
}

async fn story(database: &Database) {
    let (app_secret, verify_token) = (SECRET.into(), VERIFY_TOKEN.into());
    let whatsapp =
        Simulator::start(Options { app_secret, verify_token, ..Options::default() }).await.unwrap();
    let settings = HashMap::from([("ONEVOICE_OFFLINE_AFTER".to_owned(), "2".to_owned())]);
    let server = Arc::new(Process::begin(database, &whatsapp, settings).await);
    let tab = Tab::open(Arc::clone(&server), "Ada").await;
    becomes(&server, &Availability::Online).await;
    // Her tab comes back.
    server.dies_and_comes_back().await;
    becomes(&server, &Availability::Online).await;
    tab.leaves();
    server.dies_and_comes_back().await;
    becomes(&server, &Availability::Offline).await;
    server.end().await;
}

async fn becomes(server: &Arc<Process>, what: &Availability) {
    let seen = eventually(async || {
        let start: Bootstrap = server.get(BOOTSTRAP).await;
        (start.agents[0].availability == *what).then_some(())
    });
    seen.await.unwrap_or_else(|| panic!("Ada never was {what:?}"));
}
