mod chat;
mod files;
mod sending;
mod sending_files;
mod twice;
