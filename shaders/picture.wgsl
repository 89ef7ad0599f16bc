// Pass "picture": decoded pictures of a frame, one instance each, clipped by the rectangle that is drawn.
//
// group 0, binding 0: size of the frame in pixels (x, y); once a frame.
// group 1, binding 0 and 1: the picture as an sRGB texture, and how it is filtered; once a picture.
// The target is an sRGB texture: colours leave here in linear light, alpha premultiplied.

// The picture has translucent pixels.
override translucent: bool = true;

@group(0) @binding(0) var<uniform> size: vec4<f32>;
@group(1) @binding(0) var pixels: texture_2d<f32>;
@group(1) @binding(1) var filtering: sampler;

struct Varying {
    @builtin(position) position: vec4<f32>,
    @location(0) uv: vec2<f32>,
}

// rect: left, top, right, bottom in pixels. uv: the same corners in the picture, 0 to 1.
@vertex
fn vertex(@builtin(vertex_index) corner: u32, @location(0) rect: vec4<f32>, @location(1) uv: vec4<f32>) -> Varying {
    let far = vec2((corner & 1u) == 1u, (corner & 2u) == 2u);
    let clip = select(rect.xy, rect.zw, far) / size.xy * vec2(2.0, -2.0) + vec2(-1.0, 1.0);
    return Varying(vec4(clip, 0.0, 1.0), select(uv.xy, uv.zw, far));
}

fn linear(c: vec3<f32>) -> vec3<f32> {
    return select(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, c <= vec3(0.04045));
}

fn srgb(c: vec3<f32>) -> vec3<f32> {
    return select(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, c <= vec3(0.0031308));
}

// A picture's alpha is premultiplied in sRGB (scene's contract), blending is in linear light: where a pixel is
// translucent its colour is taken apart and put together again.
@fragment
fn fragment(in: Varying) -> @location(0) vec4<f32> {
    let texel = textureSampleLevel(pixels, filtering, in.uv, 0.0);
    if !translucent || texel.a >= 1.0 || texel.a <= 0.0 {
        return texel;
    }
    return vec4(linear(min(srgb(texel.rgb) / texel.a, vec3(1.0))) * texel.a, texel.a);
}
