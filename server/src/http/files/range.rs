//! Which part of a file is asked for (RFC 9110, 14): one part only, since players ask for one.

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The whole.
    All,
    /// A part of it.
    Part {
        /// Its first byte.
        from: u64,
        /// How many bytes, at least one.
        length: u64,
    },
    /// A part that is not there.
    Nothing,
}

impl Wanted {
    /// From the header. What is not understood asks for the whole, as the RFC has it.
    pub(super) fn read(header: Option<&str>, size: u64) -> Self {
        let part =
            header.and_then(|it| it.strip_prefix("bytes=")).and_then(|it| it.split_once('-'));
        let Some((first, last)) = part else { return Self::All };
        let (first, last) = (first.trim(), last.trim());
        match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(from), Ok(through)) if from <= through => Self::part(from, through, size),
            (Ok(from), Err(_)) if last.is_empty() => Self::part(from, u64::MAX, size),
            // So many from the end.
            (Err(_), Ok(count)) if first.is_empty() && count > 0 && size > 0 => {
                Self::part(size.saturating_sub(count), u64::MAX, size)
            }
            (Err(_), Ok(_)) if first.is_empty() => Self::Nothing,
            _ => Self::All,
        }
    }

    const fn part(from: u64, through: u64, size: u64) -> Self {
        if from >= size {
            return Self::Nothing;
        }
        let end = if through < size { through + 1 } else { size };
        Self::Part { from, length: end - from }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_understood_and_everything_else_is_the_whole() {
        let part = |from, length| Wanted::Part { from, length };
        for (header, meant) in [
            ("bytes=0-", part(0, 10)),
            ("bytes=0-0", part(0, 1)),
            ("bytes=3-5", part(3, 3)),
            ("bytes=8-99999999999999999", part(8, 2)),
            ("bytes=-4", part(6, 4)),
            ("bytes=-40", part(0, 10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=5-3", Wanted::All),
            ("bytes=1-2,4-5", Wanted::All),
            ("lines=1-2", Wanted::All),
            ("bytes=99999999999999999999999-", Wanted::All),
        ] {
            assert_eq!(Wanted::read(Some(header), 10), meant, "{header}");
        }
        assert_eq!(Wanted::read(None, 10), Wanted::All);
        assert_eq!(Wanted::read(Some("bytes=0-"), 0), Wanted::Nothing);
    }
}
