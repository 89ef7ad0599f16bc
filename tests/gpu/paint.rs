//! Fills, shapes and pictures: every pixel counted.

use bangtin::model::Color;
use bangtin::scene::Node;

use crate::kit::*;

#[test]
fn a_fill_is_exactly_its_pixels_and_its_colour() {
    let fill = Node::Fill { rect: rect(10.0, 20.0, 30.0, 40.0), color: RED };
    let image = draw(&still((100, 90), frame(WHITE, vec![fill])));
    assert_eq!((image.0, image.1, image.2.len()), (100, 90, 100 * 90 * 4));
    assert_eq!(count(&image, RED), 30 * 40);
    assert_eq!(count(&image, WHITE), 100 * 90 - 30 * 40);
    assert_eq!(at(&image, 10, 20), [0xDA, 0x25, 0x1D, 255]);
    assert_eq!(at(&image, 39, 59), [0xDA, 0x25, 0x1D, 255]);
    assert_eq!(at(&image, 40, 59), [255; 4]);
}

#[test]
fn every_colour_arrives_as_it_was_given() {
    let fills =
        (0..=255).map(|v| Node::Fill { rect: rect(v as f32, 0.0, 1.0, 1.0), color: Color(v, 255 - v, v) });
    let image = draw(&still((256, 2), frame(Color(0x12, 0x21, 0x3A), fills.collect())));
    for v in 0..=255u8 {
        assert_eq!(at(&image, v.into(), 0), [v, 255 - v, v, 255]);
    }
    assert_eq!(count(&image, Color(0x12, 0x21, 0x3A)), 256);
}

#[test]
fn a_star_covers_its_area() {
    for (center, radius) in [((100.0, 100.0), 90.0), ((100.3, 99.7), 40.6), ((50.5, 60.25), 12.0)] {
        let shape = Node::Shape { points: star(center, radius), color: WHITE };
        let image = draw(&still((200, 200), frame(BLACK, vec![shape])));
        let drawn: f64 = image.2.chunks_exact(4).map(|p| linear(p[0])).sum();
        // Ten triangles between an outer and an inner radius that are 36° apart.
        let exact = 5.0 * f64::from(radius) * f64::from(radius) * 0.381_966 * 36f64.to_radians().sin();
        assert!((drawn / exact - 1.0).abs() < 0.01, "{drawn} instead of {exact}");
    }
}

#[test]
fn a_shape_over_the_edge_of_the_screen_is_cut_there() {
    let points = vec![(-50.0, -50.0), (150.0, -50.0), (150.0, 150.0), (-50.0, 150.0)];
    let image = draw(&still((100, 80), frame(WHITE, vec![Node::Shape { points, color: RED }])));
    assert_eq!(count(&image, RED), 100 * 80);
    let points = vec![(-30.0, 10.5), (20.0, 10.5), (20.0, 20.0), (-30.0, 20.0)];
    let image = draw(&still((100, 80), frame(BLACK, vec![Node::Shape { points, color: WHITE }])));
    assert_eq!(count(&image, WHITE), 20 * 9);
    assert!(close(at(&image, 0, 10)[0], 188, 1) && at(&image, 20, 15) == [0, 0, 0, 255]);
    let broken = vec![(f32::NAN, 0.0), (10.0, 0.0), (10.0, 10.0)];
    let image = draw(&still((100, 80), frame(WHITE, vec![Node::Shape { points: broken, color: RED }])));
    assert_eq!(count(&image, WHITE), 100 * 80);
}

#[test]
fn a_picture_of_its_own_size_is_shown_pixel_for_pixel() {
    // A contained picture is centred, often on half a pixel, and its space seldom ends on a whole one.
    for (space, left, top) in [(rect(10.5, 7.5, 61.0, 43.0), 11, 8), (rect(10.3, 7.3, 61.6, 43.4), 10, 7)] {
        let node = Node::Image { picture: picture("a", (61, 43), noise), rect: space, clip: space };
        let image = draw(&still((100, 80), frame(WHITE, vec![node])));
        for y in 0..43 {
            for x in 0..61 {
                assert_eq!(at(&image, x + left, y + top), noise(x, y), "{x}, {y} in {space:?}");
            }
        }
        assert_eq!(at(&image, left - 1, top), [255; 4]);
        assert_eq!(at(&image, left + 61, top), [255; 4]);
    }
}

#[test]
fn a_covering_picture_is_cut_at_its_clip() {
    let halves = picture("a", (100, 50), |x, _| if x < 50 { [255, 0, 0, 255] } else { [0, 0, 255, 255] });
    // 200 wide where 100 are visible: a quarter is lost on each side.
    let node = Node::Image {
        picture: halves,
        rect: rect(-20.0, 30.0, 200.0, 100.0),
        clip: rect(30.0, 30.0, 100.0, 100.0),
    };
    let image = draw(&still((200, 160), frame(WHITE, vec![node])));
    assert_eq!(count(&image, WHITE), 200 * 160 - 100 * 100);
    assert_eq!(at(&image, 30, 30), [255, 0, 0, 255]);
    assert_eq!(at(&image, 129, 129), [0, 0, 255, 255]);
    assert_eq!(at(&image, 77, 80), [255, 0, 0, 255]);
    assert_eq!(at(&image, 82, 80), [0, 0, 255, 255]);
}

#[test]
fn a_translucent_picture_blends_over_the_ground_in_linear_light() {
    let (color, alpha) = ([200u8, 100, 40], 128u8);
    let premultiplied = color.map(|c| (u32::from(c) * u32::from(alpha) / 255) as u8);
    let glass = picture("a", (20, 20), |x, _| match x {
        0..10 => [premultiplied[0], premultiplied[1], premultiplied[2], alpha],
        _ => [0; 4],
    });
    let whole = rect(0.0, 0.0, 20.0, 20.0);
    let ground = Color(0xF7, 0xF4, 0xEC);
    let image =
        draw(&still((20, 20), frame(ground, vec![Node::Image { picture: glass, rect: whole, clip: whole }])));
    let share = f64::from(alpha) / 255.0;
    let expected = |c: u8, ground: u8| encoded(linear(c) * share + linear(ground) * (1.0 - share));
    let seen = at(&image, 3, 3);
    for (channel, ground) in [ground.0, ground.1, ground.2].into_iter().enumerate() {
        assert!(close(seen[channel], expected(color[channel], ground), 1), "{seen:?}");
    }
    assert_eq!(seen[3], 255);
    assert_eq!(at(&image, 15, 3), [0xF7, 0xF4, 0xEC, 255]);
}

#[test]
fn a_picture_larger_than_any_texture_is_shown_smaller() {
    let strip =
        picture("a", (40_000, 4), |x, _| if x < 20_000 { [255, 0, 0, 255] } else { [0, 0, 255, 255] });
    let whole = rect(0.0, 0.0, 400.0, 4.0);
    let image =
        draw(&still((400, 4), frame(WHITE, vec![Node::Image { picture: strip, rect: whole, clip: whole }])));
    assert_eq!((at(&image, 10, 1), at(&image, 390, 1)), ([255, 0, 0, 255], [0, 0, 255, 255]));
    assert!(count(&image, RED) == 0 && count(&image, WHITE) == 0);
}
