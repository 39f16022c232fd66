//! Parts that know nothing of the product: they draw, and report what a person does.

pub mod avatar;
pub mod choice;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod menu;
pub mod page;
pub mod swatches;
pub mod theme;
pub mod toast;
