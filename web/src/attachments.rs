//! Files that are to go with the next message: looked at before they are uploaded, uploaded while one writes, and sent in
//! their order. Nothing here is sent by itself.

mod there;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{ConversationId, UploadId};
use shared::message::file::LARGEST;
use shared::message::sending::{SentAs, check};
use wasm_bindgen::JsCast;
use web_sys::{File, FileList, Url, XmlHttpRequest};

use crate::session::Session;
use crate::upload;

pub use there::There;

/// The most that go at once.
pub const MOST: usize = 10;

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// On its way to us, so much of it between 0 and 1.
    Coming(f64),
    /// With us, to be sent.
    Ready(UploadId),
    /// It can't be sent, and why.
    Refused(String),
}

/// A file that is to go.
#[derive(Clone, Copy)]
pub struct Attachment {
    /// Counts up.
    pub id: u32,
    about: StoredValue<About>,
    /// How far it is.
    pub stage: RwSignal<Stage>,
    /// What is to stand below it.
    pub caption: RwSignal<String>,
    /// Spoken for this message.
    pub voice: bool,
    request: StoredValue<Option<XmlHttpRequest>, LocalStorage>,
}

#[derive(Clone)]
struct About {
    name: String,
    size: u64,
    sent_as: SentAs,
    /// Its address in this tab, to be looked at or heard.
    object: Option<String>,
}

/// Files that are to go, for each conversation.
#[derive(Clone, Copy)]
pub struct Attachments(StoredValue<Inner>);

/// Files that are to go into the next note, for each conversation. They are handed over for that, and never sent.
#[derive(Clone, Copy)]
pub struct NoteFiles(pub Attachments);

/// What files are to go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A message.
    Message,
    /// A note, which takes any file.
    Note,
    /// A quick reply.
    QuickReply,
}

#[derive(Clone, Copy)]
struct Inner {
    session: Session,
    target: Target,
    all: RwSignal<HashMap<ConversationId, Vec<Attachment>>>,
    last: StoredValue<u32>,
    /// Files live as long as this.
    owner: StoredValue<Owner>,
}

impl Attachment {
    /// What it is called.
    pub fn name(self) -> String {
        self.about.with_value(|it| it.name.clone())
    }

    /// In bytes.
    pub fn size(self) -> u64 {
        self.about.with_value(|it| it.size)
    }

    /// As it will go.
    pub fn sent_as(self) -> SentAs {
        self.about.with_value(|it| it.sent_as)
    }

    /// Its address in this tab, if it is a picture or a recording.
    pub fn object(self) -> Option<String> {
        self.about.with_value(|it| it.object.clone())
    }

    fn end(self) {
        if let Some(Some(request)) = self.request.try_update_value(Option::take) {
            // One that has ended takes no notice.
            let _ = request.abort();
        }
        if let Some(object) = self.object() {
            // It was made here, so it is one.
            let _ = Url::revoke_object_url(&object);
        }
    }
}

impl Attachments {
    /// None yet.
    pub fn new(session: Session) -> Self {
        Self::going_into(session, Target::Message)
    }

    /// None yet, for notes.
    pub fn for_notes(session: Session) -> NoteFiles {
        NoteFiles(Self::going_into(session, Target::Note))
    }

    /// What they are to go into.
    pub fn target(self) -> Target {
        self.0.get_value().target
    }

    /// None yet, for something.
    pub fn going_into(session: Session, target: Target) -> Self {
        Self(StoredValue::new(Inner {
            session,
            target,
            all: RwSignal::new(HashMap::new()),
            last: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }))
    }

    /// Those of a conversation, in order.
    pub fn of(self, to: ConversationId) -> Vec<Attachment> {
        self.0.get_value().all.with(|all| all.get(&to).cloned().unwrap_or_default())
    }

    /// Adds what was chosen, dropped or pasted. Says how many were too many.
    pub fn add(self, to: ConversationId, files: &FileList) -> usize {
        let files: Vec<File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
        let room = MOST.saturating_sub(self.of(to).len());
        let surplus = files.len().saturating_sub(room);
        for file in files.into_iter().take(room) {
            self.take(to, file, false);
        }
        surplus
    }

