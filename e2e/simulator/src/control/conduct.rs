//! How the simulator behaves, and what it has seen of the business.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use crate::misbehaviour::{MisbehaviourId, Plan};
use crate::world::World;
use crate::{busy_day, outbox};

pub(super) async fn list(world: web::Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(world.plans())
}

pub(super) async fn misbehave(plan: web::Json<Plan>, world: web::Data<World>) -> HttpResponse {
    let id = world.state().plans.add(plan.into_inner());
    world.tell_plans();
    HttpResponse::Created().json(json!({ "id": id }))
}

pub(super) async fn stop(id: web::Path<u64>, world: web::Data<World>) -> HttpResponse {
    world.state().plans.stop(MisbehaviourId(*id));
    end(world)
}

pub(super) async fn behave(world: web::Data<World>) -> HttpResponse {
    world.state().plans.clear();
    end(world)
}

/// Every accepted send, in order.
pub(super) async fn requests(world: web::Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(&world.state().accepted)
}

pub(super) async fn state(world: web::Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "pending_webhooks": *world.outbox.pending.borrow(),
        "webhook_url": *world.outbox.url.borrow(),
        "now": world.clock.now(),
        "read_receipts": world.state().read_receipts,
        "misbehaviours": world.plans(),
        "busy_day": busy_day::goes_on(&world),
    }))
}

/// Answers when every webhook was answered 200.
pub(super) async fn settled(world: web::Data<World>) -> HttpResponse {
    let mut pending = world.outbox.pending.subscribe();
    // The sender lives as long as the world.
    drop(pending.wait_for(|pending| *pending == 0).await);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
pub(super) struct Time {
    now: Option<i64>,
}

pub(super) async fn set_time(time: web::Json<Time>, world: web::Data<World>) -> HttpResponse {
    world.clock.set(time.now);
    HttpResponse::NoContent().finish()
}

pub(super) async fn start_busy_day(world: web::Data<World>) -> HttpResponse {
    let world: Arc<World> = world.into_inner();
    busy_day::start(&world, 1.0);
    HttpResponse::NoContent().finish()
}

pub(super) async fn stop_busy_day(world: web::Data<World>) -> HttpResponse {
    busy_day::stop(&world);
    HttpResponse::NoContent().finish()
}

fn end(world: web::Data<World>) -> HttpResponse {
    let world: Arc<World> = world.into_inner();
    outbox::release(&world);
    world.tell_plans();
    HttpResponse::NoContent().finish()
}
