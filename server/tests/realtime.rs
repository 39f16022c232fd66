mod cursor;
mod history;
mod live;
mod resume;
mod rights;
mod slow_client;
mod socket;
mod two_nodes;
