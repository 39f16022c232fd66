//! Starts the page that shows all components; a program of its own, so that the app does not carry it.

fn main() {
    web::design::start();
}
