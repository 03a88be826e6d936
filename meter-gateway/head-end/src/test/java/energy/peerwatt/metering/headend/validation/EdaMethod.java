package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.market.Quality;

/** How the Austrian data exchange says a value came about. */
public enum EdaMethod {
    /** Measured. */
    L1(Quality.ACTUAL),
    /** Substituted. */
    L2(Quality.SUBSTITUTED),
    /** Estimated. */
    L3(Quality.ESTIMATED);

    private final Quality quality;

    EdaMethod(Quality quality) {
        this.quality = quality;
    }

    public static EdaMethod of(Quality quality) {
        return switch (quality) {
            case ACTUAL -> L1;
            case SUBSTITUTED -> L2;
            case ESTIMATED -> L3;
        };
    }

    public Quality quality() {
        return quality;
    }
}
