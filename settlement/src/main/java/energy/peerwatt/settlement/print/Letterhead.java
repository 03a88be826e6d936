package energy.peerwatt.settlement.print;

/** The top of a first page. */
final class Letterhead {

    /** Where the text below it begins. */
    static final int END = 132;

    private Letterhead() {}

    /**
     * Draws it.
     *
     * @param title what the document is
     * @param subtitle whom and what it is about
     */
    static void draw(Sheet sheet, String sender, String title, String subtitle) {
        sheet.fill(0, 0, Sheet.WIDTH, 104, Tone.PAPER);
        sheet.fill(0, 104, Sheet.WIDTH, 1, Tone.LINE);
        sheet.fill(Sheet.LEFT, 36, 6, 14, Tone.SOLAR);
        sheet.fill(Sheet.LEFT + 8, 30, 6, 20, Tone.NEIGHBOUR);
        sheet.bold(Sheet.LEFT + 22, 48, 15, Tone.INK, sender);
        sheet.boldRight(Sheet.RIGHT, 48, 15, Tone.INK, title);
        sheet.right(Sheet.RIGHT, 68, 9, Tone.INK_2, subtitle);
    }
}
