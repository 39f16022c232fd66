//! Files that were uploaded or that customers sent. They live as long as the simulator; only their
//! links expire.

use actix_web::web::Bytes;

use crate::clock;
use crate::ids;
use crate::world::World;

/// Seconds a download link is good for.
const LINK: i64 = 5 * 60;

/// A file.
#[derive(Clone)]
pub(crate) struct Media {
    pub(crate) mime_type: String,
    pub(crate) bytes: Bytes,
}

/// Keeps a file and gives it an id.
pub(crate) fn keep(world: &World, media: Media) -> String {
    let id = ids::digits(16);
    world.state().media.insert(id.clone(), media);
    id
}

/// A link that expires, for whoever has the token.
pub(crate) fn link(world: &World, id: &str) -> String {
    let expires = clock::real() + LINK;
    let seal = seal(world, id, expires);
    format!("{}/whatsapp_business/attachments/?mid={id}&ext={expires}&hash={seal}", world.base_url)
}

/// Whether a link is one of ours and not expired.
pub(crate) fn link_is_good(world: &World, id: &str, expires: i64, hash: &str) -> bool {
    hash == seal(world, id, expires) && clock::real() < expires
}

fn seal(world: &World, id: &str, expires: i64) -> String {
    let signed =
        crate::signature::sign(&world.options.app_secret, format!("{id} {expires}").as_bytes());
    signed.chars().skip(7).take(32).collect()
}
