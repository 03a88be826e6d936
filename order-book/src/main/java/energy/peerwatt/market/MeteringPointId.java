package energy.peerwatt.market;

/**
 * Where energy is measured: the identifier of the country's scheme (MPAN, EAN, CUPS, Zählpunkt…).
 *
 * @param value 1 to 33 characters, letters, digits and hyphens
 */
public record MeteringPointId(String value) implements Comparable<MeteringPointId> {

    public MeteringPointId {
        if (!value.matches("[A-Za-z0-9-]{1,33}")) {
            throw new IllegalArgumentException("not a metering point id: " + value);
        }
    }

    @Override
    public int compareTo(MeteringPointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
