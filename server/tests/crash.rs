mod kill;
mod process;
