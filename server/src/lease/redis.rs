//! Leases of several nodes, in Redis: each step is one script, so that nobody comes between. What is not renewed is over by
//! Redis' own clock, also when the node that held it is dead.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use shared::ids::AgentId;
use shared::presence::Fence;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{Away, Holder, Lease, Taken};
use crate::clock::Clock;
use crate::config::RedisUrl;

/// Longer than this nobody waits for a lock: one writes without.
const PATIENCE: Duration = Duration::from_millis(500);

/// Who holds it, or an empty text; its token.
const LOOK: &str = "local held = redis.call('HMGET', KEYS[1], 'by', 'fence', 'until')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local by, fence = held[1] or '', tonumber(held[2]) or 0
if by ~= '' and tonumber(held[3]) <= now then by = '' end
";
/// The token is remembered for an hour after anybody held it.
const PUT: &str = "local function put(by, fence, span)
  redis.call('HSET', KEYS[1], 'by', by, 'fence', string.format('%.0f', fence), 'until', string.format('%.0f', now + span))
  redis.call('PEXPIRE', KEYS[1], span + 3600000)
end
";
/// ARGV: holder, their agent, span, time of this node.
const TAKE: &str = "if by ~= '' and string.sub(by, 1, 26) ~= ARGV[2] then return {by, string.format('%.0f', fence)} end
if by == '' then fence = math.max(fence + 1, tonumber(ARGV[4])) end
put(ARGV[1], fence, tonumber(ARGV[3]))
return {ARGV[1], string.format('%.0f', fence)}";
/// ARGV: holder, token, span; a span of nothing gives it back.
const KEEP: &str = "if by ~= ARGV[1] or fence ~= tonumber(ARGV[2]) then return {'', '0'} end
put(by, fence, tonumber(ARGV[3]))
return {by, string.format('%.0f', fence)}";
/// ARGV: holder, least token, span, time of this node.
const FORCE: &str = "fence = math.max(fence + 1, tonumber(ARGV[2]), tonumber(ARGV[4]))
put(ARGV[1], fence, tonumber(ARGV[3]))
return {ARGV[1], string.format('%.0f', fence)}";
const SAY: &str = "return {by, string.format('%.0f', fence)}";

/// Leases in Redis.
#[derive(Clone)]
pub struct Leases {
    url: RedisUrl,
    space: Arc<str>,
    clock: Clock,
    connection: Arc<Mutex<Option<MultiplexedConnection>>>,
}

impl Leases {
    /// In this Redis, which may come and go.
    pub fn new(url: RedisUrl, space: String, clock: Clock) -> Self {
        Self { url, space: space.into(), clock, connection: Arc::default() }
    }

    /// As [`super::Leases::take`].
    pub async fn take(&self, of: &str, by: Holder, span: Duration) -> Result<Taken, Away> {
        let arguments = [text(by), by.agent.to_string(), millis(span), self.now()];
        let lease = self.run(of, TAKE, &arguments).await?.ok_or(Away)?;
        Ok(if lease.holder == by { Taken::Yes(lease.fence) } else { Taken::By(lease) })
    }

    /// As [`super::Leases::renew`].
    pub async fn renew(&self, of: &str, lease: Lease, span: Duration) -> Result<bool, Away> {
        let arguments = [text(lease.holder), lease.fence.0.to_string(), millis(span)];
        Ok(self.run(of, KEEP, &arguments).await?.is_some())
    }

    /// As [`super::Leases::release`].
    pub async fn release(&self, of: &str, lease: Lease) -> Result<(), Away> {
        self.renew(of, lease, Duration::ZERO).await.map(drop)
    }

    /// As [`super::Leases::force`].
    pub async fn force(
        &self,
        of: &str,
        by: Holder,
        least: Fence,
        span: Duration,
    ) -> Result<Fence, Away> {
        let arguments = [text(by), least.0.to_string(), millis(span), self.now()];
        Ok(self.run(of, FORCE, &arguments).await?.ok_or(Away)?.fence)
    }

    /// As [`super::Leases::look`].
    pub async fn look(&self, of: &str) -> Result<Option<Lease>, Away> {
        self.run(of, SAY, &[]).await
    }

    fn now(&self) -> String {
        self.clock.now().0.to_string()
    }

    /// Runs a script about one resource. Whatever goes wrong, the next one connects anew.
    async fn run(&self, of: &str, rest: &str, arguments: &[String]) -> Result<Option<Lease>, Away> {
        let asked = timeout(PATIENCE, self.ask(of, rest, arguments)).await;
        match asked {
            Ok(Ok((by, fence))) => Ok(lease_of(&by, &fence)),
            failed => {
                if let Ok(Err(error)) = failed {
                    tracing::debug!(%error, "leases pause: Redis is away");
                }
                *self.connection.lock().await = None;
                Err(Away)
            }
        }
    }

    async fn ask(
        &self,
        of: &str,
        rest: &str,
        arguments: &[String],
    ) -> redis::RedisResult<(String, String)> {
        let known = self.connection.lock().await.clone();
        let mut connection = if let Some(known) = known {
            known
        } else {
            let new = self.url.client()?.get_multiplexed_async_connection().await?;
            self.connection.lock().await.insert(new).clone()
        };
        let mut command = redis::cmd("EVAL");
        let key = format!("onevoice {} lease {of}", self.space);
        command.arg(format!("{LOOK}{PUT}{rest}")).arg(1).arg(key).arg(arguments);
        command.query_async(&mut connection).await
    }
}

/// Their agent's id, then their tab's.
fn text(holder: Holder) -> String {
    format!("{} {}", holder.agent, holder.tab)
}

fn lease_of(by: &str, fence: &str) -> Option<Lease> {
    let (agent, tab) = by.split_once(' ')?;
    let agent: AgentId = agent.parse().ok()?;
    let holder = Holder { agent, tab: tab.parse().ok()? };
    Some(Lease { holder, fence: Fence(fence.parse().ok()?) })
}

fn millis(span: Duration) -> String {
    span.as_millis().to_string()
}
