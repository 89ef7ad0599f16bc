// Pass "mix": painted frames onto the target, turned; the only pass that a transition or a ticker repeats.
//
// Each instance is a region of the upright screen: a layer, or the stage of its transition and the strips around
// it. A region shows a part of one canvas or (with `fade`) the same part of two, blended.
//
// group 0, binding 0: what holds for every region; once a draw.
// group 1 and 2, binding 0 and 1: a canvas as an sRGB texture, and a sampler: of the nearest pixel, so that a still
// frame arrives exactly as it was painted, or (with `filtered`) linear. Group 2 is what a fade ends in.

struct Screen {
    // Size of the upright screen in pixels.
    size: vec2<f32>,
    // Cosine and sine of the clockwise turn.
    turn: vec2<f32>,
}

// Blend two frames instead of showing one.
override fade: bool = false;
// The canvas is shown as it was painted, a part of a pixel to the left or right of the screen's.
override beside: bool = false;
// The canvas is shown smaller than it was painted.
override filtered: bool = false;
// The target is not sRGB: give it encoded colours.
override encode: bool = false;

@group(0) @binding(0) var<uniform> screen: Screen;
@group(1) @binding(0) var one: texture_2d<f32>;
@group(1) @binding(1) var one_by: sampler;
@group(2) @binding(0) var other: texture_2d<f32>;
@group(2) @binding(1) var other_by: sampler;

struct Varying {
    @builtin(position) position: vec4<f32>,
    @location(0) uv: vec2<f32>,
    // What a pixel of the screen covers of the canvas: 0 to 1 of it, and in its pixels.
    @location(1) @interpolate(flat) reach: vec2<f32>,
    @location(2) @interpolate(flat) scale: f32,
    // Of a fade, 0 to 1.
    @location(3) @interpolate(flat) progress: f32,
}

// rect: left, top, right, bottom on the upright screen. part: the same corners on the canvas, 0 to 1.
// scale: pixels of the canvas in one of the screen. progress: of a fade, 0 to 1.
@vertex
fn vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) rect: vec4<f32>,
    @location(1) part: vec4<f32>,
    @location(2) scale: f32,
    @location(3) progress: f32,
) -> Varying {
    let far = vec2((corner & 1u) == 1u, (corner & 2u) == 2u);
    let upright = select(rect.xy, rect.zw, far) / screen.size * vec2(2.0, -2.0) + vec2(-1.0, 1.0);
    let turned = vec2(dot(screen.turn, upright), dot(vec2(-screen.turn.y, screen.turn.x), upright));
    let reach = (part.zw - part.xy) / (rect.zw - rect.xy);
    return Varying(vec4(turned, 0.0, 1.0), select(part.xy, part.zw, far), reach, scale, progress);
}

// The mean of what a pixel of the screen covers, by linear samples no further apart than the canvas's pixels.
fn mean(canvas: texture_2d<f32>, by: sampler, in: Varying) -> vec4<f32> {
    let taps = clamp(ceil(in.scale - 0.01), 1.0, 16.0);
    var sum = vec4(0.0);
    for (var y = 0.5; y < taps; y += 1.0) {
        for (var x = 0.5; x < taps; x += 1.0) {
            sum += textureSampleLevel(canvas, by, in.uv + (vec2(x, y) / taps - 0.5) * in.reach, 0.0);
        }
    }
    return sum / (taps * taps);
}

// A pixel and the one to its right, by how much of each is seen.
fn between(canvas: texture_2d<f32>, by: sampler, in: Varying) -> vec4<f32> {
    let width = f32(textureDimensions(canvas).x);
    let at = in.uv.x * width - 0.5;
    let left = vec2((floor(at) + 0.5) / width, in.uv.y);
    let right = vec2(left.x + 1.0 / width, in.uv.y);
    let share = fract(at);
    return mix(textureSampleLevel(canvas, by, left, 0.0), textureSampleLevel(canvas, by, right, 0.0), share);
}

fn seen(canvas: texture_2d<f32>, by: sampler, in: Varying) -> vec4<f32> {
    if filtered {
        return mean(canvas, by, in);
    }
    if beside {
        return between(canvas, by, in);
    }
    return textureSampleLevel(canvas, by, in.uv, 0.0);
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4<f32> {
    var color = seen(one, one_by, in);
    if fade {
        color = mix(color, seen(other, other_by, in), in.progress);
    }
    if encode {
        let c = color.rgb;
        color = vec4(select(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, c <= vec3(0.0031308)), 1.0);
    }
    return color;
}
