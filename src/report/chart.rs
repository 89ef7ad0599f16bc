//! Charts, drawn as SVG by us: a bar for each topic, a line through the weeks.

use std::fmt::Write;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::escape::Escaped;
use super::paper::decimal;

/// Width of every chart in its own units; text is 15 of them high.
const WIDTH: f64 = 640.0;
const BAR: f64 = 11.0;
/// A bar with its label above it.
const ROW: f64 = 35.0;
/// Room at the right of the longest bar for its value.
const VALUE: f64 = 84.0;
const PLOT: f64 = 170.0;
/// Labels that fit beneath the line.
const LABELS: usize = 9;
/// Points whose values are written beside them.
const TOLD: usize = 14;

/// Dots of a picture for one unit: 192 to the inch on paper.
const FINER: f32 = 2.0;

/// The font of the pictures, which is the program's own.
const FAMILY: &str = "Noto Sans";

/// What is drawn; values are minutes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Chart {
    /// One bar below the other, from zero, each with its label above.
    Bars(Vec<(String, f64)>),
    /// From left to right in order of time.
    Line(Vec<(String, f64)>),
}

impl Chart {
    /// The drawing, without fonts of its own. `what` says in words what it shows.
    pub(super) fn svg(&self, what: &str) -> String {
        match self {
            Chart::Bars(bars) => svg_of_bars(bars, what),
            Chart::Line(points) => svg_of_line(points, what),
        }
    }
}

fn begin(height: f64, what: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\" \
         font-family=\"'Times New Roman','Liberation Serif','{FAMILY}',serif\" font-size=\"15\" fill=\"#12213a\">\n",
        Escaped(what)
    )
}

fn svg_of_bars(bars: &[(String, f64)], what: &str) -> String {
    let most = bars.iter().map(|(_, value)| *value).fold(f64::MIN_POSITIVE, f64::max);
    let height = bars.len() as f64 * ROW;
    let mut svg = begin(height, what);
    for (row, (label, value)) in bars.iter().enumerate() {
        let top = row as f64 * ROW;
        let long = value / most * (WIDTH - VALUE);
        let label = Escaped(label);
        // Writing to a String cannot fail.
        let _ = write!(svg, "<text x=\"0\" y=\"{:.1}\">{label}</text>", top + 14.0);
        let bar = top + 20.0;
        if *value > 0.0 {
            // What was on air at all is to be seen.
            let long = long.max(1.5);
            let _ = write!(
                svg,
                "<rect x=\"0\" y=\"{bar:.1}\" width=\"{long:.1}\" height=\"{BAR}\" fill=\"#0b3d91\"/>"
            );
        } else {
            let _ =
                write!(svg, "<rect x=\"0\" y=\"{bar:.1}\" width=\"1\" height=\"{BAR}\" fill=\"#8a93a3\"/>");
        }
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-weight=\"bold\">{}</text>",
            long + 8.0,
            bar + 10.5,
            decimal(*value)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn svg_of_line(points: &[(String, f64)], what: &str) -> String {
    let most = points.iter().map(|(_, value)| *value).fold(f64::MIN_POSITIVE, f64::max);
    let (step, ticks) = scale(most);
    let top = step * ticks as f64;
    let (left, above, right) = (62.0, 26.0, 26.0);
    let mut svg = begin(PLOT + above + 34.0, what);
    let y = |value: f64| above + PLOT - value / top * PLOT;
    for tick in 0..=ticks {
        let value = step * tick as f64;
        let at = y(value);
        let line = if tick == 0 { "#5b6472" } else { "#dcdfe5" };
        let _ = writeln!(
            svg,
            "<line x1=\"{left}\" y1=\"{at:.1}\" x2=\"{WIDTH}\" y2=\"{at:.1}\" stroke=\"{line}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#3d4759\">{}</text>",
            left - 8.0,
            at + 5.0,
            whole(value)
        );
    }
    let apart = (WIDTH - left - right * 2.0) / points.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| left + right + apart * place as f64;
    let path: Vec<String> =
        points.iter().enumerate().map(|(n, (_, v))| format!("{:.1},{:.1}", x(n), y(*v))).collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#0b3d91\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>",
        path.join(" ")
    );
    let every = points.len().div_ceil(LABELS);
    for (place, (label, value)) in points.iter().enumerate() {
        let (x, y) = (x(place), y(*value));
        let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"#0b3d91\"/>");
        if points.len() <= TOLD {
            let told = whole(*value);
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-weight=\"bold\">{told}</text>",
                y - 9.0
            );
        }
        if place % every == 0 {
            let at = above + PLOT + 22.0;
            let label = Escaped(label);
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{at}\" text-anchor=\"middle\" fill=\"#3d4759\">{label}</text>"
            );
        }
    }
    svg.push_str("\n</svg>\n");
    svg
}

/// A round step, and how many of them reach `most`: four or five, or fewer.
fn scale(most: f64) -> (f64, usize) {
    let rough = (most / 4.0).max(0.25);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|round| round * power).find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    (step, (most / step).ceil().max(1.0) as usize)
}

/// Without decimals, unless it is small.
fn whole(value: f64) -> String {
    let told = decimal(value);
    if value >= 10.0 || told.ends_with(",0") {
        decimal(value.round()).trim_end_matches(",0").to_owned()
    } else {
        told
    }
}

/// `svg` as a PNG, with its width and height in dots; `None` when it is no drawing.
pub(super) fn png(svg: &str) -> Option<(Vec<u8>, u32, u32)> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    fonts.set_serif_family(FAMILY);
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size().scale_by(FINER)?;
    let mut picture = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::from_scale(FINER, FINER), &mut picture.as_mut());
    Some((picture.encode_png().ok()?, size.width(), size.height()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_top() {
        for (most, step, ticks) in
            [(0.0, 0.25, 1), (1.0, 0.25, 4), (37.0, 10.0, 4), (1234.0, 500.0, 3), (4000.0, 1000.0, 4)]
        {
            assert_eq!(scale(most), (step, ticks), "{most}");
        }
    }

    #[test]
    fn a_drawing_has_every_label_and_becomes_a_picture() {
        let bars = vec![("1.1 Ẵ Ậ Ộ <Ữ> ỵ".to_owned(), 1234.5), ("1.2".to_owned(), 0.0)];
        let line = (0..53).map(|week| (format!("{week}"), f64::from(week))).collect();
        for (chart, has) in [(Chart::Bars(bars), "1.1 Ẵ Ậ Ộ &lt;Ữ&gt; ỵ"), (Chart::Line(line), ">48<")]
        {
            let svg = chart.svg("biểu đồ");
            assert!(svg.contains(has), "{svg}");
            let (png, width, height) = png(&svg).unwrap();
            assert_eq!(width, 1280);
            let picture = image::load_from_memory(&png).unwrap().to_rgba8();
            assert_eq!(picture.dimensions(), (width, height));
            assert!(picture.pixels().any(|pixel| pixel.0 == [0x0b, 0x3d, 0x91, 255]));
        }
    }

    #[test]
    fn values_are_short_where_they_stand_close() {
        assert_eq!([0.0, 2.5, 2.0, 12.4, 1234.5].map(whole), ["0", "2,5", "2", "12", "1.235"]);
    }
}
