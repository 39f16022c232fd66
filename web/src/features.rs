//! What the product does, as a person meets it.

pub mod assign;
pub mod attach;
pub mod bubble;
pub mod composer;
pub mod connection;
pub mod content;
pub mod conversation_list;
pub mod filter_bar;
pub mod jump;
pub mod key_help;
pub mod labels;
pub mod lightbox;
pub mod list_rows;
pub mod media;
pub mod more;
pub mod moves;
pub mod palette;
pub mod rail;
pub mod row;
pub mod scroll;
pub mod search;
pub mod shortcuts;
pub mod snooze;
pub mod thread;
pub mod thread_header;
pub mod ticks;
