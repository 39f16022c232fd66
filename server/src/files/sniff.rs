//! What a file is by its first bytes. Names and types that somebody claims are never asked.

/// What nothing is known of.
pub const UNKNOWN: &str = "application/octet-stream";

/// What a browser may show in our pages: none of these can hold a script. Everything else is only ever saved.
const SHOWN: [&str; 13] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/wav",
    "audio/x-caf",
    "video/mp4",
    "video/3gpp",
    "video/webm",
];

/// What these bytes begin.
pub fn kind(head: &[u8]) -> &'static str {
    if head.starts_with(b"OggS") {
        return if contains(head, b"OpusHead") || contains(head, b"\x01vorbis") {
            "audio/ogg"
        } else {
            "application/ogg"
        };
    }
    if head.get(4..10).is_some_and(|brand| brand.starts_with(b"ftyp3g")) {
        return "video/3gpp";
    }
    match infer::get(head).map(|it| it.mime_type()) {
        Some("audio/m4a") => "audio/mp4",
        Some("audio/x-wav") => "audio/wav",
        Some(kind) => kind,
        None => UNKNOWN,
    }
}

/// Whether a browser may show what is of this kind.
pub fn shown(kind: &str) -> bool {
    SHOWN.contains(&kind)
}

/// Width and height of a picture that begins so; nothing when that makes no sense.
pub fn pixels(head: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(head).ok()?;
    let side = |length: usize| u32::try_from(length).ok().filter(|it| (1..=65_535).contains(it));
    side(size.width).zip(side(size.height))
}

fn contains(head: &[u8], wanted: &[u8]) -> bool {
    head.iter().take(256).copied().collect::<Vec<_>>().windows(wanted.len()).any(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        let png =
            [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &[0, 0, 1, 0, 0, 0, 0, 9]].concat();
        for (head, meant) in [
            (b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(), "image/jpeg"),
            (&png, "image/png"),
            (b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead", "audio/ogg"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4"),
            (b"\0\0\0\x18ftyp3gp5\0\0\0\0", "video/3gpp"),
            (b"%PDF-1.7", "application/pdf"),
        ] {
            assert_eq!(kind(head), meant);
        }
        assert_eq!(pixels(&png), Some((256, 9)));
    }

    #[test]
    fn what_can_hold_a_script_is_never_shown() {
        for hostile in [
            b"<!DOCTYPE html><script>alert(1)</script>".as_slice(),
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<?xml version='1.0'?><svg onload='alert(1)'/>",
            b"%PDF-1.7 /JavaScript",
            b"alert(1)",
            b"",
            b"OggS<script>",
        ] {
            assert!(!shown(kind(hostile)), "{:?}", String::from_utf8_lossy(hostile));
        }
    }
}
