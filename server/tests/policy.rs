mod filters;
mod matrix;
mod sees;
