mod filters;
pub mod matrix;
mod sees;
mod sight;
