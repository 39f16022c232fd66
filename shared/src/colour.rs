//! The palette for what people make and tell apart by colour. The style says what each one is, in light and in dark.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// A colour of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// None in particular.
    Grey,
    /// The first of the circle.
    Red,
    /// Between red and amber.
    Orange,
    /// As of traffic lights.
    Amber,
    /// Of leaves.
    Green,
    /// Between green and blue.
    Teal,
    /// Of the sky.
    Blue,
    /// Of lavender.
    Violet,
    /// The last of the circle.
    Pink,
}

impl Colour {
    /// All there are, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Grey,
        Self::Red,
        Self::Orange,
        Self::Amber,
        Self::Green,
        Self::Teal,
        Self::Blue,
        Self::Violet,
        Self::Pink,
    ];
}

words!(Colour {
    Grey = "grey",
    Red = "red",
    Orange = "orange",
    Amber = "amber",
    Green = "green",
    Teal = "teal",
    Blue = "blue",
    Violet = "violet",
    Pink = "pink",
});
