//! A server in the page: it stands where `fetch` was, keeps what was asked, and answers as it is told.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use shared::command::{Command, Done};
use shared::event::Seq;
use shared::ids::SessionId;
use shared::problem::{Code, Problem};
use shared::reads::{COMMANDS, LoggedIn, REFRESH};
use shared::time::{Millis, Timestamp};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::picture::{id, me};

/// What it says to the next command.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Say {
    /// Done, at this place.
    Done(i64),
    /// Nothing: the answer is lost.
    Nothing,
    /// No, and why.
    No(Code),
}

#[derive(Default)]
struct Heard {
    commands: Vec<Command>,
    refreshes: u32,
    answers: VecDeque<Say>,
}

/// The server. Without being told it says nothing.
#[derive(Clone, Default)]
pub(crate) struct Server(Rc<RefCell<Heard>>);

impl Server {
    /// Takes the place of the one before.
    pub(crate) fn start() -> Self {
        let server = Self::default();
        let answer = server.clone();
        let fetch = Closure::<dyn Fn(web_sys::Request) -> Promise>::new(move |request| {
            let server = answer.clone();
            wasm_bindgen_futures::future_to_promise(async move { server.answer(request).await })
        });
        Reflect::set(&js_sys::global(), &"fetch".into(), &fetch.into_js_value())
            .expect("the page lets us");
        server
    }

    /// What it says to the next commands.
    pub(crate) fn says(&self, answers: impl IntoIterator<Item = Say>) {
        self.0.borrow_mut().answers.extend(answers);
    }

    /// The commands it was asked, in order.
    pub(crate) fn commands(&self) -> Vec<Command> {
        self.0.borrow().commands.clone()
    }

    /// How often somebody wanted a fresh token.
    pub(crate) fn refreshes(&self) -> u32 {
        self.0.borrow().refreshes
    }

    async fn answer(&self, request: web_sys::Request) -> Result<JsValue, JsValue> {
        let url = request.url();
        if url.ends_with(REFRESH) {
            self.0.borrow_mut().refreshes += 1;
            return response(200, &logged_in());
        }
        if !url.ends_with(COMMANDS) {
            return response(404, &Problem::not_found("path"));
        }
        let body = JsFuture::from(request.text()?).await?.as_string();
        let body = body.expect("a text is a string");
        let command = serde_json::from_str(&body).expect("the app sends commands");
        let mut heard = self.0.borrow_mut();
        heard.commands.push(command);
        match heard.answers.pop_front().unwrap_or(Say::Nothing) {
            Say::Done(seq) => response(200, &Done { seq: Seq(seq) }),
            Say::Nothing => Err(js_sys::TypeError::new("Failed to fetch").into()),
            Say::No(code) => response(code.status(), &Problem::new(code, "No.")),
        }
    }
}

fn logged_in() -> LoggedIn {
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number of milliseconds")]
    let now = Timestamp(js_sys::Date::now() as i64);
    LoggedIn {
        access_token: "token".into(),
        expires: now + Millis::minutes(10),
        agent: me(),
        session: id(1, SessionId),
        now,
    }
}

fn response(status: u16, body: &impl serde::Serialize) -> Result<JsValue, JsValue> {
    let init = web_sys::ResponseInit::new();
    init.set_status(status);
    let body = serde_json::to_string(body).expect("what we share is JSON");
    web_sys::Response::new_with_opt_str_and_init(Some(&body), &init).map(JsCast::unchecked_into)
}
