mod kill;
mod look;
mod process;
