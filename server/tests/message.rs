mod chat;
mod files;
mod sending;
mod twice;
