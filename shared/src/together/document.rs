//! A text that several write at once without a lock: whatever they do at the same moment, and in whatever order they hear of
//! it, in the end all have the same, with everybody's words (a CRDT, by `yrs`).

use std::fmt::{self, Display, Formatter};

use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Assoc, Doc, GetString, IndexedSequence, OffsetKind, Options, ReadTxn, StateVector, StickyIndex,
    Text, TextRef, Transact, Update,
};

/// The text's name in the document.
const TEXT: &str = "text";

/// One copy of the text. Each tab has its own.
pub struct Document {
    doc: Doc,
    text: TextRef,
}

/// What was said is no part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

impl Display for Broken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("this is no part of a document")
    }
}

impl Default for Document {
    /// Without words. Copies of the same document all begin like this and apply what was written.
    fn default() -> Self {
        // Browsers count in UTF-16.
        let options = Options { offset_kind: OffsetKind::Utf16, ..Options::default() };
        let doc = Doc::with_options(options);
        let text = doc.get_or_insert_text(TEXT);
        Self { doc, text }
    }
}

impl Document {
    /// The words.
    pub fn text(&self) -> String {
        self.text.get_string(&self.doc.transact())
    }

    /// Takes in what was written elsewhere; once or again, and in any order.
    pub fn apply(&self, update: &[u8]) -> Result<(), Broken> {
        let update = Update::decode_v1(update).map_err(|_| Broken)?;
        self.doc.transact_mut().apply_update(update).map_err(|_| Broken)
    }

    /// Changes the words to these, and gives what the other copies have to apply. `None` if they are so already.
    pub fn write(&self, words: &str) -> Option<Vec<u8>> {
        let before = self.text();
        if before == words {
            return None;
        }
        // One place changes at a time: what stands before and behind it is left alone, and with it what others do there.
        let same = |(one, other): &(char, char)| one == other;
        let head: usize =
            before.chars().zip(words.chars()).take_while(same).map(|(it, _)| it.len_utf8()).sum();
        let (old, new) = (before.get(head..)?, words.get(head..)?);
        let ends = old.chars().rev().zip(new.chars().rev());
        let tail: usize = ends.take_while(same).map(|(it, _)| it.len_utf8()).sum();
        let (old, new) = (old.get(..old.len() - tail)?, new.get(..new.len() - tail)?);
        let at = units(before.get(..head)?);
        let mut change = self.doc.transact_mut();
        self.text.remove_range(&mut change, at, units(old));
        self.text.insert(&mut change, at, new);
        Some(change.encode_update_v1())
    }

    /// Everything, for a copy that has nothing, or not all.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// A place, in UTF-16 units, so that it stays between the same letters whatever is written elsewhere.
    pub fn anchor(&self, at: u32) -> Option<Vec<u8>> {
        let place = self.text.sticky_index(&self.doc.transact(), at, Assoc::Before)?;
        Some(place.encode_v1())
    }

    /// Where a place is now, in UTF-16 units.
    pub fn find(&self, anchor: &[u8]) -> Option<u32> {
        let place = StickyIndex::decode_v1(anchor).ok()?;
        place.get_offset(&self.doc.transact()).map(|it| it.index)
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Document;

    fn copy(of: &Document) -> Document {
        let it = Document::default();
        it.apply(&of.state()).unwrap();
        it
    }

    #[test]
    fn what_two_write_at_once_is_in_both_in_any_order() {
        let one = Document::default();
        one.write("Good morning, Sam").unwrap();
        let other = copy(&one);
        let first = one.write("Good morning, dear Sam").unwrap();
        let second = other.write("Good morning, Sam! 👋🏽").unwrap();
        let third = other.write("Good morning, Sam! 👋🏿").unwrap();
        one.apply(&third).unwrap();
        one.apply(&second).unwrap();
        other.apply(&first).unwrap();
        other.apply(&first).unwrap();
        assert_eq!(one.text(), "Good morning, dear Sam! 👋🏿");
        assert_eq!(other.text(), one.text());
    }

    #[test]
    fn a_place_stays_between_its_letters() {
        let it = Document::default();
        it.write("ab😀d").unwrap();
        let place = it.anchor(4).unwrap();
        it.write("Xab😀d").unwrap();
        it.write("Xab😀Yd").unwrap();
        assert_eq!(it.find(&place), Some(5));
        let end = it.anchor(7).unwrap();
        assert_eq!(it.find(&end), Some(7));
        assert_eq!(it.find(b"nothing"), None);
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let it = Document::default();
        it.write("Hello").unwrap();
        for broken in [&b"x"[..], &[0xff; 40], &[1, 2, 3, 4, 5, 6, 7, 8]] {
            assert!(it.apply(broken).is_err(), "{broken:?}");
        }
        assert_eq!(it.text(), "Hello");
    }

    #[test]
    fn what_many_write_at_random_is_the_same_in_the_end() {
        let mut random = 42_u64;
        let mut chance = move |most: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(random >> 33).unwrap() % most
        };
        let copies: Vec<_> = (0..3).map(|_| Document::default()).collect();
        let mut told: Vec<Vec<Vec<u8>>> = vec![vec![]; 3];
        for n in 0..400 {
            let who = chance(3);
            let mut text: Vec<char> = copies[who].text().chars().collect();
            let at = chance(text.len() + 1);
            if chance(3) == 0 && at < text.len() {
                text.remove(at);
            } else {
                text.insert(at, char::from(b'a' + u8::try_from(n % 26).unwrap()));
            }
            let update = copies[who].write(&text.into_iter().collect::<String>());
            for (other, told) in told.iter_mut().enumerate().filter(|(other, _)| *other != who) {
                told.extend(update.clone());
                // Some is heard now, and some later, and not in its order.
                while !told.is_empty() && chance(2) == 0 {
                    let update = told.remove(chance(told.len()));
                    copies[other].apply(&update).unwrap();
                }
            }
        }
        for (copy, told) in copies.iter().zip(told) {
            for update in told {
                copy.apply(&update).unwrap();
            }
        }
        assert!(copies.iter().all(|it| it.text() == copies[0].text()));
        assert!(copies[0].text().len() > 50);
    }
}
