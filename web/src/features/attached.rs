//! A file that is in no message: of a note, or of what waits. A picture is seen, everything else is saved.

use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::File;

use crate::features::media::Document;
use crate::logic::size;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Pictures that browsers show and that run nothing, as the server finds them by their first bytes.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/// The most that a picture takes, in pixels.
const MOST: (u32, u32) = (320, 360);

/// One of the files that are there under an id.
#[component]
pub fn FileView(
    of: ConversationId,
    id: MessageId,
    /// Which of them, from 0.
    part: usize,
    name: String,
    file: File,
) -> impl IntoView {
    let links = expect_context::<Workspace>().links;
    let path = memo(move || links.of_part(of, id, part));
    if !SHOWN.contains(&file.kind.as_str()) {
        return view! {
            <div class="media" data-testid="attached"><Document title=name file=file path=path /></div>
        }
        .into_any();
    }
    let tries = StoredValue::new(0_u8);
    // An address that has become too old is asked for again, but not for ever.
    let failed = move |_| {
        if tries.try_update_value(|it| *it += 1).is_some() && tries.get_value() <= 2 {
            links.renew(id);
        }
    };
    let (width, height) = size::fit(file.pixels.unwrap_or((320, 240)), MOST);
    let (label, title) = (format!("Open in a new tab: {name}"), name.clone());
    view! {
        <div class="media" data-testid="attached">
            <a class="picture" href=path target="_blank" rel="noopener" aria-label=label title=title>
                <img src=path alt=name width=width height=height decoding="async" on:error=failed />
            </a>
        </div>
    }
    .into_any()
}
