//! Many customers at once, without their phones.

use std::ops::Range;

use server::features::message::{self, Received};
use server::features::{contact, conversation, number};
use server::store::Tx;
use server::whatsapp::Identity;
use shared::event::Actor;
use shared::message::{Author, Content};
use shared::time::Millis;

use super::World;

impl World {
    /// These customers write, as if WhatsApp had delivered it all at once. The order in which they wait is that of their
    /// numbers.
    pub async fn many_write(&self, these: Range<usize>) {
        self.many_write_to(0, these).await;
    }

    /// The same to another of our numbers, in the order in which they were added.
    pub async fn many_write_to(&self, place: usize, these: Range<usize>) {
        let begun = self.clock.now();
        let take_in = move |tx: &mut Tx<'_>| {
            let number = number::rows::all(tx.conn())?.remove(place);
            for n in these {
                let phone = Some(format!("4915{n:08}"));
                let who = Identity { phone, ..Identity::default() };
                let contact = contact::resolve(tx, &who, Some(&format!("Customer {n}")))?;
                tx.acts(Actor::Contact(contact.id));
                let at = begun - Millis::hours(1) + Millis(i64::try_from(n).unwrap());
                let it = conversation::find_or_begin(tx, &number, &contact, at)?;
                let new = Received {
                    wamid: format!("wamid.{n}"),
                    author: Author::Contact,
                    content: Content::Text { body: "Hello".into() },
                    reply_to: None,
                    at,
                    opens_window: true,
                    ad: None,
                    raw: None,
                };
                message::receive(tx, &number, it, new)?;
            }
            Ok(())
        };
        self.app().write(Actor::System, take_in).await.unwrap();
    }
}
