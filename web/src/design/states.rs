//! How things stand.

use leptos::prelude::*;
use shared::colour::Colour;
use ulid::Ulid;

use super::Specimen;
use crate::ui::avatar::{Avatar, Presence, Present};
use crate::ui::button::Button;
use crate::ui::chip::{Badge, Chip, Label, Tone};
use crate::ui::icon::Kind;
use crate::ui::notice::{Banner, Empty, Progress, Skeletons};
use crate::ui::order::{Column, Fold, Table};

/// Faces, chips, badges, banners, empty places, progress, sections, tables.
#[component]
pub fn States() -> impl IntoView {
    let labels =
        Colour::ALL.map(|colour| view! { <Label name=colour.to_string() colour=colour /> });
    let faces = (0..10_u128).map(|n| view! { <Avatar id=Ulid(n) name=format!("P {n}") /> });
    let columns =
        vec![Column::Words("Agent"), Column::Number("Answered"), Column::Number("Median")];
    let rows = [("Ada Byron", 42, "1 min"), ("Ben Okri", 7, "12 min")].map(|(name, many, time)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{many}</td>
                <td class="number">{time}</td>
            </tr>
        }
    });
    view! {
        <Specimen name="Chip">
            <Chip>"Neutral"</Chip>
            <Chip tone=Tone::Good icon=Kind::Check>"Answered in time"</Chip>
            <Chip tone=Tone::Soon icon=Kind::Clock title="So long one may still answer freely">"1 h 12 min left"</Chip>
            <Chip tone=Tone::Bad icon=Kind::Clock>"Window closed"</Chip>
            {labels}
            <Label name="شحن" colour=Colour::Teal />
            <Label name="Can be taken off" colour=Colour::Violet on_remove=|()| () />
        </Specimen>
        <Specimen name="Badge">
            <Badge count=1_u32 of="unread" />
            <Badge count=28_u32 of="unread" />
            <Badge count=1204_u32 of="unread" />
            <Badge count=5_u32 of="open" quiet=true />
        </Specimen>
        <Specimen name="Avatar">
            {faces.collect_view()}
            <Avatar id=Ulid(3) name="Ada Byron" small=true />
            <Present id=Ulid(1) name="Ana Lima" presence=Presence::Here />
            <Present id=Ulid(5) name="Dana Cho" presence=Presence::Busy />
            <Present id=Ulid(2) name="Ben Okri" presence=Presence::Away />
            <Present id=Ulid(4) name="Cleo" presence=Presence::Offline />
        </Specimen>
        <Specimen name="Banner">
            <Banner>"Two colleagues look at this conversation."</Banner>
            <Banner tone=Tone::Info>"New: notes are seen by the team alone."</Banner>
            <Banner tone=Tone::Good>"The number is connected."</Banner>
            <Banner tone=Tone::Soon>"The window closes in 1 h 12 min."</Banner>
            <Banner tone=Tone::Bad>"WhatsApp refused the token. "<a href="#token">"Enter a new one"</a></Banner>
        </Specimen>
        <Specimen name="Empty state">
            <Empty title="Nobody is waiting" words="Every open conversation has somebody who answers.">
                <Button on_press=|()| ()>"See all"</Button>
            </Empty>
        </Specimen>
        <Specimen name="Skeleton">
            <div class="grow"><Skeletons lines=3 /></div>
        </Specimen>
        <Specimen name="Progress">
            <div class="grow">
                <Progress label="Closing conversations" done=Some(128) of=214_u32 />
                <Progress label="Looking" done=None of=1_u32 />
            </div>
        </Specimen>
        <Specimen name="Section">
            <div class="grow">
                <Fold title="Labels" open=true><p>"Refund, VIP"</p></Fold>
                <Fold title="Files"><p>"None yet"</p></Fold>
            </div>
        </Specimen>
        <Specimen name="Table">
            <Table caption="This week" columns=columns>{rows.into_iter().collect_view()}</Table>
        </Specimen>
    }
}
