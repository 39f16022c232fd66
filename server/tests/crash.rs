mod attendance;
mod kill;
mod lease;
mod look;
mod process;
mod promises;
