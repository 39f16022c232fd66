mod filters;
pub mod matrix;
mod routes;
mod sees;
mod sight;
