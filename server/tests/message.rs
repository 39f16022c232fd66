mod chat;
mod files;
mod interactive;
mod sending;
mod sending_files;
mod templates;
mod twice;
