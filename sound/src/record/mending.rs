//! What a crash leaves of a recording: whole pages, and at the end perhaps a part of one, which players may stumble over.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;
use std::time::Duration;

/// Samples of a millisecond.
const MILLISECOND: u64 = 48;

/// Leaves of a recording what is whole. Says how long it is; nothing where nothing was recorded.
///
/// # Errors
/// When it can't be read or written.
pub fn mend(file: &Path) -> io::Result<Duration> {
    let file = File::options().read(true).write(true).open(file)?;
    let size = file.metadata()?.len();
    let mut reader = BufReader::new(&file);
    let (mut whole, mut samples) = (0, 0);
    while let Ok((length, until)) = page(&mut reader) {
        if whole + length > size {
            break;
        }
        (whole, samples) = (whole + length, until);
    }
    if whole < size {
        file.set_len(whole)?;
        file.sync_all()?;
    }
    Ok(Duration::from_millis(samples / MILLISECOND))
}

/// Goes past a page (RFC 3533, 6). How many bytes it has, and how many samples there are up to its end.
fn page(reader: &mut BufReader<&File>) -> io::Result<(u64, u64)> {
    let (mut begin, mut samples, mut rest, mut parts) = ([0; 6], [0; 8], [0; 12], [0; 1]);
    reader.read_exact(&mut begin)?;
    if !begin.starts_with(b"OggS") {
        return Err(io::ErrorKind::InvalidData.into());
    }
    reader.read_exact(&mut samples)?;
    reader.read_exact(&mut rest)?;
    reader.read_exact(&mut parts)?;
    let mut lengths = vec![0; usize::from(u8::from_le_bytes(parts))];
    reader.read_exact(&mut lengths)?;
    let body: i64 = lengths.iter().map(|it| i64::from(*it)).sum();
    reader.seek_relative(body)?;
    Ok((27 + lengths.len() as u64 + body.unsigned_abs(), u64::from_le_bytes(samples)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::packing::Pages;
    use super::mend;

    #[test]
    fn half_a_page_goes_and_the_rest_stays() {
        let mut written = Vec::new();
        let mut pages = Pages::new(&mut written).unwrap();
        for _ in 0..120 {
            pages.slot(&[0x78, 1, 2], &[0x08]).unwrap();
        }
        drop(pages);
        let path = std::env::temp_dir().join(format!("onevoice-mend-{}.ogg", std::process::id()));
        let whole = written.len();
        for broken in [vec![], b"OggS\0\0".to_vec(), written[..40].to_vec()] {
            std::fs::write(&path, [written.clone(), broken].concat()).unwrap();
            // Two pages of a second; the twenty slots behind them were not written.
            let length = mend(&path).unwrap();
            assert_eq!(length, Duration::from_secs(2));
            assert_eq!(std::fs::metadata(&path).unwrap().len(), whole as u64);
        }
        std::fs::write(&path, &written[..whole - 1]).unwrap();
        assert_eq!(mend(&path).unwrap(), Duration::from_secs(1));
        std::fs::remove_file(path).unwrap();
    }
}
