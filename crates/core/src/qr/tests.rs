use super::*;

/// As long as WhatsApp's own: ref, three keys in base64 and the platform id, joined by commas; 240 characters.
fn payload() -> String {
    let reference = "2@".to_owned() + &"aB3+/xYz9Qw7".repeat(8);
    let key = |seed: &str| format!("{}=", seed.repeat(15).chars().take(43).collect::<String>());
    let mut payload = [reference, key("Kq7"), key("z+R"), key("0Lp"), "1".into()].join(",");
    while payload.len() < 240 {
        payload.insert(2, 'x');
    }
    assert_eq!(payload.len(), 240);
    payload
}

/// Grey pixels of a square picture.
struct Picture {
    size: usize,
    luma: Vec<u8>,
}

impl Picture {
    fn read(&self) -> Option<String> {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(self.size, self.size, |x, y| self.luma[y * self.size + x]);
        let grids = image.detect_grids();
        grids.first().and_then(|grid| grid.decode().ok()).map(|(_, text)| text)
    }

    fn from_png(bytes: &[u8]) -> Self {
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        assert_eq!((info.width, info.bit_depth), (info.height, ::png::BitDepth::One));
        let size = info.width as usize;
        let bit = |x: usize, y: usize| buffer[y * info.line_size + x / 8] & (0x80 >> (x % 8)) != 0;
        let luma = (0..size * size).map(|i| if bit(i % size, i / size) { 255 } else { 0 }).collect();
        Self { size, luma }
    }

    /// Draws a terminal's cells of 8 × 16 pixels, with the text in the middle of a screen of the given background.
    fn from_terminal(text: &str, background: u8) -> Self {
        const CELL: usize = 8;
        let lines: Vec<&str> = text.lines().collect();
        let size = (lines.len() * 2 + 12) * CELL;
        let mut luma = vec![background; size * size];
        let mut paint = |x: usize, y: usize, value: u8| {
            for row in 0..CELL {
                let start = (y * CELL + row) * size + x * CELL;
                luma[start..start + CELL].fill(value);
            }
        };
        for (y, line) in lines.iter().enumerate() {
            let cells = line.strip_prefix("\x1b[38;5;16;48;5;231m").unwrap().strip_suffix("\x1b[0m").unwrap();
            for (x, cell) in cells.chars().enumerate() {
                let (top, bottom) = match cell {
                    '█' => (0, 0),
                    '▀' => (0, 255),
                    '▄' => (255, 0),
                    ' ' => (255, 255),
                    other => panic!("unexpected {other:?}"),
                };
                paint(x + 6, 2 * y + 6, top);
                paint(x + 6, 2 * y + 7, bottom);
            }
        }
        Self { size, luma }
    }

    /// Draws the strokes of our SVG; it knows just the path commands that we write.
    fn from_svg(svg: &str) -> Self {
        let number_after = |marker: &str| -> usize {
            let rest = &svg[svg.find(marker).unwrap() + marker.len()..];
            rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap()].parse().unwrap()
        };
        let (size, offset, scale) = (number_after("width=\""), number_after("translate("), number_after("scale("));
        let path = svg.rsplit("d=\"").next().unwrap().split('"').next().unwrap();
        let mut luma = vec![255_u8; size * size];
        let (mut x, mut y) = (0, 0);
        for command in
            path.split_inclusive(|c: char| c.is_ascii_digit()).collect::<String>().replace('M', "\nM").lines()
        {
            let Some(row) = command.strip_prefix('M') else { continue };
            for (index, step) in row.split('m').enumerate() {
                let (to, length) = step.split_once('h').unwrap();
                let (dx, dy) = to.split_once(' ').unwrap();
                if index == 0 {
                    x = 0;
                    y = dy.strip_suffix(".5").unwrap().parse().unwrap();
                }
                x += dx.parse::<usize>().unwrap();
                let length: usize = length.parse().unwrap();
                for line in 0..scale {
                    let start = (offset + y * scale + line) * size + offset + x * scale;
                    luma[start..start + length * scale].fill(0);
                }
                x += length;
            }
        }
        Self { size, luma }
    }
}

#[test]
fn png_is_small_exact_and_readable() {
    let bytes = png(&payload(), ImageOptions::default()).unwrap();
    assert!(bytes.len() <= 2048, "{} bytes", bytes.len());
    let picture = Picture::from_png(&bytes);
    assert_eq!(picture.size, 400);
    assert_eq!(picture.read(), Some(payload()));
}

#[test]
fn png_of_any_size_is_exactly_that_size_and_readable() {
    for (size, margin) in [(150, 4), (255, 4), (256, 0), (401, 2), (1000, 32), (4096, 4)] {
        let picture = Picture::from_png(&png(&payload(), ImageOptions { size, margin }).unwrap());
        assert_eq!(picture.size, size as usize);
        let blank = picture.luma.iter().take(picture.size).all(|pixel| *pixel == 255);
        assert!(blank || margin == 0, "the quiet zone of {size} px is not blank");
        assert_eq!(picture.read(), Some(payload()), "{size} px, margin {margin}");
    }
}

#[test]
fn svg_is_small_and_readable() {
    let text = svg(&payload(), ImageOptions::default(), &Colors::default()).unwrap();
    assert!(text.len() <= 8 * 1024, "{} bytes", text.len());
    assert_eq!(Picture::from_svg(&text).read(), Some(payload()));
}

#[test]
fn svg_takes_colours_but_no_markup() {
    let colors = |dark: &str| Colors { dark: dark.into(), ..Colors::default() };
    for good in ["#128c7e", "rebeccapurple", "rgb(0 0 0 / 50%)", "hsl(120deg, 100%, 25%)"] {
        assert!(svg("x", ImageOptions::default(), &colors(good)).unwrap().contains(good));
    }
    for bad in ["", "\"/><script>", "url(&quot;)", "red;", "a\nb"] {
        let error = svg("x", ImageOptions::default(), &colors(bad)).unwrap_err();
        assert!(error.to_string().starts_with("options.dark must be a CSS colour"), "{error}");
    }
}

#[test]
fn terminal_is_readable_on_dark_and_on_light() {
    let text = terminal(&payload(), DEFAULT_TERMINAL_MARGIN).unwrap();
    for background in [0, 255] {
        assert_eq!(Picture::from_terminal(&text, background).read(), Some(payload()), "background {background}");
    }
}

#[test]
fn data_url_holds_the_png() {
    let url = data_url("x", ImageOptions::default()).unwrap();
    let bytes = STANDARD.decode(url.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    assert_eq!(bytes, png("x", ImageOptions::default()).unwrap());
}

#[test]
fn numbers_out_of_range_are_named() {
    let text = |size, margin| png(&payload(), ImageOptions { size, margin }).unwrap_err().to_string();
    assert_eq!(text(99, 4), "options.size must be from 100 to 4096, got 99");
    assert_eq!(text(4097, 4), "options.size must be from 100 to 4096, got 4097");
    assert_eq!(text(400, 33), "options.margin must be from 0 to 32, got 33");
    assert!(text(100, 32).starts_with("options.size must be at least 1"), "{}", text(100, 32));
    assert_eq!(terminal("x", 33).unwrap_err().to_string(), "options.margin must be from 0 to 32, got 33");
    assert!(matches!(png(&"x".repeat(3000), ImageOptions::default()), Err(Error::InvalidArgument { .. })));
}
