//! Files, each kept once under the hash of its bytes, in a folder that all nodes see. Nothing here takes a name or a type
//! from whoever sent a file: its path is its hash, and what it is its first bytes say.
//!
//! What callers see is write, keep and read by hash, so that a store of objects could stand behind it.

pub mod caf;
mod opus;
pub mod sniff;
pub mod voice;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use shared::message::File;
use shared::message::file::Hash;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// So many bytes from its start tell what a file is.
const HEAD: usize = 8 * 1024;
/// Nobody writes any more to what was begun so long ago.
const ABANDONED: Duration = Duration::from_hours(24);

/// What was kept so lately may be about to be noted.
const ARRIVING: Duration = Duration::from_mins(1);

/// Where calls are recorded.
const CALLS: &str = "calls";
/// So many bytes are read at once.
const STEP: usize = 64 * 1024;

/// Where files are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    dir: Arc<PathBuf>,
}

/// A file that is being written. Nobody sees it before it is [kept](Arriving::keep); dropped, it is gone.
pub struct Arriving {
    dir: Arc<PathBuf>,
    path: PathBuf,
    file: tokio::fs::File,
    hasher: Sha256,
    head: Vec<u8>,
    size: u64,
    limit: u64,
}

/// Why bytes could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// There are more than were allowed.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// The disk is full or broken.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl Files {
    /// In this folder, which is made if it is not there.
    pub fn open(dir: &Path) -> io::Result<Self> {
        for folder in ["coming", CALLS] {
            std::fs::create_dir_all(dir.join(folder))?;
        }
        Ok(Self { dir: Arc::new(dir.to_owned()) })
    }

    /// Begins a file of at most `limit` bytes; `name` is one that no other has.
    pub async fn begin(&self, name: ulid::Ulid, limit: u64) -> io::Result<Arriving> {
        let path = self.dir.join("coming").join(name.to_string());
        let file = tokio::fs::File::create_new(&path).await?;
        let (dir, hasher) = (Arc::clone(&self.dir), Sha256::new());
        Ok(Arriving { dir, path, file, hasher, head: vec![], size: 0, limit })
    }

    /// Throws away what a process that died has begun and not kept: whatever has not been written to for a day.
    pub async fn sweep(&self) -> io::Result<()> {
        let mut begun = tokio::fs::read_dir(self.dir.join("coming")).await?;
        while let Some(entry) = begun.next_entry().await? {
            let age = entry.metadata().await?.modified()?.elapsed().unwrap_or_default();
            if age > ABANDONED {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Removes a file that nothing has any more, unless the same one has just come again.
    pub async fn remove(&self, hash: Hash) -> io::Result<()> {
        let place = place(&self.dir, hash);
        let fresh = match tokio::fs::metadata(&place).await {
            Ok(it) => it.modified()?.elapsed().unwrap_or_default() < ARRIVING,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if fresh { Ok(()) } else { tokio::fs::remove_file(place).await }
    }

    /// Where a call is recorded until it is over.
    pub fn recording(&self, call: ulid::Ulid) -> PathBuf {
        self.dir.join(CALLS).join(format!("{call}.ogg"))
    }

    /// Keeps for good what was written at a path in the folder. It stays there, too: whoever has noted that it is kept
    /// removes it.
    pub async fn adopt(&self, path: &Path) -> io::Result<File> {
        let mut file = tokio::fs::File::open(path).await?;
        let (mut hasher, mut head, mut size) = (Sha256::new(), vec![], 0);
        let mut bytes = vec![0; STEP];
        loop {
            let read = file.read(&mut bytes).await?;
            let Some(bytes) = bytes.get(..read).filter(|it| !it.is_empty()) else { break };
            hasher.update(bytes);
            let room = HEAD.saturating_sub(head.len());
            head.extend(bytes.iter().take(room));
            size += read as u64;
        }
        file.sync_all().await?;
        let hash = Hash(hasher.finalize().into());
        let place = place(&self.dir, hash);
        if let Some(folder) = place.parent() {
            tokio::fs::create_dir_all(folder).await?;
            match tokio::fs::hard_link(path, &place).await {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                // Not every file system has links.
                Err(_) => drop(tokio::fs::copy(path, &place).await?),
                Ok(()) => {}
            }
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(File { hash, size, kind: sniff::kind(&head).to_owned(), pixels: None })
    }

    /// A file that is kept, and its size in bytes.
    pub async fn read(&self, hash: Hash) -> io::Result<Option<(tokio::fs::File, u64)>> {
        match tokio::fs::File::open(place(&self.dir, hash)).await {
            Ok(file) => {
                let size = file.metadata().await?.len();
                Ok(Some((file, size)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Arriving {
    /// Adds bytes at its end.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), NotWritten> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(NotWritten::TooLarge(self.limit));
        }
        self.hasher.update(bytes);
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(room));
        Ok(self.file.write_all(bytes).await?)
    }

    /// The hash of what was written so far.
    pub fn hash(&self) -> Hash {
        Hash(self.hasher.clone().finalize().into())
    }

    /// How many bytes were written so far.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Keeps it for good: on the disk before this returns.
    pub async fn keep(mut self) -> io::Result<File> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let hash = self.hash();
        let place = place(&self.dir, hash);
        if let Some(folder) = place.parent() {
            tokio::fs::create_dir_all(folder).await?;
            tokio::fs::rename(&self.path, &place).await?;
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        let kind = sniff::kind(&self.head);
        let pixels = kind.starts_with("image/").then(|| sniff::pixels(&self.head)).flatten();
        Ok(File { hash, size: self.size, kind: kind.to_owned(), pixels })
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        // It is not there any more when it was kept.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn place(dir: &Path, hash: Hash) -> PathBuf {
    let name = hash.to_string();
    dir.join(name.get(..2).unwrap_or_default()).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        std::env::temp_dir().join(format!("onevoice_files_{}", crate::clock::Clock::real().ulid()))
    }

    #[tokio::test]
    async fn a_file_is_there_once_it_is_kept_and_what_was_dropped_is_gone() {
        let dir = folder();
        let files = Files::open(&dir).unwrap();
        let mut arriving = files.begin(crate::clock::Clock::real().ulid(), 10).await.unwrap();
        arriving.write(b"hello").await.unwrap();
        let hash = arriving.hash();
        assert!(files.read(hash).await.unwrap().is_none(), "nobody sees it yet");
        let file = arriving.keep().await.unwrap();
        assert_eq!((file.hash, file.size), (hash, 5));
        assert_eq!(files.read(hash).await.unwrap().unwrap().1, 5);

        let mut large = files.begin(crate::clock::Clock::real().ulid(), 4).await.unwrap();
        assert!(matches!(large.write(b"hello").await, Err(NotWritten::TooLarge(4))));
        drop(large);
        assert_eq!(std::fs::read_dir(dir.join("coming")).unwrap().count(), 0);
        std::fs::remove_dir_all(dir).unwrap();
    }
}
