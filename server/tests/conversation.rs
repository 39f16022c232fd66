mod filters;
mod labels;
