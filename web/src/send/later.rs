//! What is to be said at a time to come: files in their order, then the words.

use shared::command::Action;
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message;
use shared::time::{Millis, Timestamp};

use super::Sender;
use crate::clock;

impl Sender {
    /// Says at a time to come what stands in the composer, and these files before it.
    pub fn say_later(
        self,
        to: ConversationId,
        files: Vec<(UploadId, Option<String>, bool)>,
        (mut due, unless_reply): (Timestamp, bool),
    ) {
        let draft = self.drafts.take(to);
        let mut reply_to = draft.reply_to;
        for (upload, caption, voice) in files {
            let (id, reply_to) = (MessageId::new(clock::now()), reply_to.take());
            let later = message::Action::ScheduleFile {
                id,
                upload,
                caption,
                voice,
                reply_to,
                due,
                unless_reply,
            };
            self.send(Action::Message(to, later));
            // What is due at once would leave in any order.
            due = due + Millis(1);
        }
        let text = draft.text.trim().to_owned();
        if !text.is_empty() {
            let id = MessageId::new(clock::now());
            let later = message::Action::Schedule { id, text, reply_to, due, unless_reply };
            self.send(Action::Message(to, later));
        }
    }
}
