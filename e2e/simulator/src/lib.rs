//! A WhatsApp Cloud API to develop and test against.
