use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::{ImageOptions, Layout, Symbol};
use crate::Error;

/// A 1-bit grey PNG of exactly `options.size` pixels.
///
/// # Errors
/// `ERR_WA_INVALID_ARGUMENT` for a size or margin out of range, or a payload that no QR code can hold.
pub fn png(payload: &str, options: ImageOptions) -> Result<Vec<u8>, Error> {
    let symbol = Symbol::encode(payload)?;
    let layout = Layout::fit(&symbol, options)?;
    encode(&bits(&symbol, &layout, options.size), options.size)
        .map_err(|error| Error::Internal { problem: format!("the PNG could not be written: {error}") })
}

/// The picture row by row, each padded to whole bytes; a set bit is white.
fn bits(symbol: &Symbol, layout: &Layout, size: u32) -> Vec<u8> {
    let stride = size.div_ceil(8) as usize;
    let mut picture = vec![0xff_u8; stride * size as usize];
    for y in 0..symbol.width {
        let mut row = vec![0xff_u8; stride];
        for (start, length) in symbol.runs(y) {
            let from = layout.offset + start * layout.scale;
            for pixel in from..from + length * layout.scale {
                row[(pixel / 8) as usize] &= !(0x80 >> (pixel % 8));
            }
        }
        let top = (layout.offset + y * layout.scale) as usize;
        for line in picture[top * stride..].chunks_exact_mut(stride).take(layout.scale as usize) {
            line.copy_from_slice(&row);
        }
    }
    picture
}

fn encode(picture: &[u8], size: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::with_capacity(2048);
    let mut encoder = Encoder::new(&mut out, size, size);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    // The rows of one module are equal: against the row above they are zeros, and zeros cost nothing.
    encoder.set_filter(Filter::Up);
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(picture)?;
    writer.finish()?;
    Ok(out)
}
