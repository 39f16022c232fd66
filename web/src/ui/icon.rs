//! Line icons on a grid of 24, drawn for this app. They say nothing to a screen reader: the control beside them does.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is wrong.
    Alert,
    /// A mention.
    At,
    /// Back to the list.
    Back,
    /// Away with it for good.
    Bin,
    /// Something quick.
    Bolt,
    /// A shopping cart.
    Cart,
    /// One tick.
    Check,
    /// Two ticks.
    Checks,
    /// It opens something below.
    ChevronDown,
    /// Something fastened to it.
    Clip,
    /// On its way.
    Clock,
    /// Away with it.
    Close,
    /// Onto the clipboard.
    Copy,
    /// Down to the latest.
    Down,
    /// Watched.
    Eye,
    /// A file.
    File,
    /// On to the next.
    Forward,
    /// Some of many.
    Filter,
    /// A picture.
    Image,
    /// How busy it is.
    Gauge,
    /// The inbox.
    Inbox,
    /// Something to know.
    Info,
    /// Keys of a telephone.
    Keypad,
    /// A link to hand over.
    Link,
    /// For some eyes only.
    Lock,
    /// Out of here.
    Logout,
    /// A voice.
    Microphone,
    /// Less.
    Minus,
    /// And more.
    More,
    /// The dark.
    Moon,
    /// Silence.
    Pause,
    /// A visiting card.
    Person,
    /// Colleagues.
    People,
    /// A phone.
    Phone,
    /// A place.
    Pin,
    /// Sound or film.
    Play,
    /// One more.
    Plus,
    /// Nobody knows.
    Question,
    /// Again.
    Redo,
    /// Away with it.
    Trash,
    /// An answer.
    Reply,
    /// Off it goes.
    Send,
    /// Finding something.
    Search,
    /// A column beside others.
    Sidebar,
    /// Settings.
    Sliders,
    /// A sticker.
    Smile,
    /// The light.
    Sun,
    /// Words with places to be filled in.
    Template,
    /// A label on something.
    Tag,
    /// Further up.
    Up,
    /// A film.
    Video,
}

impl Kind {
    /// Whether it points somewhere, which is the other way where one reads from right to left.
    const fn follows_reading(self) -> bool {
        matches!(self, Self::Back | Self::Logout | Self::Reply | Self::Send)
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01",
            Self::At => {
                "M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6M15.8 8.5v4.8a2.4 2.4 0 0 0 4.7.7A8.7 8.7 0 1 0 16.5 19.5"
            }
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Bin => {
                "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.3 10.5v5.5M13.7 10.5v5.5"
            }
            Self::Bolt => "M13 3 5 13.5h6L10 21l8-10.5h-6z",
            Self::Cart => "M3 4h2.5l2.2 11h9.8L20 7.5H6.2M9 19.5v.01M16.5 19.5v.01",
            Self::Check => "M5 12.5 10 17.5 19.5 7",
            Self::Checks => "M1.5 12.5 6.5 17.5 15.5 7M11 16l1.5 1.5L22 7",
            Self::ChevronDown => "M6.5 9.5 12 15l5.5-5.5",
            Self::Clip => {
                "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.7-8.7a3.4 3.4 0 0 1 4.8 4.8l-8.6 8.6a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7"
            }
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Copy => "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
            Self::Eye => {
                "M2.5 12c2.2-4.3 5.5-6.5 9.5-6.5s7.3 2.2 9.5 6.5c-2.2 4.3-5.5 6.5-9.5 6.5s-7.3-2.2-9.5-6.5M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6"
            }
            Self::File => "M6 3h8l4.5 4.5V21H6zM14 3v5h4.5",
            Self::Forward => "M5 12h14M13 6l6 6-6 6",
            Self::Filter => "M4 6.5h16M7 12h10M10.5 17.5h3",
            Self::Image => "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M14.5 9v.01",
            Self::Gauge => "M4.2 18.5a9 9 0 1 1 15.6 0M12 14l4.2-5M12 14v.01",
            Self::Inbox => "M4 13 6.5 5h11L20 13v6H4zM4 13h5l1 2.5h4l1-2.5h5",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 8v.01",
            Self::Keypad => {
                "M6 5.5v.01M12 5.5v.01M18 5.5v.01M6 11v.01M12 11v.01M18 11v.01M6 16.5v.01M12 16.5v.01M18 16.5v.01"
            }
            Self::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"
            }
            Self::Lock => "M5.5 11h13v9h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Logout => "M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5",
            Self::Microphone => {
                "M12 3.5a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0v-5a3 3 0 0 0-3-3M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"
            }
            Self::Minus => "M5 12h14",
            Self::More => "M5.5 12v.01M12 12v.01M18.5 12v.01",
            Self::Moon => "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5",
            Self::Pause => "M8.5 5.5v13M15.5 5.5v13",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
            Self::People => {
                "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19.5c.4-3.3 3-5 6.5-5s6.1 1.7 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 15c2 .7 3.2 2.2 3.5 4.5"
            }
            Self::Phone => {
                "M8.2 3.8 5.4 4.6Q3.6 5.2 4 7.2 6.6 17.4 16.8 20q2 .4 2.6-1.4l.8-2.8-4.4-2.2-2 1.9q-3.4-1.9-5.3-5.3l1.9-2z"
            }
            Self::Pin => {
                "M12 21c4.5-4.5 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.5 6.5 11M12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4"
            }
            Self::Play => "M8 5.5v13l10.5-6.5z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Question => "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.01",
            Self::Trash => "M4.5 6.5h15M9.5 6.5V4.5h5v2M6.5 6.5l1 13h9l1-13M10.2 10v6M13.8 10v6",
            Self::Redo => "M19.5 5v5h-5M19 10a7.5 7.5 0 1 0 .5 4.5",
            Self::Reply => "M10 6 4.5 11.5 10 17M4.5 11.5H14c3.5 0 5.5 2 5.5 6",
            Self::Send => "M4 12 3 4.5 21 12 3 19.5 4 12zM4 12h8",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20.5 20.5",
            Self::Sidebar => "M4 5h16v14H4zM10 5v14",
            Self::Sliders => "M4 7h9M17 7h3M15 4.8v4.4M4 17h3M11 17h9M9 14.8v4.4",
            Self::Smile => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M8.5 14c1.8 2.5 5.2 2.5 7 0M9 9.5v.01M15 9.5v.01"
            }
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
            }
            Self::Template => "M5 4h14v16H5zM8.5 8.5h7M8.5 12h3M14 12h1.5M8.5 15.5h5",
            Self::Tag => "M3.5 4.5v6.8l9 8.7 7-7-8.7-8.5zM7.8 8.6v.01",
            Self::Up => "M12 19V5M6 11l6-6 6 6",
            Self::Video => "M3.5 6.5h11v11h-11zM14.5 11l6-3.5v9l-6-3.5",
        }
    }
}

/// A line icon, as high as the text beside it is told to be by the style.
#[component]
pub fn Icon(kind: Kind) -> impl IntoView {
    view! {
        <svg class="icon" class:follows-reading=kind.follows_reading() viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=kind.path() />
        </svg>
    }
}
