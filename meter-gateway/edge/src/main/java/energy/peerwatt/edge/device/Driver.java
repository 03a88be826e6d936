package energy.peerwatt.edge.device;

/** Reads one device that answers questions. */
@FunctionalInterface
public interface Driver {

    /**
     * Asks the device once.
     *
     * @throws energy.peerwatt.market.MarketException {@code DEVICE_UNREACHABLE} or {@code
     *     DEVICE_ANSWER_REFUSED}; then there is no reading
     */
    DeviceSample read();

    /**
     * Asks how the device names itself, if it could tell and has not yet; to be called where time
     * does not matter. Later samples say so. Never fails.
     */
    default void identify() {}
}
