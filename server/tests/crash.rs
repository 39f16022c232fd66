mod attendance;
mod kill;
mod look;
mod process;
