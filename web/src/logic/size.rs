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

/// Width and height within `most`, in the same proportion and never larger than they are.
pub fn fit((width, height): (u32, u32), most: (u32, u32)) -> (u32, u32) {
    let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_wide, most_high) = (u64::from(most.0), u64::from(most.1));
    let (mut to_wide, mut to_high) = (wide, high);
    if to_wide > most_wide {
        (to_wide, to_high) = (most_wide, high * most_wide / wide);
    }
    if to_high > most_high {
        (to_wide, to_high) = (wide * most_high / high, most_high);
    }
    let side = |length: u64| u32::try_from(length.max(1)).unwrap_or(1);
    (side(to_wide), side(to_high))
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

    #[test]
    fn a_picture_keeps_its_proportion_and_is_never_blown_up() {
        assert_eq!(fit((640, 400), (320, 360)), (320, 200));
        assert_eq!(fit((200, 500), (320, 360)), (144, 360));
        assert_eq!(fit((40, 40), (320, 360)), (40, 40));
        assert_eq!(fit((65_535, 1), (320, 360)), (320, 1));
    }
}
