//! How many open conversations people answer. What is snoozed or deleted is no work now.

pub mod rows;
