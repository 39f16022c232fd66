//! Bytes that are nearly right: what was right, damaged as a broken or hostile sender may.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fastrand::Rng;

use crate::world::chance::{chance, full};

/// So many damaged ones of each kind are read, and in the long form.
const SHORT: usize = 20_000;
const LONG: usize = 5_000_000;
/// What is put in somewhere: ends of ranges, beginnings of structures, and halves of characters.
const ODD: [&[u8]; 16] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff\xff\xff\xff\xff",
    b"\x80\0\0\0",
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"\"",
    b"\\ud83d",
    b"{\"a\":",
    b"[[[[[[[[",
    b"null",
    b"\xed\xa0\x80",
    "\u{202e}\u{1f468}\u{200d}".as_bytes(),
    b"OggS",
    b"\x1a\x45\xdf\xa3",
];

/// Reads what is right, and then one after the other that is not. One at which reading falls is printed.
pub fn read_damaged(seeds: &[Vec<u8>], read: impl Fn(&[u8])) {
    let mut random = chance();
    for seed in seeds {
        read(seed);
    }
    for _ in 0..if full() { LONG } else { SHORT } {
        let mut bytes = random.choice(seeds).unwrap().clone();
        for _ in 0..random.usize(1..6) {
            damage(&mut bytes, seeds, &mut random);
        }
        let done = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        assert!(done.is_ok(), "reading fell at {}", bytes.escape_ascii());
    }
}

fn damage(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Rng) {
    let at = random.usize(..=bytes.len());
    let end = at + random.usize(..=(bytes.len() - at).min(32));
    match random.u32(..7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => bytes.iter_mut().skip(at).take(1).for_each(|it| *it ^= 1 << random.u32(..8)),
        3 => bytes.iter_mut().skip(at).take(1).for_each(|it| *it = random.u8(..)),
        4 => drop(bytes.splice(at..end, random.choice(ODD).unwrap().iter().copied())),
        5 => {
            let again = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, again));
        }
        _ => {
            let other = random.choice(seeds).unwrap();
            let from = random.usize(..=other.len());
            let until = from + random.usize(..=(other.len() - from).min(64));
            drop(bytes.splice(at..end, other[from..until].iter().copied()));
        }
    }
}
