mod activities;
mod filters;
mod labels;
mod notes;
mod quick_replies;
mod snooze;
mod spaces;
