package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceSample;
import java.time.Duration;
import java.util.Optional;

/**
 * What the driver of a device made of it at one moment.
 *
 * @param nanos when, on the scale of the watch
 */
record Sighting(long nanos, DeviceSample sample) {

    /** A device that is looked at again and again. */
    interface Source extends AutoCloseable {

        /**
         * The next sighting; empty if none comes in time.
         *
         * @throws energy.peerwatt.market.MarketException if the device stays silent
         */
        Optional<Sighting> next(Duration atMost) throws InterruptedException;

        @Override
        void close();
    }

    /** Wall time. */
    interface Time {

        /** As {@link System#nanoTime()}. */
        long nanos();

        /** Lets time pass. */
        void sleep(Duration duration) throws InterruptedException;

        /** The machine's. */
        Time SYSTEM =
                new Time() {

                    @Override
                    public long nanos() {
                        return System.nanoTime();
                    }

                    @Override
                    public void sleep(Duration duration) throws InterruptedException {
                        Thread.sleep(duration);
                    }
                };
    }
}
