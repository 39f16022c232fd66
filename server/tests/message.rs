mod chat;
mod sending;
