//! Where a list is scrolled to and what is in sight. How high things are is measured when that changes: to ask at any other
//! time makes the browser lay out the page.

use std::ops::Range;
use std::time::Duration;

use js_sys::Number;
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::ui::resize;

/// So many rows are in the page above and below those in sight.
const SPARE: usize = 12;
/// Rows come and go in such groups, so that most scrolling changes nothing.
const STEP: usize = 6;
/// Who has not moved the pointer for so long is not aiming any more.
const AIM: Duration = Duration::from_secs(5);
/// The height of a row before any was measured, in pixels.
const USUAL: f64 = 72.0;
/// Around the rows, in pixels (`style/list.css`).
const PADDING: f64 = 12.0;

/// Where a list is scrolled to, and what is in sight.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    list: NodeRef<html::Div>,
    /// In pixels.
    pub(super) top: RwSignal<f64>,
    /// Whether somebody is aiming at a row.
    pub(super) aiming: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// How high a row is, and the list, in pixels.
    size: RwSignal<(f64, f64)>,
}

impl Sight {
    /// Of a list that is scrolled this far.
    pub(super) fn new(list: NodeRef<html::Div>, top: RwSignal<f64>) -> Self {
        let it = Self {
            list,
            top,
            aiming: RwSignal::new(false),
            timer: StoredValue::new(None),
            size: RwSignal::new((USUAL, 0.0)),
        };
        resize::watch(list, move || it.measure());
        it
    }

    /// Somebody points at a row, or walks there with the arrows.
    pub(super) fn aim(self) {
        self.let_go_later(Some(AIM));
        if !self.aiming.get_untracked() {
            self.aiming.set(true);
        }
    }

    /// Nobody aims any more.
    pub(super) fn let_go(self) {
        self.let_go_later(None);
        // The list may have been left.
        if self.aiming.try_get_untracked() == Some(true) {
            self.aiming.set(false);
        }
    }

    /// Nobody aims any more, but for this long.
    pub(super) fn let_go_later(self, after: Option<Duration>) {
        let next =
            after.and_then(|after| set_timeout_with_handle(move || self.let_go(), after).ok());
        let before = self.timer.try_update_value(|it| std::mem::replace(it, next)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    fn measure(self) {
        let Some(list) = self.list.try_get_untracked().flatten() else { return };
        let styles = window().get_computed_style(&list).ok().flatten();
        let row = styles.and_then(|it| it.get_property_value("--row").ok());
        // The browser can read numbers; our own way to would be 15 KB to load.
        let row = row.map(|it| Number::parse_float(&it)).filter(|it| *it >= 1.0).unwrap_or(USUAL);
        let size = (row, f64::from(list.client_height()));
        if self.size.get_untracked() != size {
            self.size.set(size);
        }
    }

    /// How high a row is, in pixels: what the style says.
    pub(super) fn row(self) -> f64 {
        self.size.get().0
    }

    /// Which of so many rows belong into the page.
    pub(super) fn range(self, many: usize) -> Range<usize> {
        let ((row, height), top) = (self.size.get(), self.top.get());
        let first = whole(top / row).saturating_sub(SPARE) / STEP * STEP;
        let last = (whole((top + height) / row) + SPARE) / STEP * STEP + STEP;
        first.min(many)..last.min(many)
    }

    /// How many rows are above what is in sight.
    pub(super) fn above(self) -> usize {
        whole(self.top.get_untracked() / self.size.get_untracked().0)
    }

    /// Scrolls there.
    pub(super) fn scroll_to(self, top: f64) {
        if let Some(list) = self.list.get_untracked() {
            list.set_scroll_top(pixels(top));
            self.top.set(f64::from(list.scroll_top()));
        }
    }

    /// Scrolls up by so many rows.
    pub(super) fn scroll_up(self, rows: usize) {
        self.scroll_to(self.top.get_untracked() - number(rows) * self.size.get_untracked().0);
    }

    /// Brings a row into sight.
    pub(super) fn show(self, at: usize) {
        let ((row, height), top) = (self.size.get_untracked(), self.top.get_untracked());
        let place = number(at) * row;
        if place < top {
            self.scroll_to(place);
        } else if place + row > top + height {
            self.scroll_to(place + row - height + PADDING);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "lists are shorter than 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "browsers scroll less than 2^31 pixels")]
fn pixels(number: f64) -> i32 {
    number as i32
}
