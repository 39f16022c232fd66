mod chat;
mod sending;
mod twice;
