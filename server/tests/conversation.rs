mod filters;
mod labels;
mod snooze;
