mod filters;
mod matrix;
mod sees;
mod sight;
