//! The simulator seen from the business: a plain HTTP client, and a server that takes webhooks.

#[path = "whatsapp/business.rs"]
mod business;
#[path = "whatsapp/receiver.rs"]
mod receiver;
#[path = "whatsapp/sending.rs"]
mod sending;
#[path = "whatsapp/webhooks.rs"]
mod webhooks;
