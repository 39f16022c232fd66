//! The bytes of a file: whether we have them, and what they are by themselves. Never what their sender says of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::MessageId;
use crate::time::Timestamp;

/// Largest file that WhatsApp carries at all, in bytes: a document (Cloud API, media).
pub const LARGEST: u64 = 100 * 1024 * 1024;

/// Whether we have the bytes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Bytes {
    /// They are on their way to us.
    #[default]
    Coming,
    /// We have them.
    Here(File),
    /// They could not be had.
    Missing {
        /// Why, and what to do, for a person.
        words: String,
    },
}

/// A file that we have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Under which it is kept.
    pub hash: Hash,
    /// In bytes.
    pub size: u64,
    /// What its first bytes say it is, such as `image/png`; `application/octet-stream` when they say nothing.
    pub kind: String,
    /// Width and height of a picture, as it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
}

/// SHA-256 of the bytes of a file. It prints as 64 hexadecimal digits, and so it travels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash(pub [u8; 32]);

/// A text that is no SHA-256 in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadHash;

impl fmt::Display for BadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the hash of a file")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = BadHash;

    fn from_str(text: &str) -> Result<Self, BadHash> {
        let mut hash = [0; 32];
        if text.len() != 64 {
            return Err(BadHash);
        }
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let lower = |digit: &u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit);
            let digits = digits.iter().all(lower).then(|| str::from_utf8(digits).ok()).flatten();
            *byte = u8::from_str_radix(digits.ok_or(BadHash)?, 16).map_err(|_| BadHash)?;
        }
        Ok(Self(hash))
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = BadHash;

    fn try_from(text: String) -> Result<Self, BadHash> {
        text.parse()
    }
}

/// Where the file of a message can be fetched for a while, by whoever has the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Whose file; of a note its id among the messages.
    pub message: MessageId,
    /// Which of a note's, from 0.
    #[serde(default)]
    pub part: usize,
    /// The address, from the server's root. A secret.
    pub path: String,
    /// Until when it works.
    pub until: Timestamp,
}

impl Bytes {
    /// The file, when we have it.
    pub const fn here(&self) -> Option<&File> {
        match self {
            Self::Here(file) => Some(file),
            Self::Coming | Self::Missing { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_its_text_and_nothing_else_is_one() {
        let hash = Hash(std::array::from_fn(|at| u8::try_from(at * 7).unwrap_or(255)));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in
            ["", "00", "../../etc/passwd", &"G".repeat(64), &"AB".repeat(32), &"é".repeat(32)]
        {
            assert_eq!(bad.parse::<Hash>(), Err(BadHash), "{bad}");
        }
    }
}
