mod activities;
mod drafts;
mod filters;
mod labels;
mod notes;
mod quick_replies;
mod snooze;
mod spaces;
