mod chat;
mod files;
mod interactive;
mod reactions;
mod sending;
mod sending_files;
mod templates;
mod twice;
