//! Parts that know nothing of the product: they draw, and report what a person does. The page `/design` shows them all.

pub mod avatar;
pub mod button;
pub mod chip;
pub mod choice;
pub mod combobox;
pub mod context_menu;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod keys;
pub mod menu;
pub mod notice;
pub mod order;
pub mod page;
pub mod panel_button;
pub mod popover;
pub mod resize;
pub mod roving;
pub mod segmented;
pub mod strip;
pub mod swatches;
pub mod theme;
pub mod toast;
pub mod tooltip;
