// Pass "film": a frame of a clip, from luma and chroma as its decoder gives them (NV12), clipped by the rectangle that
// is drawn.
//
// group 0, binding 0: size of the frame in pixels (x, y); once a frame.
// group 1, binding 0 and 1: luma, one number a pixel, and how it is filtered; once a clip.
// group 2, binding 0 and 1: chroma, blue and red of 2 × 2 pixels, and how it is filtered (linear); once a clip.
// Colours leave here encoded as they are, or (with `linear`) in linear light for an sRGB texture.

// The target is an sRGB texture, which encodes what it is given.
override linear: bool = false;

@group(0) @binding(0) var<uniform> size: vec4<f32>;
@group(1) @binding(0) var luma: texture_2d<f32>;
@group(1) @binding(1) var luma_by: sampler;
@group(2) @binding(0) var chroma: texture_2d<f32>;
@group(2) @binding(1) var chroma_by: sampler;

struct Varying {
    @builtin(position) position: vec4<f32>,
    @location(0) uv: vec2<f32>,
    @location(1) @interpolate(flat) level: vec2<f32>,
    @location(2) @interpolate(flat) tint: vec4<f32>,
}

// rect: left, top, right, bottom in pixels. uv: the same corners in the picture, 0 to 1.
// level: what luma's black is, and what it is multiplied with.
// tint: what red adds to red and to green, what blue adds to green and to blue.
@vertex
fn vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) rect: vec4<f32>,
    @location(1) uv: vec4<f32>,
    @location(2) level: vec2<f32>,
    @location(3) tint: vec4<f32>,
) -> Varying {
    let far = vec2((corner & 1u) == 1u, (corner & 2u) == 2u);
    let clip = select(rect.xy, rect.zw, far) / size.xy * vec2(2.0, -2.0) + vec2(-1.0, 1.0);
    return Varying(vec4(clip, 0.0, 1.0), select(uv.xy, uv.zw, far), level, tint);
}

fn decoded(c: vec3<f32>) -> vec3<f32> {
    return select(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, c <= vec3(0.04045));
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4<f32> {
    // Chroma lies on the left of its two pixels (MPEG-2 and everything since), a quarter of its own width from their middle.
    let shift = vec2(0.25 / f32(textureDimensions(chroma).x), 0.0);
    let y = (textureSampleLevel(luma, luma_by, in.uv, 0.0).r - in.level.x) * in.level.y;
    let c = textureSampleLevel(chroma, chroma_by, in.uv + shift, 0.0).rg - vec2(128.0 / 255.0);
    var rgb = vec3(y) + vec3(in.tint.x * c.y, in.tint.y * c.y + in.tint.z * c.x, in.tint.w * c.x);
    if linear {
        rgb = decoded(clamp(rgb, vec3(0.0), vec3(1.0)));
    }
    return vec4(rgb, 1.0);
}
