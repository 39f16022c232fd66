//! A picture for customers to send: drawn, so that no file comes along.

const WIDTH: u32 = 360;
const HEIGHT: u32 = 270;

/// A PNG of a parcel with a crack in it.
pub(crate) fn broken_parcel() -> Vec<u8> {
    let pixels: Vec<u8> = (0..WIDTH * HEIGHT)
        .flat_map(|at| colour(f64::from(at % WIDTH), f64::from(at / WIDTH)))
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    let written = encoder.write_header().and_then(|mut image| image.write_image_data(&pixels));
    written.expect("a picture of the right size is written to memory");
    file
}

/// From the front to the back: crack, tape, box, shadow, floor, wall.
fn colour(x: f64, y: f64) -> [u8; 3] {
    let side = (90.0..270.0).contains(&x) && (80.0..220.0).contains(&y);
    let zigzag = 205.0 + ((y / 12.0).fract() - 0.5).abs() * 26.0 + (y - 80.0) * 0.18;
    let crack = (x - zigzag).abs() < 2.2 * (1.0 - (y - 80.0) / 110.0);
    let shadow = ((x - 190.0) / 120.0).powi(2) + ((y - 222.0) / 14.0).powi(2) < 1.0;
    if side && y < 175.0 && crack {
        [74, 45, 24]
    } else if side && (165.0..189.0).contains(&x) {
        shade([222, 196, 150], y)
    } else if side {
        shade([191, 146, 92], y)
    } else if shadow {
        [126, 112, 98]
    } else if y > 200.0 {
        shade([170, 154, 136], y)
    } else {
        shade([222, 224, 216], y)
    }
}

/// Darker towards the floor.
fn shade(colour: [u8; 3], y: f64) -> [u8; 3] {
    let light = 1.0 - y / f64::from(HEIGHT) * 0.22;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a colour made darker is still a colour"
    )]
    colour.map(|part| (f64::from(part) * light) as u8)
}
