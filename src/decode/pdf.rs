//! Pages of a PDF, by hayro.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, page::Page};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use super::Fault;
use super::answer::{Answer, MAX_SHEETS};
use crate::model::Sheet;

/// In how many of a file's last bytes its end mark is looked for: mail programs and scanners append a little.
const TAIL: usize = 4096;

/// An open document.
pub(super) struct Document(Pdf);

impl Document {
    /// Opens the document that `bytes` are.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Document, Fault> {
        if bytes.is_empty() {
            return Err(Fault::Empty);
        }
        // hayro repairs what it can, and would show the pages that have already arrived.
        let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
        if !tail.windows(5).any(|mark| mark == b"%%EOF") {
            return Err(Fault::Cut);
        }
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::Locked,
            LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Fault::Unsupported,
            LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Fault::Damaged,
        })?;
        if pdf.pages().is_empty() { Err(Fault::Damaged) } else { Ok(Document(pdf)) }
    }

    /// The size of each page.
    pub(super) fn sheets(&self) -> Vec<Sheet> {
        self.0.pages().iter().take(MAX_SHEETS).map(sheet).collect()
    }

    /// The pixels of a page (from 0), as large as it fits in `space`.
    pub(super) fn page(&self, page: u32, space: (u32, u32)) -> Result<Answer, Fault> {
        let page = self.0.pages().get(page as usize).ok_or(Fault::Damaged)?;
        let Sheet { width, height } = sheet(page);
        let scale = (space.0 as f32 / width).min(space.1 as f32 / height);
        // hayro's own `render` cuts a fraction of a pixel off, and a slide is 1919 pixels wide.
        let pixels = |length: f32, most: u32| (length * scale).round().clamp(1.0, most as f32) as u16;
        let (w, h) = (pixels(width, space.0), pixels(height, space.1));
        let mut context = RenderContext::new(w, h);
        let onto =
            Affine::scale_non_uniform(f64::from(w) / f64::from(width), f64::from(h) / f64::from(height));
        let transform = onto * page.initial_transform(true).to_kurbo();
        let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
        // As it was set: bent to whole pixels, small letters have uneven strokes and marks lose their shape.
        let drawing = RenderSettings { hinting: false, ..RenderSettings::default() };
        render_into(page, &cache, &settings, &drawing, &mut context, transform);
        context.flush();
        let mut pixmap = Pixmap::new(w, h);
        let on_paper = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
        context.render_with(&mut pixmap, &mut Resources::default(), on_paper);
        Ok(Answer::Pixels(w.into(), h.into(), pixmap.take_rgba8(ImageAlphaType::AlphaPremultiplied)))
    }
}

/// The size of a page as it is seen. A file may say anything: one that is thinner than a hair is as thick as one.
fn sheet(page: &Page) -> Sheet {
    let (width, height) = page.render_dimensions();
    let sound = |length: f32| if length.is_finite() { length.clamp(1.0, 1e6) } else { 1.0 };
    Sheet { width: sound(width), height: sound(height) }
}