    /// Adds one.
    pub fn take(self, to: ConversationId, file: File, voice: bool) {
        let Inner { session, target, .. } = self.0.get_value();
        let noted = target == Target::Note;
        let (name, kind) = (file.name(), file.type_());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size in bytes"
        )]
        let size = file.size() as u64;
        // A recording is packed as WhatsApp takes it once it is with us.
        let kind = if voice { "audio/ogg".to_owned() } else { kind };
        let checked = if noted { fits_note(size) } else { check(&kind, &name, size).map(drop) };
        let shown = kind.starts_with("image/") && checked.is_ok();
        let shown = shown || voice;
        let object = shown.then(|| Url::create_object_url_with_blob(&file).ok()).flatten();
        let sent_as = SentAs::of(&kind, &name).unwrap_or(SentAs::Document);
        let about = About { name, size, sent_as, object };
        let it = self.put(to, about, String::new(), voice);
        match checked {
            Err(words) => it.stage.set(Stage::Refused(words)),
            Ok(()) => spawn_local(async move {
                let on_progress = move |share| drop(it.stage.try_set(Stage::Coming(share)));
                let keep = move |request| it.request.set_value(Some(request));
                let taken =
                    upload::send(session, &it.name(), &file, (voice, noted), keep, on_progress)
                        .await;
                // It may have been taken away meanwhile.
                let _ = it.stage.try_set(match taken {
                    Ok(upload) => Stage::Ready(upload.id),
                    Err(failure) => Stage::Refused(failure.words()),
                });
            }),
        }
    }

    fn put(self, to: ConversationId, about: About, caption: String, voice: bool) -> Attachment {
        let Inner { all, last, owner, .. } = self.0.get_value();
        last.update_value(|it| *it += 1);
        let make = || Attachment {
            id: last.get_value(),
            about: StoredValue::new(about),
            stage: RwSignal::new(Stage::Coming(0.0)),
            caption: RwSignal::new(caption),
            voice,
            request: StoredValue::new_local(None),
        };
        // What adds a file may be gone long before the file is.
        let it = owner.with_value(|owner| owner.with(make));
        all.update(|all| all.entry(to).or_default().push(it));
        it
    }

    /// Takes one away, also while it is coming.
    pub fn remove(self, to: ConversationId, id: u32) {
        self.0.get_value().all.update(|all| {
            if let Some(these) = all.get_mut(&to) {
                these.iter().filter(|it| it.id == id).for_each(|it| it.end());
                these.retain(|it| it.id != id);
            }
        });
    }

    /// Moves one to the place before it.
    pub fn sooner(self, to: ConversationId, id: u32) {
        self.0.get_value().all.update(|all| {
            if let Some(these) = all.get_mut(&to)
                && let Some(at) = these.iter().position(|it| it.id == id)
                && at > 0
            {
                these.swap(at, at - 1);
            }
        });
    }

    /// Takes all that are ready, to be sent.
    pub fn take_ready(self, to: ConversationId) -> Vec<(UploadId, Option<String>, bool)> {
        let these = self.of(to);
        let ready = these.iter().filter_map(|it| match it.stage.get_untracked() {
            Stage::Ready(upload) => {
                let caption = it.caption.get_untracked().trim().to_owned();
                let caption =
                    (!caption.is_empty() && it.sent_as().takes_caption()).then_some(caption);
                Some((it.id, (upload, caption, it.voice)))
            }
            Stage::Coming(_) | Stage::Refused(_) => None,
        });
        let (gone, ready): (Vec<_>, Vec<_>) = ready.unzip();
        for id in gone {
            self.remove(to, id);
        }
        ready
    }
}

/// Whether a file can be in a note: colleagues take what WhatsApp does not.
fn fits_note(size: u64) -> Result<(), String> {
    match size {
        0 => Err("This file is empty.".into()),
        size if size > LARGEST => Err("A note takes files of up to 100 MB.".into()),
        _ => Ok(()),
    }
}

/// Files of a drop or a paste.
pub fn of_event(files: Option<FileList>) -> Option<FileList> {
    files.filter(|files| files.length() > 0)
}

/// A file that was made here.
pub fn made(bytes: &web_sys::Blob, name: &str) -> Option<File> {
    let parts = js_sys::Array::of1(bytes.as_ref());
    let options = web_sys::FilePropertyBag::new();
    options.set_type(&bytes.type_());
    File::new_with_blob_sequence_and_options(parts.unchecked_ref(), name, &options).ok()
}
