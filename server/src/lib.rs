//! Onevoice.
