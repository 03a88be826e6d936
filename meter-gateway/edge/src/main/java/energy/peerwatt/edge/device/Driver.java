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
}
