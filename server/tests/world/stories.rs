//! Stories, each in worlds of its own: on both databases, or with several servers.

/// The same story on SQLite and on PostgreSQL, each in a world of its own.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($world:ident: World) $story:block)*) => { $(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "not every story needs everything")]
            use super::*;

            async fn story($world: $crate::world::World) $story

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let database = $crate::world::Database::sqlite().await;
                $crate::world::World::tell(database, None, 1, story).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let database = $crate::world::Database::postgres().await;
                $crate::world::World::tell(database, None, 1, story).await;
            }
        }
    )* };
}

/// A story with several servers on one PostgreSQL, ringing through Redis: with two of them, and with three.
#[macro_export]
macro_rules! on_nodes {
    ($(async fn $name:ident($world:ident: World) $story:block)*) => { $(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "not every story needs everything")]
            use super::*;

            async fn story($world: $crate::world::World) $story

            async fn tell(nodes: usize) {
                let database = $crate::world::Database::postgres().await;
                let redis = $crate::world::database::redis();
                $crate::world::World::tell(database, Some(&redis), nodes, story).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn two_on_postgres_and_redis() {
                tell(2).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn three_on_postgres_and_redis() {
                tell(3).await;
            }
        }
    )* };
}
