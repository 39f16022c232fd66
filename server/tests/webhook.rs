mod handshake;
mod odd;
mod once;
mod order;
mod signature;
mod statuses;
mod tools;
mod types;
