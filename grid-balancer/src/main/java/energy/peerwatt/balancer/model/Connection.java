package energy.peerwatt.balancer.model;

/** The phases a home or device is connected to. Power on all three is shared equally. */
public enum Connection {
    L1(0),
    L2(1),
    L3(2),
    THREE_PHASE(-1);

    private final int phase;

    Connection(int phase) {
        this.phase = phase;
    }

    /** Thirds of its power that flow on phase 0, 1 or 2: 3, 1 or 0. */
    public int thirdsOn(int phase) {
        if (this == THREE_PHASE) {
            return 1;
        }
        return this.phase == phase ? 3 : 0;
    }

    /** Whether a device so connected fits into a home with {@code home}'s connection. */
    public boolean fits(Connection home) {
        return home == THREE_PHASE || home == this;
    }
}
