mod filters;
mod labels;
mod notes;
mod snooze;
mod spaces;
