//! Starts the app in the page.

fn main() {
    web::app::start();
}
