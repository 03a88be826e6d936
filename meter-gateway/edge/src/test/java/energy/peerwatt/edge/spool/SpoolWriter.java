package energy.peerwatt.edge.spool;

import java.nio.file.Path;
import java.time.Duration;

/** A program that appends until it is killed, and says on stdout what is durable. */
final class SpoolWriter {

    private SpoolWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Spool spool = Spool.open(Path.of(arguments[0]), Measurements.BOUNDS, 1_000);
        long next = spool.durable() + 1;
        while (true) {
            long last = spool.append(Measurements.range(next, next + 6));
            next = last + 1;
            if (last % 5 == 0 && spool.awaitDurable(last, Duration.ofSeconds(10))) {
                System.out.println(last);
                System.out.flush();
            }
        }
    }
}
