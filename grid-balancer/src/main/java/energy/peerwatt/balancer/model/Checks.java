package energy.peerwatt.balancer.model;

/** Bounds of the model's values. A broken one names the field, the bound and the value. */
final class Checks {

    /** No power, energy in Wh or price is larger, so that sums of thousands of homes are exact. */
    static final int LARGEST = 100_000_000;

    private Checks() {}

    static void range(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    name + " must be from " + lowest + " to " + highest + ", not " + value);
        }
    }

    static void each(String name, Series series, int lowest, int highest) {
        for (int slot = 0; slot < series.slots(); slot++) {
            range(name + "[" + slot + "]", series.at(slot), lowest, highest);
        }
    }

    static void name(String field, String value) {
        if (value.isBlank() || value.length() > 100) {
            throw new IllegalArgumentException(field + " must have 1 to 100 characters");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " must not have control characters");
        }
    }
}
