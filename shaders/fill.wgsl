// Pass "fill": solid rectangles of a frame, one instance each; a polygon arrives as rectangles too, one per
// run of equal coverage, with the coverage as alpha.
//
// group 0, binding 0: size of the frame in pixels (x, y); once a frame.
// The target is an sRGB texture: colours leave here in linear light, alpha premultiplied.

@group(0) @binding(0) var<uniform> size: vec4<f32>;

struct Varying {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) color: vec4<f32>,
}

fn linear(c: vec3<f32>) -> vec3<f32> {
    return select(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, c <= vec3(0.04045));
}

// rect: left, top, right, bottom in pixels. color: sRGB and coverage, 0 to 1.
@vertex
fn vertex(@builtin(vertex_index) corner: u32, @location(0) rect: vec4<f32>, @location(1) color: vec4<f32>) -> Varying {
    let at = select(rect.xy, rect.zw, vec2((corner & 1u) == 1u, (corner & 2u) == 2u));
    let clip = at / size.xy * vec2(2.0, -2.0) + vec2(-1.0, 1.0);
    return Varying(vec4(clip, 0.0, 1.0), vec4(linear(color.rgb) * color.a, color.a));
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4<f32> {
    return in.color;
}
