//! A PostgreSQL of our own for a test run: in a temporary folder, on a free port, gone at the end.
//!
//! Never one that is already running: tests create and drop databases as they like.

use std::env::temp_dir;
use std::fs::{self, create_dir, remove_dir_all};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, id};

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{self, command};
use crate::programs::{INITDB, is_root};
use crate::service::free_port;

/// A private cluster, stopped and removed when dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    /// Holds the cluster, its socket and its log.
    folder: PathBuf,
    /// PostgreSQL refuses to run as root, so root lends it another user.
    user: Option<User>,
    port: u16,
}

#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

/// Safe to lose: everything that makes a database survive a power cut only costs time here. Each test has a database
/// with a pool of its own, so there are many connections. Containers have little of the usual shared memory.
const SETTINGS: &str = "\
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 128MB
dynamic_shared_memory_type = mmap
listen_addresses = '127.0.0.1'
";

impl Postgres {
    /// Creates a cluster and starts it.
    pub(crate) fn start() -> Result<Self> {
        let initdb = INITDB.require()?;
        // Its companions lie beside the real file, not beside a link to it.
        let initdb = initdb.canonicalize()?;
        let programs = initdb.parent().context("initdb lies in no folder")?.to_owned();
        let user = if is_root() { Some(lesser_user()?) } else { None };
        let folder = temp_dir().join(format!("onevoice-postgres-{}", id()));
        create_dir(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        let cluster = Self { programs, folder, user, port: free_port()? };
        if let Some(User { uid, gid }) = user {
            chown(&cluster.folder, Some(uid), Some(gid))?;
        }
        cluster.create()?;
        cluster.serve()?;
        Ok(cluster)
    }

    /// Where tests find it, as a user who may create databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://onevoice@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder of its programs, `psql` among them.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }

    fn create(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args(["--no-sync", "--no-locale", "--encoding=UTF8"]);
        initdb.args(["--auth=trust", "--username=onevoice", "--pgdata"]).arg(self.data());
        process::read(&mut initdb)?;
        let file = self.data().join("postgresql.conf");
        let sockets = format!("unix_socket_directories = '{}'\n", self.folder.display());
        let port = format!("port = {}\n", self.port);
        fs::write(&file, [SETTINGS, &sockets, &port].concat())
            .with_context(|| format!("could not write {}", file.display()))
    }

    fn serve(&self) -> Result<()> {
        let log = self.folder.join("log");
        let mut start = self.program("pg_ctl");
        start
            .arg("--pgdata")
            .arg(self.data())
            .arg("--log")
            .arg(&log)
            .args(["--wait", "--silent", "start"]);
        process::read(&mut start).map(drop).map_err(|problem| {
            let log = fs::read_to_string(&log).unwrap_or_default();
            anyhow!("{problem:#}\n{log}")
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of PostgreSQL's programs, run as a user it accepts, in a folder which that user may enter.
    fn program(&self, name: &str) -> Command {
        let mut program = command(self.programs.join(name));
        program.current_dir(&self.folder);
        if let Some(User { uid, gid }) = self.user {
            program.uid(uid).gid(gid);
        }
        program
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("--pgdata").arg(self.data()).args([
            "--mode",
            "immediate",
            "--wait",
            "--silent",
            "stop",
        ]);
        // If it never started, there is nothing to stop.
        let _ = process::read(&mut stop);
        if let Err(problem) = remove_dir_all(&self.folder) {
            eprintln!("could not remove {}: {problem}", self.folder.display());
        }
    }
}

/// The user whom Debian's package made for this, or the one who owns nothing.
fn lesser_user() -> Result<User> {
    for name in ["postgres", "nobody"] {
        let number = |flag: &str| -> Option<u32> {
            process::read(command("id").args([flag, name])).ok()?.parse().ok()
        };
        if let (Some(uid), Some(gid)) = (number("-u"), number("-g")) {
            return Ok(User { uid, gid });
        }
    }
    bail!("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`");
}
