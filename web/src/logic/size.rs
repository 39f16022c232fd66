//! How large something is, as people read it.

/// In bytes, KB or MB; WhatsApp's limits count by 1024.
pub fn words(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        MB.. => format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(words(12), "12 bytes");
        assert_eq!(words(1_500), "2 KB");
        assert_eq!(words(5 * 1024 * 1024), "5.0 MB");
        assert_eq!(words(16_252_928), "15.5 MB");
    }
}
