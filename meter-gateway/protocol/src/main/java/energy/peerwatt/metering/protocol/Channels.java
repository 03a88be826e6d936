package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;

/** Numbers of channels in signed bytes; written out, so that no enum's order is part of them. */
final class Channels {

    static final int MAX_CODE = 2;

    private Channels() {}

    static int code(Channel channel) {
        return switch (channel) {
            case IMPORT -> 0;
            case EXPORT -> 1;
            case GENERATION -> 2;
        };
    }

    /** The channel of a code of at most {@link #MAX_CODE}. */
    static Channel of(int code) {
        return switch (code) {
            case 0 -> Channel.IMPORT;
            case 1 -> Channel.EXPORT;
            default -> Channel.GENERATION;
        };
    }
}
