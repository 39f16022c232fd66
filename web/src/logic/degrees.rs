//! Places in degrees, minutes and seconds, as people and maps write them.

/// Of decimal degrees north and east: `52° 31′ 12″ N, 13° 24′ 18″ E`. Nothing where they are no place on Earth.
pub fn words(north: &str, east: &str) -> Option<String> {
    let north = side(north, 90, ("N", "S"))?;
    let east = side(east, 180, ("E", "W"))?;
    Some(format!("{north}, {east}"))
}

fn side(given: &str, most: u64, (above, below): (&str, &str)) -> Option<String> {
    let given = given.trim();
    let (name, digits) = match given.strip_prefix('-') {
        Some(digits) => (below, digits),
        None => (above, given.strip_prefix('+').unwrap_or(given)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number = |it: &str| -> Option<u64> {
        it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse().ok())?
    };
    let degrees = number(whole)?;
    // Nine places after the point are less than a millimetre.
    let part: String = part.chars().chain(std::iter::repeat('0')).take(9).collect();
    let part = number(&part)?;
    // Rounded to whole seconds.
    let seconds = degrees.checked_mul(3600)? + (part * 3600 + 500_000_000) / 1_000_000_000;
    if seconds > most * 3600 {
        return None;
    }
    let (degrees, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{degrees}° {minutes:02}′ {seconds:02}″ {name}"))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_place_reads_as_on_a_map() {
        assert_eq!(words("52.52", "13.405").as_deref(), Some("52° 31′ 12″ N, 13° 24′ 18″ E"));
        assert_eq!(words("-33.8688197", "-70.5").as_deref(), Some("33° 52′ 08″ S, 70° 30′ 00″ W"));
        assert_eq!(words("0", "-0.0001388").as_deref(), Some("0° 00′ 00″ N, 0° 00′ 00″ W"));
        assert_eq!(words("59.99999999", "180").as_deref(), Some("60° 00′ 00″ N, 180° 00′ 00″ E"));
    }

    #[test]
    fn what_is_no_place_is_nothing() {
        for (north, east) in [
            ("90.1", "0"),
            ("0", "-181"),
            ("", "0"),
            ("1.2.3", "0"),
            ("x", "0"),
            ("1e3", "0"),
            ("99999999999999999999", "0"),
        ] {
            assert_eq!(words(north, east), None, "{north} {east}");
        }
    }
}
