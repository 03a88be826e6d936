package energy.peerwatt.settlement.print;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * A4 pages to draw on, in whole points from the top left corner. Mutable, of one thread; to be
 * closed.
 */
final class Sheet implements AutoCloseable {

    static final int WIDTH = 595;
    static final int HEIGHT = 842;
    static final int LEFT = 48;
    static final int RIGHT = WIDTH - 48;

    /** Below this, a page has only its footer. */
    static final int BOTTOM = HEIGHT - 64;

    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final int GLYPH_UNITS = 1_000;

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private PDPageContentStream page;

    Sheet(String title) {
        try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
            if (file == null) {
                throw new IllegalStateException("no font " + FONT);
            }
            font = PDType0Font.load(document, file);
            page = open();
            PDDocumentInformation information = new PDDocumentInformation();
            information.setTitle(title);
            information.setCreator("Peerwatt");
            document.setDocumentInformation(information);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PDPageContentStream open() throws IOException {
        PDPage next = new PDPage(PDRectangle.A4);
        document.addPage(next);
        return new PDPageContentStream(document, next);
    }

    void nextPage() {
        draw(() -> {
            page.close();
            page = open();
        });
    }

    void text(int x, int y, int size, Tone tone, String text) {
        write(x, y, size, tone, text, false);
    }

    void bold(int x, int y, int size, Tone tone, String text) {
        write(x, y, size, tone, text, true);
    }

    /** Ends at {@code x}. */
    void right(int x, int y, int size, Tone tone, String text) {
        write(x - width(size, text), y, size, tone, text, false);
    }

    /** Ends at {@code x}. */
    void boldRight(int x, int y, int size, Tone tone, String text) {
        write(x - width(size, text), y, size, tone, text, true);
    }

    /** Breaks between words; returns the y below the last line. */
    int paragraph(int y, int size, Tone tone, String text) {
        int lineHeight = size + size / 2;
        int next = y;
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(size, longer) > RIGHT - LEFT) {
                text(LEFT, next, size, tone, line.toString());
                next += lineHeight;
                longer = word;
            }
            line.setLength(0);
            line.append(longer);
        }
        text(LEFT, next, size, tone, line.toString());
        return next + lineHeight;
    }

    /** Width in whole points, rounded up. */
    int width(int size, String text) {
        try {
            return (int) Math.ceil(font.getStringWidth(printable(text)) * size / GLYPH_UNITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int x, int y, int size, Tone tone, String text, boolean bold) {
        draw(() -> {
            page.beginText();
            page.setFont(font, size);
            page.setNonStrokingColor(color(tone));
            page.setStrokingColor(color(tone));
            // The library ships one weight; a hairline around the glyphs makes the other.
            page.setLineWidth(size / 36f);
            page.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
            page.newLineAtOffset(x, HEIGHT - y);
            page.showText(printable(text));
            page.endText();
        });
    }

    /** What the font has no glyph for is shown as a question mark. */
    private String printable(String text) {
        StringBuilder all = new StringBuilder();
        text.codePoints().forEach(point -> all.append(glyph(point)));
        return all.toString();
    }

    private String glyph(int point) {
        String one = Character.toString(point);
        try {
            font.encode(one);
            return one;
        } catch (IllegalArgumentException | IOException e) {
            return "?";
        }
    }

    void fill(int x, int y, int width, int height, Tone tone) {
        draw(() -> {
            page.setNonStrokingColor(color(tone));
            page.addRect(x, HEIGHT - y - height, width, height);
            page.fill();
        });
    }

    /** The grid's look: hatched, so that no colour carries the meaning alone. */
    void hatch(int x, int y, int width, int height) {
        fill(x, y, width, height, Tone.GRID_SOFT);
        draw(() -> {
            page.saveGraphicsState();
            page.addRect(x, HEIGHT - y - height, width, height);
            page.clip();
            page.setStrokingColor(color(Tone.GRID));
            page.setLineWidth(1);
            for (int from = x - height; from < x + width; from += 5) {
                page.moveTo(from, HEIGHT - y - height);
                page.lineTo(from + height, HEIGHT - y);
                page.stroke();
            }
            page.restoreGraphicsState();
        });
    }

    void rule(int y) {
        fill(LEFT, y, RIGHT - LEFT, 1, Tone.LINE);
    }

    /** Writes the same line at the bottom of every page, with its number. */
    byte[] finish(String footer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        draw(() -> {
            page.close();
            int pages = document.getNumberOfPages();
            for (int k = 0; k < pages; k++) {
                PDPage each = document.getPage(k);
                page = new PDPageContentStream(document, each, AppendMode.APPEND, true);
                rule(HEIGHT - 48);
                text(LEFT, HEIGHT - 32, 8, Tone.INK_3, footer);
                right(RIGHT, HEIGHT - 32, 8, Tone.INK_3, "Page " + (k + 1) + " of " + pages);
                page.close();
            }
            document.save(bytes);
        });
        return bytes.toByteArray();
    }

    private static Color color(Tone tone) {
        return new Color(tone.red(), tone.green(), tone.blue());
    }

    /** Drawing into memory; the library declares more than can happen. */
    private interface Drawing {
        void run() throws IOException;
    }

    private static void draw(Drawing drawing) {
        try {
            drawing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        draw(document::close);
    }
}
