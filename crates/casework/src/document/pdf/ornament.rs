//! The frame and the rosette behind the text: fine lines, as papers of value have them. Drawn, never a picture.
//!
//! They prove nothing and belong to no structure; they say at a glance that this is a paper of the state.

use krilla::geom::PathBuilder;

use super::canvas::{Canvas, Color};
use super::{PAGE_HEIGHT, PAGE_WIDTH};

/// From the page's edge to the middle of the frame's band.
const BAND: f32 = 36.0;

/// Half the width of the band.
const HALF: f32 = 5.0;

/// Waves along the short and the long side; both are 17.5 points long.
const WAVES: [u16; 2] = [30, 44];

/// Draws frame and rosette.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>) {
    rosette(canvas);
    for (inset, thickness) in [(BAND - HALF - 3.0, 1.4), (BAND + HALF + 3.0, 0.6)] {
        let bounds = [inset, inset, PAGE_WIDTH - inset, PAGE_HEIGHT - inset];
        canvas.boxed(bounds, None, Color::Gold, thickness);
    }
    for amplitude in [HALF, -HALF, HALF / 2.0, -HALF / 2.0] {
        canvas.stroke(waves(amplitude), 0.5, Color::Gold);
    }
    for x in [BAND, PAGE_WIDTH - BAND] {
        for y in [BAND, PAGE_HEIGHT - BAND] {
            corner(canvas, x, y);
        }
    }
}

/// The square within a square that stands for a seal on every page of the house.
fn corner(canvas: &mut Canvas<'_, '_>, x: f32, y: f32) {
    let around = |half: f32| [x - half, y - half, x + half, y + half];
    canvas.boxed(around(HALF + 3.0), Some(Color::GoldSoft), Color::Gold, 1.0);
    canvas.boxed(around(3.0), Some(Color::Gold), Color::Gold, 0.5);
}

/// One line that swings along all four sides of the band.
fn waves(amplitude: f32) -> PathBuilder {
    let mut path = PathBuilder::new();
    let (right, bottom) = (PAGE_WIDTH - BAND, PAGE_HEIGHT - BAND);
    for (y, swing) in [(BAND, amplitude), (bottom, -amplitude)] {
        path.move_to(BAND, y);
        half_waves(BAND, right, WAVES[0], |from, to, sign| {
            let reach = (to - from) * CONTROL;
            let height = round(y + sign * swing * PEAK);
            path.cubic_to(round(from + reach), height, round(to - reach), height, round(to), y);
        });
    }
    for (x, swing) in [(BAND, amplitude), (right, -amplitude)] {
        path.move_to(x, BAND);
        half_waves(BAND, bottom, WAVES[1], |from, to, sign| {
            let reach = (to - from) * CONTROL;
            let height = round(x + sign * swing * PEAK);
            path.cubic_to(height, round(from + reach), height, round(to - reach), x, round(to));
        });
    }
    path
}

/// The control points of a cubic curve that looks like half a wave: how far along, and how high so that its top is 1.
const CONTROL: f32 = 0.364;
const PEAK: f32 = 4.0 / 3.0;

fn half_waves(from: f32, to: f32, waves: u16, mut draw: impl FnMut(f32, f32, f32)) {
    let step = (to - from) / (2.0 * f32::from(waves));
    for index in 0..2 * waves {
        let start = from + f32::from(index) * step;
        draw(start, start + step, if index % 2 == 0 { 1.0 } else { -1.0 });
    }
}

/// Six closed curves with twelve petals each, turned against one another.
fn rosette(canvas: &mut Canvas<'_, '_>) {
    const CURVES: u16 = 6;
    const STEPS: u16 = 288;
    const RADIUS: f32 = 158.0;
    let (middle_x, middle_y) = (PAGE_WIDTH / 2.0, PAGE_HEIGHT * 0.56);
    for curve in 0..CURVES {
        let phase = f32::from(curve) / f32::from(CURVES) * std::f32::consts::TAU;
        let mut path = PathBuilder::new();
        for step in 0..STEPS {
            let angle = f32::from(step) / f32::from(STEPS) * std::f32::consts::TAU;
            let radius = RADIUS * (0.66 + 0.34 * (12.0 * angle + phase).cos());
            let (x, y) = (
                round(middle_x + radius * angle.cos()),
                round(middle_y + radius * angle.sin()),
            );
            if step == 0 {
                path.move_to(x, y);
            } else {
                path.line_to(x, y);
            }
        }
        path.close();
        canvas.stroke(path, 0.6, Color::GoldSoft);
    }
}

/// To a hundredth of a point, 3.5 micrometres: fewer digits in the file.
fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
