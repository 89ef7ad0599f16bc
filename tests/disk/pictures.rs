//! Test pictures, made on the spot.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};

/// A picture with detail: no two rows or columns alike.
pub fn pattern(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 7 + y) as u8, (y * 5) as u8, (x ^ y) as u8])
    }))
}

/// Left half red, right half blue.
pub fn halves(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }
    }))
}

/// One colour.
pub fn flat(width: u32, height: u32, colour: [u8; 3]) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, Rgb(colour)))
}

/// The file of a picture.
pub fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let picture = if format == ImageFormat::Gif { &DynamicImage::from(picture.to_rgba8()) } else { picture };
    picture.write_to(&mut file, format).expect("encoders of the image crate take these");
    file.into_inner()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encode(&pattern(width, height), ImageFormat::Png)
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(&pattern(width, height), ImageFormat::Jpeg)
}

/// A JPEG whose EXIF says how it lies (1 to 8).
pub fn turned_jpeg(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    encoder.set_exif_metadata(exif).expect("JPEG holds EXIF");
    encoder.encode_image(picture).expect("JPEG holds RGB");
    file
}

/// A PNG of one IDAT whose header claims any size, with true checksums: a bomb costs a few bytes.
pub fn bomb_png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [&kind[..], data].concat();
        file.extend((data.len() as u32).to_be_bytes());
        file.extend(&body);
        file.extend(crc32(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat());
    chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]);
    chunk(b"IEND", &[]);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

/// A 16×16 baseline JPEG of one flat colour in four components, with Adobe's APP14 marker: what Photoshop
/// writes for print. `transform` 0 is CMYK, 2 is YCCK; the values are those stored in the file.
pub fn adobe_jpeg(transform: u8, stored: [u8; 4]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, data: &[u8]| {
        file.extend([0xFF, marker]);
        file.extend((data.len() as u16 + 2).to_be_bytes());
        file.extend(data);
    };
    segment(0xEE, &[&b"Adobe\0\x64\0\0\0\0"[..], &[transform]].concat());
    segment(0xDB, &[&[0u8][..], &[8; 64]].concat()); // every quantiser 8: DC is the value minus 128
    segment(0xC0, &[8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    // DC: nine codes of four bits for the categories 0 to 8. AC: one code of one bit, end of block.
    segment(0xC4, &[0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    segment(0xC4, &[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    segment(0xDA, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    let mut bits = String::new();
    for block in 0..4 {
        for value in stored {
            let dc = if block == 0 { i32::from(value) - 128 } else { 0 };
            let category = 32 - dc.unsigned_abs().leading_zeros();
            bits += &format!("{category:04b}");
            if category > 0 {
                let low = if dc < 0 { dc + (1 << category) - 1 } else { dc };
                bits += &format!("{low:0width$b}", width = category as usize);
            }
            bits += "0";
        }
    }
    while !bits.len().is_multiple_of(8) {
        bits += "1";
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = byte.iter().fold(0u8, |byte, bit| byte << 1 | (bit - b'0'));
        file.push(byte);
        if byte == 0xFF {
            file.push(0);
        }
    }
    file.extend([0xFF, 0xD9]);
    file
}
