// Pass "mix": painted frames onto the target, turned; the only pass that a transition repeats.
//
// Each instance is a region of the upright screen: the whole of it, or the stage of a transition and the strips
// around it. A region shows one frame, moved sideways, or (with `fade`) two frames blended.
//
// group 0, binding 0: what holds for every region; once a draw.
// group 1 and 2, binding 0 and 1: a frame as an sRGB texture, and a sampler that takes the nearest pixel, so that
// a still frame arrives exactly as it was painted. Group 2 is what a fade ends in.

struct Screen {
    // Size of the upright frame in pixels.
    size: vec2<f32>,
    // Cosine and sine of the clockwise turn.
    turn: vec2<f32>,
    // Of a fade, 0 to 1.
    progress: f32,
}

// Blend two frames instead of showing one.
override fade: bool = false;
// The target is not sRGB: give it encoded colours.
override encode: bool = false;

@group(0) @binding(0) var<uniform> screen: Screen;
@group(1) @binding(0) var one: texture_2d<f32>;
@group(1) @binding(1) var nearest: sampler;
@group(2) @binding(0) var other: texture_2d<f32>;
@group(2) @binding(1) var also_nearest: sampler;

struct Varying {
    @builtin(position) position: vec4<f32>,
    @location(0) uv: vec2<f32>,
}

// region: left, top, right, bottom on the upright screen. shift: how far right of there its pixels come from.
@vertex
fn vertex(@builtin(vertex_index) corner: u32, @location(0) region: vec4<f32>, @location(1) shift: f32) -> Varying {
    let at = select(region.xy, region.zw, vec2((corner & 1u) == 1u, (corner & 2u) == 2u));
    let upright = at / screen.size * vec2(2.0, -2.0) + vec2(-1.0, 1.0);
    let turned = vec2(dot(screen.turn, upright), dot(vec2(-screen.turn.y, screen.turn.x), upright));
    return Varying(vec4(turned, 0.0, 1.0), (at + vec2(shift, 0.0)) / screen.size);
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4<f32> {
    var color = textureSampleLevel(one, nearest, in.uv, 0.0);
    if fade {
        color = mix(color, textureSampleLevel(other, also_nearest, in.uv, 0.0), screen.progress);
    }
    if encode {
        let c = color.rgb;
        color = vec4(select(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, c <= vec3(0.0031308)), 1.0);
    }
    return color;
}
