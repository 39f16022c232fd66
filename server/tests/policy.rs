mod matrix;
mod sees;
