package energy.peerwatt.settlement.print;

/** Colours of the design language, light theme. */
enum Tone {
    PAPER(0xFBF7EF),
    SUNK(0xF4EEE2),
    LINE(0xE7DFD0),
    INK(0x1E1B16),
    INK_2(0x5F584C),
    INK_3(0x766E60),
    SOLAR(0xF4AE14),
    NEIGHBOUR(0x5140C0),
    NEIGHBOUR_INK(0x4635AE),
    NEIGHBOUR_SOFT(0xE8E4FB),
    GRID(0x6B6258),
    GRID_SOFT(0xECE8E1),
    GOOD(0x1B6B3A);

    private final int rgb;

    Tone(int rgb) {
        this.rgb = rgb;
    }

    int red() {
        return rgb >> 16;
    }

    int green() {
        return rgb >> 8 & 0xFF;
    }

    int blue() {
        return rgb & 0xFF;
    }
}
