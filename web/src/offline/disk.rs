//! Texts under names, in the browser's database. A connection is closed as soon as it is done with, so that nothing holds
//! up whoever erases everything.

use futures_channel::oneshot;
use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::DATABASE;

/// Where everything stands in the database.
const KEPT: &str = "kept";

/// A connection to the database.
pub(super) struct Disk(Database);

impl Disk {
    /// Connects, and makes the database where there is none.
    pub(super) async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(DATABASE, Some(1))?;
        request.on_upgrade_needed(|event| {
            // A database without it is found out when it is used.
            let _ = event
                .database()
                .and_then(|it| it.create_object_store(KEPT, ObjectStoreParams::new()));
        });
        answer(async move { Ok(Self(request.await?)) }).await
    }

    /// What stands under a name.
    pub(super) async fn read(&self, name: &str) -> Result<Option<String>, Error> {
        let transaction = self.0.transaction(&[KEPT], TransactionMode::ReadOnly)?;
        let asked = transaction.object_store(KEPT)?.get(Query::Key(name.into()))?;
        Ok(answer(asked).await?.and_then(|it| it.as_string()))
    }

    /// Writes these, and erases all others but those that stay, at once or not at all. Whether it may is asked when nothing
    /// can come in between any more.
    pub(super) async fn replace(
        &self,
        records: &[(String, String)],
        stay: &[String],
        may: impl FnOnce() -> bool,
    ) -> Result<bool, Error> {
        if !may() {
            return Ok(false);
        }
        let transaction = self.0.transaction(&[KEPT], TransactionMode::ReadWrite)?;
        let kept = transaction.object_store(KEPT)?;
        for (name, text) in records {
            kept.put(&JsValue::from_str(text), Some(&name.into()))?;
        }
        let names = answer(kept.get_all_keys(None, None)?).await?;
        for name in names.iter().filter_map(JsValue::as_string) {
            if !stay.contains(&name) && !records.iter().any(|it| it.0 == name) {
                kept.delete(Query::Key(name.as_str().into()))?;
            }
        }
        Ok(answer(transaction).await?.is_committed())
    }
}

/// What the browser answers. It answers also when nobody waits for it any more, as when somebody logs out, and must find
/// whom it calls then.
async fn answer<Q, T>(asked: Q) -> Result<T, Error>
where
    Q: IntoFuture<Output = Result<T, Error>> + 'static,
    T: 'static,
{
    let (told, answer) = oneshot::channel();
    spawn_local(async move {
        // Nobody may wait for it any more.
        let _ = told.send(asked.await);
    });
    answer.await.unwrap_or(Err(Error::EventTargetNotFound))
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.0.close();
    }
}
