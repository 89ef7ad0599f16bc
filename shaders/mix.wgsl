// Pass "mix": the painted frames onto the target, turned; the only pass that a transition repeats.
//
// group 0, binding 0: what to do; once a draw.
// group 0, binding 1 and 2: the new frame and the one that gives way, both sRGB, both upright.
// Both are read pixel by pixel (no sampler), so that a still frame arrives exactly as it was painted.

struct Todo {
    // Moves the target's pixel centres to the upright frame: x' = dot(across, (x, y, 1)), y' likewise with down.
    across: vec4<f32>,
    down: vec4<f32>,
    // The part that changes: left, top, right, bottom in pixels of the upright frame.
    stage: vec4<f32>,
    // Progress of a fade, 0 to 1; pixels that the slide or the wipe has covered.
    progress: f32,
    covered: f32,
    // 0 the new frame alone, 1 fade, 2 slide, 3 wipe.
    kind: u32,
    unused: u32,
}

// True when the target is not sRGB and has to be given encoded colours.
override encode: bool = false;

@group(0) @binding(0) var<uniform> todo: Todo;
@group(0) @binding(1) var after: texture_2d<f32>;
@group(0) @binding(2) var before: texture_2d<f32>;

// One triangle that covers the target.
@vertex
fn vertex(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4<f32> {
    return vec4(f32(corner & 1u) * 4.0 - 1.0, f32(corner & 2u) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let color = mixed(position);
    if encode {
        let c = color.rgb;
        return vec4(select(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, c <= vec3(0.0031308)), 1.0);
    }
    return color;
}

// What stands at a pixel of the target, in linear light.
fn mixed(position: vec4<f32>) -> vec4<f32> {
    let here = vec3(position.xy, 1.0);
    let at = vec2(dot(todo.across.xyz, here), dot(todo.down.xyz, here));
    let pixel = vec2<i32>(floor(at));
    let still = any(at < todo.stage.xy) || any(at >= todo.stage.zw);
    if todo.kind == 0u || still {
        return textureLoad(after, pixel, 0);
    }
    if todo.kind == 1u {
        return mix(textureLoad(before, pixel, 0), textureLoad(after, pixel, 0), todo.progress);
    }
    // Slide: both frames move left by what is covered; the new one follows the old one's right edge.
    // Wipe: neither moves, the edge does.
    if todo.kind == 2u {
        let moved = at.x + todo.covered;
        if moved < todo.stage.z {
            return textureLoad(before, vec2(i32(floor(moved)), pixel.y), 0);
        }
        return textureLoad(after, vec2(i32(floor(moved - (todo.stage.z - todo.stage.x))), pixel.y), 0);
    }
    if at.x < todo.stage.x + todo.covered {
        return textureLoad(after, pixel, 0);
    }
    return textureLoad(before, pixel, 0);
}
