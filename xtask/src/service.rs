//! A program that goes on beside us: its lines passed through with its name, stopped when dropped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::progress::dim;
use crate::tail::Tail;

/// How long a program may take to stop by itself.
const GRACE: Duration = Duration::from_secs(10);

/// How long a program may take until it answers.
const START: Duration = Duration::from_mins(1);

/// How long we listen to a program that has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A program that we started and will stop.
pub(crate) struct Service {
    name: &'static str,
    child: Child,
    tail: Arc<Mutex<Tail>>,
    readers: [JoinHandle<()>; 2],
}

impl Service {
    /// Starts a program. `heard` is called with each of its lines.
    ///
    /// It gets a process group of its own, so that Ctrl-C reaches only us, and we stop things in order.
    pub(crate) fn start(
        name: &'static str,
        command: &mut Command,
        heard: impl Fn(&str) + Send + Clone + 'static,
    ) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .with_context(|| format!("could not start the {name}"))?;
        let tail = Arc::new(Mutex::new(Tail::default()));
        let stdout = child.stdout.take().expect("it is piped");
        let stderr = child.stderr.take().expect("it is piped");
        let readers = [
            follow(stdout, Arc::clone(&tail), heard.clone()),
            follow(stderr, Arc::clone(&tail), heard),
        ];
        Ok(Self { name, child, tail, readers })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// An error with its last lines, if it has ended.
    pub(crate) fn must_live(&mut self) -> Result<()> {
        let Some(status) = self.ended() else { return Ok(()) };
        // Its last words may still be on their way; a grandchild that holds the pipe open is not waited for.
        let end = Instant::now();
        while !self.readers.iter().all(JoinHandle::is_finished) && end.elapsed() < LAST_WORDS {
            thread::sleep(Duration::from_millis(5));
        }
        let tail = self.tail.lock().expect("nothing panics with the lock").text();
        bail!("the {} has ended ({status}). Its last lines:\n\n{tail}", self.name);
    }

    /// Waits until `ready` says so, or the program has ended, or it has taken too long.
    pub(crate) fn wait_until(&mut self, ready: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        while !ready() {
            process::go_on()?;
            self.must_live()?;
            if start.elapsed() > START {
                bail!("the {} has not answered for {} seconds", self.name, START.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Asks it to stop, and makes it if it does not.
    pub(crate) fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        process::ask_to_stop(self.child.id());
        let asked = Instant::now();
        while self.ended().is_none() && asked.elapsed() < GRACE {
            thread::sleep(Duration::from_millis(20));
        }
        if self.ended().is_none() {
            // It may have ended by itself in the meantime.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Prints a line of a service under its name.
pub(crate) fn print_line(name: &str, line: &str) {
    println!("{} {line}", dim(&format!("{name:>9} |")));
}

fn follow(
    output: impl Read + Send + 'static,
    tail: Arc<Mutex<Tail>>,
    heard: impl Fn(&str) + Send + 'static,
) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            heard(&line);
            tail.lock().expect("nothing panics with the lock").push(line);
        }
    })
}

/// The status that a GET on this machine answers with, or nothing if nobody answers.
pub(crate) fn http_status(address: SocketAddr, path: &str) -> Option<u16> {
    let patience = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, patience).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").ok()?;
    let mut start = String::new();
    BufReader::new(stream).read_line(&mut start).ok()?;
    start.split(' ').nth(1)?.parse().ok()
}

/// Whether someone listens there.
pub(crate) fn listens(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// A port of this machine that nobody uses at the moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::{Service, free_port, http_status};
    use crate::process::command;

    #[test]
    fn one_that_dies_is_reported_with_its_last_lines() {
        let mut shell = command("sh");
        shell.args(["-c", "echo the disk is full; exit 4"]);
        let mut service = Service::start("server", &mut shell, |_| ()).unwrap();
        service.child.wait().unwrap();
        let failure = service.must_live().unwrap_err().to_string();
        assert!(failure.contains("the server has ended"), "{failure}");
        assert!(failure.contains("the disk is full"), "{failure}");
    }

    #[test]
    fn a_dropped_service_has_stopped() {
        let mut service = Service::start("sleep", command("sleep").arg("1000"), |_| ()).unwrap();
        service.stop();
        assert!(service.ended().is_some());
    }

    #[test]
    fn nobody_answers_on_a_free_port() {
        let address = ([127, 0, 0, 1], free_port().unwrap()).into();
        assert_eq!(http_status(address, "/health"), None);
    }
}
